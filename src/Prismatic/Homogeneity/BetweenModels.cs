using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Similarities between models and floors, all from the means of cells: exact, without looking at pairs of answers.</summary>
/// <remarks>Holds a few numbers a pair of models and d a model; products of prompts are summed up as they come, in their order.</remarks>
internal sealed class BetweenModels
{
    private const int PromptsAtOnce = 64;
    private readonly AnswerTable _table;
    private readonly AnswerVectors _vectors;
    private readonly int _models;
    private readonly double[][] _sums;
    private readonly int[] _prompts;
    private readonly EstimateSum[] _products;
    private readonly (double Product, int First, int Second)[] _best;
    private readonly List<(PromptComparison Prompt, double Product, int First, int Second)> _compared = [];

    public BetweenModels(AnswerTable table, AnswerVectors vectors, int threads, CancellationToken cancellation)
    {
        (_table, _vectors, _models) = (table, vectors, table.Set.Models.Count);
        _products = new EstimateSum[_models * (_models + 1) / 2];
        _best = [.. _products.Select(_ => (double.NegativeInfinity, -1, -1))];
        _sums = [.. Enumerable.Range(0, _models).Select(_ => new double[vectors.Dimension])];
        _prompts = new int[_models];
        var products = new double[PromptsAtOnce][];
        for (var start = 0; start < table.Set.Prompts.Count; start += PromptsAtOnce)
        {
            var from = start;
            var count = Math.Min(PromptsAtOnce, table.Set.Prompts.Count - start);
            RowBlocks.Run(count, 1, threads, (i, _) => products[i] = Products(Cells(from + i)), cancellation);
            for (var i = 0; i < count; i++)
            {
                Fold(start + i, products[i]);
            }
        }
    }

    /// <summary>All pairs, each model with itself among them.</summary>
    public List<ModelPair> Pairs()
    {
        var examples = new AlikeExamples(_table, _vectors);
        var pairs = new List<ModelPair>();
        for (var a = 0; a < _models; a++)
        {
            var intra = Estimate.Of(CellsOf(a).Select(cell => _vectors.Intra[cell]));
            for (var b = a; b < _models; b++)
            {
                var (product, first, second) = _best[Place(a, b)];
                pairs.Add(
                    new ModelPair
                    {
                        A = a,
                        B = b,
                        Similarity = a == b ? intra : _products[Place(a, b)].Estimate,
                        Floor = Floor(a, b),
                        MostAlike =
                            a == b
                                ? examples.Within(a, 1) is [var own]
                                    ? own
                                    : null
                                : first < 0
                                    ? null
                                    : examples.Of(first, second, product),
                    }
                );
            }
        }
        return pairs;
    }

    /// <summary>Mean cosine of an answer of <paramref name="a"/> and one of <paramref name="b"/> to different prompts.</summary>
    /// <remarks>(sum of a's means · sum of b's means - the same prompts' products) over the number of such pairs of prompts.</remarks>
    public double? Floor(int a, int b)
    {
        var products = _products[Place(a, b)];
        var pairs = ((double)_prompts[a] * _prompts[b]) - products.Count;
        return pairs < 1
            ? null
            : Clamp((TensorPrimitives.Dot<double>(_sums[a], _sums[b]) - (products.Mean * products.Count)) / pairs);
    }

    /// <summary>Mean cosine of answers to different prompts, whosoever's; models count evenly within a prompt.</summary>
    public double? Floor()
    {
        var (all, mean) = (new double[_vectors.Dimension], new double[_vectors.Dimension]);
        var (same, prompts) = (0.0, 0);
        for (var prompt = 0; prompt < _table.Set.Prompts.Count; prompt++)
        {
            var cells = Cells(prompt);
            if (cells.Length == 0)
            {
                continue;
            }
            Array.Clear(mean);
            foreach (var cell in cells)
            {
                Accumulate(_vectors.Mean(cell), 1.0 / cells.Length, mean);
            }
            same += TensorPrimitives.SumOfSquares<double>(mean);
            TensorPrimitives.Add(all, mean, all);
            prompts++;
        }
        return prompts < 2
            ? null
            : Clamp((TensorPrimitives.SumOfSquares<double>(all) - same) / (prompts * (prompts - 1.0)));
    }

    /// <summary>Every prompt that several models answered.</summary>
    public IReadOnlyList<PromptComparison> Prompts() => [.. _compared.Select(compared => compared.Prompt)];

    /// <summary>Those on which models agree most, each with answers of the two that do most.</summary>
    public IReadOnlyList<AlikePrompt> MostAlike(int listed)
    {
        var examples = new AlikeExamples(_table, _vectors);
        return
        [
            .. _compared
                .OrderByDescending(compared => compared.Prompt.Inter)
                .Take(listed)
                .Select(compared => examples.Of(compared.First, compared.Second, compared.Prompt.Inter)),
        ];
    }

    private int[] Cells(int prompt) => [.. _table.OfPrompt(prompt).ToArray().Where(_vectors.Has)];

    private IEnumerable<int> CellsOf(int model) =>
        Enumerable.Range(0, _table.Cells.Count).Where(cell => _table.Cells[cell].Model == model);

    // Products of the means of each two of the cells, each with itself first: row after row of a triangle.
    private double[] Products(int[] cells)
    {
        var (products, next) = (new double[cells.Length * (cells.Length + 1) / 2], 0);
        for (var i = 0; i < cells.Length; i++)
        {
            for (var j = i; j < cells.Length; j++)
            {
                products[next++] = Clamp(TensorPrimitives.Dot(_vectors.Mean(cells[i]), _vectors.Mean(cells[j])));
            }
        }
        return products;
    }

    private void Fold(int prompt, double[] products)
    {
        var cells = Cells(prompt);
        var (inter, next) = (new EstimateSum(), 0);
        var best = (Product: double.NegativeInfinity, First: -1, Second: -1);
        for (var i = 0; i < cells.Length; i++)
        {
            var model = _table.Cells[cells[i]].Model;
            Accumulate(_vectors.Mean(cells[i]), 1, _sums[model]);
            _prompts[model]++;
            for (var j = i; j < cells.Length; j++)
            {
                var place = Place(model, _table.Cells[cells[j]].Model);
                var pair = (Product: products[next++], First: cells[i], Second: cells[j]);
                _products[place].Add(pair.Product);
                if (i != j)
                {
                    inter.Add(pair.Product);
                    best = pair.Product > best.Product ? pair : best;
                    _best[place] = pair.Product > _best[place].Product ? pair : _best[place];
                }
            }
        }
        if (inter.Count > 0)
        {
            double[] intra = [.. cells.Select(cell => _vectors.Intra[cell]).OfType<double>()];
            var compared = new PromptComparison(
                prompt,
                cells.Length,
                inter.Mean,
                intra.Length == 0 ? null : intra.Average()
            );
            _compared.Add((compared, best.Product, best.First, best.Second));
        }
    }

    private int Place(int a, int b) => (a * _models) - (a * (a - 1) / 2) + b - a;

    private static void Accumulate(ReadOnlySpan<float> row, double factor, double[] sum)
    {
        for (var i = 0; i < row.Length; i++)
        {
            sum[i] += factor * row[i];
        }
    }

    private static double Clamp(double cosine) => Math.Clamp(cosine, -1, 1);
}

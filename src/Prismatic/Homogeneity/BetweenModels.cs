using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Similarities between models and floors, all from the means of cells: exact, without looking at pairs of answers.</summary>
internal sealed class BetweenModels
{
    private readonly AnswerTable _table;
    private readonly AnswerVectors _vectors;
    private readonly int _models;
    private readonly double[][] _sums;
    private readonly int[] _prompts;
    private readonly double?[][] _products;

    public BetweenModels(AnswerTable table, AnswerVectors vectors, int threads, CancellationToken cancellation)
    {
        (_table, _vectors, _models) = (table, vectors, table.Set.Models.Count);
        _products = new double?[table.Set.Prompts.Count][];
        void Multiply(int start, int count)
        {
            for (var prompt = start; prompt < start + count; prompt++)
            {
                _products[prompt] = Products(prompt);
            }
        }
        RowBlocks.Run(_products.Length, 1, threads, Multiply, cancellation);
        _sums = [.. Enumerable.Range(0, _models).Select(_ => new double[vectors.Dimension])];
        _prompts = new int[_models];
        for (var cell = 0; cell < table.Cells.Count; cell++)
        {
            if (vectors.Has(cell))
            {
                var model = table.Cells[cell].Model;
                Accumulate(vectors.Mean(cell), 1, _sums[model]);
                _prompts[model]++;
            }
        }
    }

    /// <summary>All pairs, each model with itself among them.</summary>
    public List<ModelPair> Pairs()
    {
        var pairs = new List<ModelPair>();
        for (var a = 0; a < _models; a++)
        {
            for (var b = a; b < _models; b++)
            {
                var (first, second) = (a, b);
                var similarity =
                    a == b
                        ? Estimate.Of(CellsOf(a).Select(cell => _vectors.Intra[cell]))
                        : Estimate.Of(_products.Select(products => products[Place(first, second)]));
                pairs.Add(
                    new ModelPair
                    {
                        A = a,
                        B = b,
                        Similarity = similarity,
                        Floor = Floor(a, b),
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
        var (same, shared) = (0.0, 0);
        foreach (var products in _products)
        {
            if (products[Place(a, b)] is { } product)
            {
                same += product;
                shared++;
            }
        }
        var pairs = ((double)_prompts[a] * _prompts[b]) - shared;
        return pairs < 1 ? null : Clamp((TensorPrimitives.Dot<double>(_sums[a], _sums[b]) - same) / pairs);
    }

    /// <summary>Mean cosine of answers to different prompts, whosoever's; models count evenly within a prompt.</summary>
    public double? Floor()
    {
        var (all, mean) = (new double[_vectors.Dimension], new double[_vectors.Dimension]);
        var (same, prompts) = (0.0, 0);
        for (var prompt = 0; prompt < _products.Length; prompt++)
        {
            int[] cells = [.. _table.OfPrompt(prompt).ToArray().Where(_vectors.Has)];
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

    /// <summary>For each prompt mean intra and mean inter, where it has both.</summary>
    public IReadOnlyList<(double Intra, double Inter)?> ByPrompt() =>
        [
            .. Enumerable
                .Range(0, _products.Length)
                .Select<int, (double, double)?>(prompt =>
                {
                    double[] intra =
                    [
                        .. _table.OfPrompt(prompt).ToArray().Select(cell => _vectors.Intra[cell]).OfType<double>(),
                    ];
                    var inter = Inter(prompt);
                    return intra.Length > 0 && inter.Count > 0 ? (intra.Average(), inter.Average()) : null;
                }),
        ];

    private List<double> Inter(int prompt)
    {
        var values = new List<double>();
        for (var a = 0; a < _models; a++)
        {
            for (var b = a + 1; b < _models; b++)
            {
                if (_products[prompt][Place(a, b)] is { } value)
                {
                    values.Add(value);
                }
            }
        }
        return values;
    }

    private IEnumerable<int> CellsOf(int model) =>
        Enumerable.Range(0, _table.Cells.Count).Where(cell => _table.Cells[cell].Model == model);

    // Products of the means of all models with an answer, a model's own included.
    private double?[] Products(int prompt)
    {
        var products = new double?[_models * (_models + 1) / 2];
        int[] cells = [.. _table.OfPrompt(prompt).ToArray().Where(_vectors.Has)];
        for (var i = 0; i < cells.Length; i++)
        {
            for (var j = i; j < cells.Length; j++)
            {
                var place = Place(_table.Cells[cells[i]].Model, _table.Cells[cells[j]].Model);
                products[place] = Clamp(Dot(_vectors.Mean(cells[i]), _vectors.Mean(cells[j])));
            }
        }
        return products;
    }

    private int Place(int a, int b) => (a * _models) - (a * (a - 1) / 2) + b - a;

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }
        return sum;
    }

    private static void Accumulate(ReadOnlySpan<float> row, double factor, double[] sum)
    {
        for (var i = 0; i < row.Length; i++)
        {
            sum[i] += factor * row[i];
        }
    }

    private static double Clamp(double cosine) => Math.Clamp(cosine, -1, 1);
}

using System.Numerics.Tensors;
using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Benchmarks.Evidence;

/// <summary>
/// How faithful the projected gradients are to the exact ones: G-Vendi of both on subsets of equal size, and the cosines
/// of all pairs. Exact means the full weight gradients of the same linear layers, without any projection.
/// </summary>
internal static class FidelityEvidence
{
    private const int SubsetSize = 60;
    private const int Subsets = 24;

    public static void Run()
    {
        var rows = Pool();
        var exact = ExactCosines([.. rows.Select(r => r.Row)]);
        Console.WriteLine(
            $"{rows.Count} rows of {rows.Select(r => r.Source).Distinct().Count()} sources; {Subsets} subsets of {SubsetSize} rows each."
        );
        Console.WriteLine();
        Console.WriteLine(
            "| projection | Spearman, mixes of sources | Spearman, random subsets | mean relative error of the score | cosine rmse |"
        );
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (var rank in (int[])[8, 16])
        {
            var options = new GradientOptions { Projection = new RandomProjection { Rank = rank } };
            using var extractor = Views.Trained(options);
            var projected = Cosines(Views.Gradients(extractor, [.. rows.Select(r => r.Row)]));
            var mixes = Mixes(rows);
            var random = RandomSubsets(rows.Count);
            var (onMixes, error) = Compare(exact, projected, mixes);
            var (onRandom, _) = Compare(exact, projected, random);
            Console.WriteLine(
                $"| {rank} x {rank} a layer, hashed to 1,024 | {onMixes:F3} | {onRandom:F3} | {error:P1} | {Rmse(exact, projected):F3} |"
            );
        }
    }

    private static List<(string Source, TextRow Row)> Pool()
    {
        var random = new Pcg32(11);
        (string Name, List<TextRow> Rows)[] sources =
        [
            ("gsm8k", RealRows.Load("math/gsm8k_train.jsonl")),
            (
                "arena-hard prompts",
                RealRows.Load("instruct/arenahard_v0.1_question.jsonl", new FieldChoice { Text = "prompt" })
            ),
            (
                "persona",
                RealRows.Load("instruct/lm_persona/interest-in-science.jsonl", new FieldChoice { Text = "statement" })
            ),
            ("gpteacher", RealRows.Load("instruct/gpteacher_codegen.json")),
            ("banking77", RealRows.Load("labelled/banking77_train.csv", new FieldChoice { Text = "text" })),
            ("college math", RealRows.Load("math/college_math_test.jsonl")),
        ];
        var pool = new List<(string, TextRow)>();
        foreach (var (name, rows) in sources)
        {
            var taken = rows.ToArray();
            random.Shuffle<TextRow>(taken);
            pool.AddRange(taken.Take(60).Select(row => (name, row)));
        }
        return pool;
    }

    // One source alone to all of them, in uneven shares.
    private static List<int[]> Mixes(List<(string Source, TextRow Row)> rows)
    {
        var random = new Pcg32(12);
        var bySource = rows.Select((r, i) => (r.Source, i))
            .GroupBy(r => r.Source)
            .Select(g => g.Select(r => r.i).ToArray())
            .ToList();
        var result = new List<int[]>();
        for (var s = 0; s < Subsets; s++)
        {
            var sources = bySource.ToArray();
            random.Shuffle<int[]>(sources);
            var pool = sources.Take(1 + (s % sources.Length)).SelectMany(x => x).ToArray();
            random.Shuffle<int>(pool);
            result.Add(pool[..SubsetSize]);
        }
        return result;
    }

    private static List<int[]> RandomSubsets(int count)
    {
        var random = new Pcg32(13);
        var all = Enumerable.Range(0, count).ToArray();
        var result = new List<int[]>();
        for (var s = 0; s < Subsets; s++)
        {
            random.Shuffle<int>(all);
            result.Add(all[..SubsetSize]);
        }
        return result;
    }

    private static (double Spearman, double Error) Compare(double[,] exact, double[,] projected, List<int[]> subsets)
    {
        var a = subsets.ConvertAll(s => Score(exact, s));
        var b = subsets.ConvertAll(s => Score(projected, s));
        return (Views.Spearman(a, b), a.Zip(b, (x, y) => Math.Abs(x - y) / x).Average());
    }

    private static double Score(double[,] cosines, int[] rows)
    {
        var kernel = new double[rows.Length * rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows.Length; j++)
            {
                kernel[(i * rows.Length) + j] = cosines[rows[i], rows[j]] / rows.Length;
            }
        }
        var values = new SymmetricEigen(kernel, rows.Length).Values;
        return VendiScore.OfEigenvalues(values, rows.Length, rows.Length).Order1;
    }

    private static double[,] ExactCosines(IReadOnlyList<TextRow> rows)
    {
        var proxy = ProxyModel.Embedded();
        var encoder = new RowEncoder(proxy.Tokenizer, new GradientOptions().MaxTokens);
        var weights = LinearLayer.Find(proxy.Decoder()).Select(l => l.Weight).ToList();
        using var session = WeightGradientSession.Compile(proxy.Source(), weights);
        var vectors = new List<float[]>();
        foreach (var row in rows)
        {
            var encoded = encoder.Encode(row);
            var targets = Enumerable
                .Range(encoded.FirstTarget, encoded.TargetCount)
                .Select(t => new LossTarget(0, t - 1, encoded.Ids[t], 1f / encoded.TargetCount))
                .ToArray();
            session.Run(new TokenBatch([encoded.Ids], targets, encoded.Ids.Length));
            float[] vector = [.. weights.SelectMany(w => session.Gradients[w])];
            Matrix.NormaliseRow(vector);
            vectors.Add(vector);
        }
        var cosines = new double[rows.Count, rows.Count];
        Parallel.For(
            0,
            rows.Count,
            i =>
            {
                for (var j = 0; j <= i; j++)
                {
                    cosines[i, j] = cosines[j, i] = TensorPrimitives.Dot(vectors[i], vectors[j]);
                }
            }
        );
        return cosines;
    }

    private static double[,] Cosines(Matrix rows)
    {
        var cosines = new double[rows.RowCount, rows.RowCount];
        for (var i = 0; i < rows.RowCount; i++)
        {
            for (var j = 0; j < rows.RowCount; j++)
            {
                cosines[i, j] = TensorPrimitives.Dot<float>(rows[i], rows[j]);
            }
        }
        return cosines;
    }

    private static double Rmse(double[,] a, double[,] b)
    {
        double sum = 0;
        var n = a.GetLength(0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                sum += (a[i, j] - b[i, j]) * (a[i, j] - b[i, j]);
            }
        }
        return Math.Sqrt(sum / (n * (n - 1) / 2.0));
    }
}

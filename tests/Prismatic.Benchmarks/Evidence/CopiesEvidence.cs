using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Gradients;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks.Evidence;

/// <summary>
/// Replaces growing shares of GSM8K rows by exact copies, or by near-copies with other numbers and names, of rows that
/// stay. Both views' scores should fall at every step; a network with untrained weights should not see near-copies.
/// </summary>
internal static class CopiesEvidence
{
    private const int Rows = 500;
    private const int Draws = 5;
    private static readonly double[] Shares = [0, 0.05, 0.2, 0.5, 0.75];

    public static void Run()
    {
        var all = RealRows.Load("math/gsm8k_train.jsonl").ToArray();
        using var trained = Views.Trained();
        using var untrained = Views.Untrained();
        Console.WriteLine($"GSM8K, {Rows} rows, Vendi score of order 1, {Draws} draws.");
        Console.WriteLine();
        Console.WriteLine(
            "| copies | view | draw | 0 % | 5 % | 20 % | 50 % | 75 % | falls at every step | 75 % : 0 % |"
        );
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |");
        foreach (var near in (bool[])[false, true])
        {
            for (var draw = 0; draw < Draws; draw++)
            {
                Draw(all, near, draw, trained, untrained);
            }
        }
    }

    private static void Draw(TextRow[] all, bool near, int draw, GradientExtractor trained, GradientExtractor untrained)
    {
        var random = new Pcg32(21, (ulong)draw);
        random.Shuffle<TextRow>(all);
        var rows = all[..Rows];
        // The last rows are replaced first, and each share keeps the copies of the smaller one; copies are made of the
        // quarter that always stays.
        var staying = (int)(Rows * (1 - Shares[^1]));
        var copies = Enumerable
            .Range(0, Rows)
            .Select(_ => random.Next(staying))
            .Select(source => near ? NearCopies.Of(rows[source], random) : rows[source])
            .ToArray();
        var originalTrained = Views.Gradients(trained, rows);
        var copiedTrained = Views.Gradients(trained, copies);
        var originalUntrained = Views.Gradients(untrained, rows);
        var copiedUntrained = Views.Gradients(untrained, copies);
        Print("gradients", s => Score(originalTrained, copiedTrained, s));
        Print("n-grams", s => Views.NGramScore([.. rows[..s], .. copies[s..]]));
        Print("gradients, untrained", s => Score(originalUntrained, copiedUntrained, s));

        void Print(string view, Func<int, double> score)
        {
            double[] scores = [.. Shares.Select(share => score((int)Math.Round(Rows * (1 - share))))];
            var falls = Enumerable.Range(1, scores.Length - 1).All(i => scores[i] < scores[i - 1]);
            Console.WriteLine(
                $"| {(near ? "near" : "exact")} | {view} | {draw + 1} | {string.Join(" | ", scores.Select(s => s.ToString("F1")))} | "
                    + $"{(falls ? "yes" : "no")} | {scores[^1] / scores[0]:F2} |"
            );
        }
    }

    private static double Score(Matrix original, Matrix copied, int kept)
    {
        var mixed = new Matrix(original.RowCount, original.ColumnCount);
        for (var i = 0; i < original.RowCount; i++)
        {
            (i < kept ? original : copied)[i].CopyTo(mixed[i]);
        }
        return VendiScore.Of(mixed).Order1;
    }
}

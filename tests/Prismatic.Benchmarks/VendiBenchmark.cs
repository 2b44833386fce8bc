using System.Text.Json;
using Prismatic.Diversity;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks;

/// <summary>The Vendi score of 20,000 × 1024 rows beside vendi_score (vertaix) in its dual form.</summary>
internal static class VendiBenchmark
{
    public static int Run(string[] arguments)
    {
        var runs = arguments.Length > 0 ? int.Parse(arguments[0]) : 7;
        var (n, d) = (20_000, 1024);
        var random = new Pcg32(9);
        var raw = new Matrix(n, d);
        foreach (ref var value in raw.Rows(0, n))
        {
            value = (float)random.NextGaussian();
        }
        var path = Path.Combine(Path.GetTempPath(), $"prismatic-vendi-{Environment.ProcessId}.npy");
        PeerDriver.WriteNpy(path, raw);
        try
        {
            var (whole, gram, eigen, theirs) = (
                new List<Seconds>(),
                new List<Seconds>(),
                new List<Seconds>(),
                new List<Seconds>()
            );
            var (own, other) = (0.0, double.NaN);
            for (var run = 0; run <= runs; run++)
            {
                // The peer normalises its rows too.
                var total = Seconds.Of(() => own = VendiScore.Of(Normalised(raw)).Order1);
                var unit = Normalised(raw);
                using var sums = new GramAccumulator(d);
                var first = Seconds.Of(() => sums.Add(new RowView(unit)));
                var second = Seconds.Of(() => VendiScore.Of(sums));
                if (run == 0)
                {
                    continue;
                }
                whole.Add(total);
                gram.Add(first);
                eigen.Add(second);
                if (Peer(path) is { } peer)
                {
                    other = peer.GetProperty("values").GetProperty("vendi_q1_dual").GetDouble();
                    var processor = peer.GetProperty("values").GetProperty("cpu_dual").GetDouble();
                    theirs.Add(new Seconds(peer.GetProperty("seconds").GetProperty("dual").GetDouble(), processor));
                }
            }
            Console.WriteLine($"\nn = {n}, d = {d}, medians of {runs} runs in turn\n");
            Console.WriteLine("| | wall s | CPU s |\n|---|--:|--:|");
            Console.WriteLine(Seconds.Median(whole).Row("prismatic: normalise, check, Gram matrix, eigenvalues"));
            Console.WriteLine(Seconds.Median(gram).Row("... of it the Gram matrix"));
            Console.WriteLine(Seconds.Median(eigen).Row("... of it the eigenvalues"));
            if (theirs.Count > 0)
            {
                var (mine, peer) = (Seconds.Median(whole), Seconds.Median(theirs));
                Console.WriteLine(peer.Row("vendi_score, dual (NumPy, SciPy)"));
                Console.WriteLine(
                    $"| vendi_score / prismatic | {peer.Wall / mine.Wall:F2} | {peer.Processor / mine.Processor:F2} |"
                );
                Console.WriteLine(
                    $"\nscores: {own:F6} and {other:F6} (float32 there), relative difference {Math.Abs(own / other - 1):E1}"
                );
            }
        }
        finally
        {
            File.Delete(path);
        }
        return 0;
    }

    private static Matrix Normalised(Matrix raw)
    {
        var unit = new Matrix(raw.RowCount, raw.ColumnCount, [.. raw.Values]);
        RowBlocks.Run(
            unit.RowCount,
            1024,
            0,
            (start, count) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    Matrix.NormaliseRow(unit[i]);
                }
            },
            CancellationToken.None
        );
        return unit;
    }

    private static JsonElement? Peer(string path)
    {
        if (PeerDriver.Folder() is not { } folder)
        {
            Console.WriteLine("no folder shared/peers: vendi_score is left out");
            return null;
        }
        return PeerDriver.Run(folder, "vendi.py", path, "--mode", "dual");
    }
}

using System.Text.Json;
using Prismatic.Clustering;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks;

/// <summary>One round of spherical k-means beside faiss and beside the machine's rate of plain products.</summary>
internal static class KMeansBenchmark
{
    private const int Rounds = 4;

    public static int Run(string[] arguments)
    {
        var runs = arguments.Length > 0 ? int.Parse(arguments[0]) : 5;
        var (n, d, k) = (50_000, 1024, 500);
        var points = Points(n, d, k);
        var first = points.Gather([.. Enumerable.Range(0, k)]);
        var options = new KMeansOptions { InitialCentroids = first, Iterations = Rounds };
        var path = Path.Combine(Path.GetTempPath(), $"prismatic-kmeans-{Environment.ProcessId}.npy");
        PeerDriver.WriteNpy(path, points);
        try
        {
            var (ours, theirs, seeding, products) = (
                new List<Seconds>(),
                new List<Seconds>(),
                new List<Seconds>(),
                new List<Seconds>()
            );
            var agreement = 1.0;
            using var product = new MatMulRate();
            product.Run();
            _ = KMeans.Fit(points.Gather([.. Enumerable.Range(0, 5000)]), options);
            for (var run = 0; run < runs; run++)
            {
                products.AddRange(Enumerable.Range(0, 5).Select(_ => product.Run()));
                KMeansResult? result = null;
                ours.Add(Seconds.Of(() => result = KMeans.Fit(points, options)) / (Rounds + 1));
                if (result!.Iterations != Rounds)
                {
                    Console.WriteLine("our rounds ended early: the times below are not comparable");
                }
                products.AddRange(Enumerable.Range(0, 5).Select(_ => product.Run()));
                if (Faiss(path, k) is { } peer)
                {
                    theirs.Add(Times(peer) / (Rounds + 1));
                    agreement = Math.Min(agreement, Agreement(result.Labels, peer));
                }
                seeding.Add(
                    Seconds.Of(() => KMeans.Fit(points, new KMeansOptions { ClusterCount = k, Iterations = 0 }))
                );
            }
            Print(n, d, k, ours, theirs, seeding, products, agreement);
        }
        finally
        {
            File.Delete(path);
        }
        return 0;
    }

    private static void Print(
        int n,
        int d,
        int k,
        List<Seconds> ours,
        List<Seconds> theirs,
        List<Seconds> seeding,
        List<Seconds> products,
        double agreement
    )
    {
        var operations = 2.0 * n * k * d;
        var (own, rate) = (Seconds.Median(ours), Seconds.Median(products));
        Console.WriteLine(
            $"\nn = {n}, d = {d}, k = {k}; medians of {ours.Count} runs, {operations / 1e9:F1} GFLOP a round\n"
        );
        Console.WriteLine(
            "| one round (assign and move; a run is 4 rounds and a last assignment, divided by 5) | wall s | CPU s |"
        );
        Console.WriteLine("|---|--:|--:|");
        Console.WriteLine(own.Row("prismatic"));
        if (theirs.Count > 0)
        {
            var other = Seconds.Median(theirs);
            Console.WriteLine(other.Row("faiss 1.7.3"));
            Console.WriteLine(
                $"| faiss / prismatic | {other.Wall / own.Wall:F2} | {other.Processor / own.Processor:F2} |"
            );
            Console.WriteLine($"\nequal labels: {agreement:P3}");
        }
        Console.WriteLine((Seconds.Median(seeding) / 1).Row("seeding by k-means++ and one assignment"));
        var (wall, processor) = (operations / own.Wall / 1e9, operations / own.Processor / 1e9);
        var (wallRate, processorRate) = (
            MatMulRate.Operations / rate.Wall / 1e9,
            MatMulRate.Operations / rate.Processor / 1e9
        );
        Console.WriteLine($"GFLOP/s, wall: {wall:F0} of MatMul 2048^3 {wallRate:F0} = {wall / wallRate:P0}");
        Console.WriteLine($"GFLOP a CPU second: {processor:F0} of {processorRate:F0} = {processor / processorRate:P0}");
    }

    private static JsonElement? Faiss(string path, int k)
    {
        if (PeerDriver.Folder() is not { } folder)
        {
            Console.WriteLine("no folder shared/peers: faiss is left out");
            return null;
        }
        string[] arguments = [path, $"{k}", "--iters", $"{Rounds}", "--spherical", "--normalize", "--full"];
        return PeerDriver.Run(folder, "kmeans_faiss.py", arguments);
    }

    private static Seconds Times(JsonElement peer)
    {
        var values = peer.GetProperty("values");
        return new Seconds(
            peer.GetProperty("seconds_total").GetDouble(),
            values.GetProperty("cpu_train").GetDouble() + values.GetProperty("cpu_assign").GetDouble()
        );
    }

    private static double Agreement(int[] labels, JsonElement peer)
    {
        var others = peer.GetProperty("values")
            .GetProperty("labels")
            .EnumerateArray()
            .Select(label => label.GetInt32());
        return labels.Zip(others).Count(pair => pair.First == pair.Second) / (double)labels.Length;
    }

    /// <summary>k centres and noise of three times their spread: with less, clusters fall empty, which faiss mends in another way.</summary>
    private static Matrix Points(int n, int d, int k)
    {
        var random = new Pcg32(7);
        var centres = new Matrix(k, d);
        foreach (ref var value in centres.Rows(0, k))
        {
            value = (float)random.NextGaussian();
        }
        var points = new Matrix(n, d);
        for (var i = 0; i < n; i++)
        {
            var row = points[i];
            var centre = centres[random.Next(k)];
            for (var j = 0; j < d; j++)
            {
                row[j] = centre[j] + (3f * (float)random.NextGaussian());
            }
            Matrix.NormaliseRow(row);
        }
        return points;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;

namespace Prismatic.Benchmarks;

/// <summary>How long the gradient graph takes to load without a cache of graphs, into an empty one, and from it.</summary>
/// <remarks>Every start is a process of its own; the kinds of start take turns.</remarks>
internal static class LoadBenchmark
{
    private static readonly string[] _kinds = ["no cache", "empty cache", "from the cache"];

    public static int Run(string[] args)
    {
        if (args is ["start", var path, var folder])
        {
            return Start(path, folder);
        }
        var rounds = args.Length > 0 ? int.Parse(args[0]) : 5;
        using var large = new ModelFolder("Llama-shaped, 135M", ProxyShape.Llama135M);
        Console.WriteLine($"Load average before: {File.ReadAllText("/proc/loadavg").Trim()}\n");
        Console.WriteLine(
            "| model | start | read and hash s | graph s | of it CPU s | MB after load | first batch s | MB after it | file MB |"
        );
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (
            var (name, model) in (ReadOnlySpan<(string, string)>)
                [("embedded proxy", "embedded"), (large.Name, large.Folder)]
        )
        {
            Measure(name, model, rounds);
        }
        Console.WriteLine($"\nLoad average after: {File.ReadAllText("/proc/loadavg").Trim()}");
        return 0;
    }

    private static void Measure(string name, string model, int rounds)
    {
        var cache = Directory.CreateTempSubdirectory("prismatic-load-").FullName;
        var graphs = new GraphCache(cache);
        var seen = _kinds.ToDictionary(kind => kind, _ => new List<Dictionary<string, double>>());
        for (var round = 0; round < rounds; round++)
        {
            graphs.Prune(0);
            seen[_kinds[0]].Add(Child(model, ""));
            seen[_kinds[1]].Add(Child(model, cache));
            seen[_kinds[2]].Add(Child(model, cache));
        }
        foreach (var kind in _kinds)
        {
            var r = seen[kind][0].Keys.ToDictionary(key => key, key => Middle(seen[kind].Select(run => run[key])));
            var file = kind == _kinds[0] ? "" : $"{graphs.List()[0].Bytes / 1048576.0:F1}";
            Console.WriteLine(
                $"| {name} | {kind} | {r["read"]:F2} | {r["graph"]:F3} | {r["graph cpu"]:F3} | {r["loaded MB"]:F0} | {r["run"]:F2} | "
                    + $"{r["run MB"]:F0} | {file} |"
            );
        }
        if (seen.Values.SelectMany(runs => runs).Select(run => run["sum"]).Distinct().Count() != 1)
        {
            throw new InvalidOperationException("the starts do not compute the same bits");
        }
        Directory.Delete(cache, recursive: true);
    }

    private static Dictionary<string, double> Child(string model, string cache) =>
        OwnProcess.Run<Dictionary<string, double>>("load", "start", model, cache);

    private static int Start(string path, string folder)
    {
        var cache = folder.Length == 0 ? null : new GraphCache(folder);
        ProxyModel? model = null;
        GradientSession? session = null;
        var read = Seconds.Of(() => model = path == "embedded" ? ProxyModel.Embedded() : ProxyModel.Load(path));
        var graph = Seconds.Of(() =>
            session = model!.Gradients(new RandomProjection(), new SessionSettings(), cache).Load()
        );
        var loaded = Peak();
        var batch = Batch(4, 128);
        var blocks = new float[4 * session!.BlockLength];
        var run = Seconds.Of(() => session.Run(batch, blocks, new float[batch.Targets.Count]));
        var numbers = new Dictionary<string, double>
        {
            ["read"] = read.Wall,
            ["graph"] = graph.Wall,
            ["graph cpu"] = graph.Processor,
            ["loaded MB"] = loaded,
            ["run"] = run.Wall,
            ["run MB"] = Peak(),
            ["sum"] = Digest(blocks),
        };
        Console.WriteLine(JsonSerializer.Serialize(numbers));
        session.Dispose();
        return 0;
    }

    // Exact in a double: the first 48 bits of the hash of all bits.
    private static double Digest(float[] values)
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values);
        return BitConverter.ToUInt64(System.Security.Cryptography.SHA256.HashData(bytes)) >> 16;
    }

    private static TokenBatch Batch(int rows, int time)
    {
        var random = new Pcg32(7);
        int[][] ids =
        [
            .. Enumerable
                .Range(0, rows)
                .Select(_ => Enumerable.Range(0, time).Select(_ => random.Next(6000)).ToArray()),
        ];
        var targets = new List<LossTarget>();
        for (var row = 0; row < rows; row++)
        {
            for (var t = 0; t + 1 < time; t++)
            {
                targets.Add(new LossTarget(row, t, ids[row][t + 1], 1f / (time - 1)));
            }
        }
        return new TokenBatch(ids, targets, time);
    }

    // The high-water mark of resident memory, as Linux keeps it.
    private static double Peak() =>
        double.Parse(
            File.ReadLines("/proc/self/status")
                .First(l => l.StartsWith("VmHWM", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        ) / 1024;

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

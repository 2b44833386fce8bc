using System.Runtime.InteropServices;
using System.Text.Json;
using Prismatic.Benchmarks.Evidence;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Trainer.Model;

namespace Prismatic.Benchmarks;

/// <summary>
/// Rows a second beside PyTorch: the same model, weights, rows and projection, each side in a process of its own, turn by
/// turn; then TRAK's projector on the CPU. As Markdown.
/// </summary>
internal static class TorchBenchmark
{
    private const string Python = "/usr/bin/python3";
    private static readonly string[] Fast = ["openblas", "mkl", "blis"];

    public static int Run(string[] args)
    {
        if (args is ["side", .. var side])
        {
            return TorchSide.Run(side);
        }
        Console.WriteLine($"Load average before: {File.ReadAllText("/proc/loadavg").Trim()}\n");
        var rounds = args.LastOrDefault(a => int.TryParse(a, out _)) is { } given ? int.Parse(given) : 3;
        double[] ours = [Compare("embedded shape, 3.8M", ProxyShape.Embedded, 8, rounds)];
        if (!args.Contains("small"))
        {
            ours = [.. ours, Compare("Llama-shaped, 135M", ProxyShape.Llama135M, 4, rounds)];
        }
        if (!ours.Any(double.IsNaN))
        {
            TrakProjection.Print([("3.8M", ProxyShape.Embedded, ours[0]), .. Large(ours)]);
        }
        Console.WriteLine($"\nLoad average after: {File.ReadAllText("/proc/loadavg").Trim()}");
        return 0;
    }

    private static IEnumerable<(string Name, DecoderShape Shape, double Seconds)> Large(double[] ours) =>
        ours.Skip(1).Select(seconds => ("135M", ProxyShape.Llama135M, seconds));

    /// <summary>Prints the table of one model.</summary>
    /// <returns>Our wall seconds a row; not a number where PyTorch cannot run.</returns>
    private static double Compare(string name, DecoderShape shape, int count, int rounds)
    {
        using var model = new ModelFolder(name, shape);
        var options = new GradientOptions();
        var (data, encoded) = Choose(model, options, count);
        var spec = TorchSpec.Write(model, encoded, options);
        var script = Path.Combine(AppContext.BaseDirectory, "Peers", "torch_rows.py");
        if (!File.Exists(Python))
        {
            Console.WriteLine($"skipped: there is no {Python}");
            return double.NaN;
        }
        using var torch = new Conversation(Python, script, spec);
        JsonElement build;
        try
        {
            build = torch.Answer();
        }
        catch (InvalidOperationException fault)
        {
            Console.WriteLine($"skipped: PyTorch does not start ({fault.Message}); Debian has it as python3-torch");
            return double.NaN;
        }
        if (!build.GetProperty("blas").EnumerateArray().Any(name => Fast.Any(name.GetString()!.Contains)))
        {
            Console.WriteLine(
                "skipped: PyTorch multiplies with the reference BLAS, on one core; Debian has a fast one as libopenblas0-pthread"
            );
            return double.NaN;
        }
        using var own = new Conversation(Environment.ProcessPath!, "pytorch", "side", model.Folder, data);
        own.Answer();
        Console.WriteLine($"### {name}\n");
        Console.WriteLine(
            $"PyTorch {build.GetProperty("torch")}, {string.Join(", ", build.GetProperty("blas").EnumerateArray())} "
                + $"({build.GetProperty("kernels")} kernels, {build.GetProperty("gflops").GetDouble():F0} GFLOP/s at 1024 x 1024)."
        );
        Check(model, torch, own, encoded);
        Turns(torch, own, encoded, rounds, out var seconds);
        return seconds;
    }

    // Neighbours in length in the middle of the first chunk: what a batch of a long run looks like.
    private static (string Data, List<EncodedRow> Rows) Choose(ModelFolder model, GradientOptions options, int count)
    {
        var encoder = new RowEncoder(ProxyModel.Load(model.Folder), options);
        var lines = File.ReadLines(Path.Combine(RealRows.Folder, "math", "gsm8k_train.jsonl"))
            .Take(options.ChunkRows)
            .ToList();
        var all = Path.Combine(model.Folder, "chunk.jsonl");
        File.WriteAllLines(all, lines);
        var rows = RealRows.Load(all).ConvertAll(encoder.Encode);
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderByDescending(i => rows[i].Ids.Length)];
        int[] chosen = [.. order.Skip((order.Length - count) / 2).Take(count)];
        var data = Path.Combine(model.Folder, "rows.jsonl");
        File.WriteAllLines(data, chosen.Select(i => lines[i]));
        return (data, [.. chosen.Select(i => rows[i])]);
    }

    private static void Check(ModelFolder model, Conversation torch, Conversation own, List<EncodedRow> rows)
    {
        var (theirFile, ourFile) = (Path.Combine(model.Folder, "theirs.f32"), Path.Combine(model.Folder, "ours.f32"));
        var theirs = torch.Ask($"check {theirFile}");
        var ours = own.Ask($"check {ourFile}");
        var losses = theirs.GetProperty("losses").EnumerateArray().Zip(ours.GetProperty("losses").EnumerateArray());
        var loss = losses.Max(pair => Math.Abs((pair.First.GetDouble() / pair.Second.GetDouble()) - 1));
        var a = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(theirFile)).ToArray();
        var b = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(ourFile)).ToArray();
        var d = a.Length / rows.Count;
        var apart = Enumerable
            .Range(0, rows.Count)
            .Max(row =>
                System.Numerics.Tensors.TensorPrimitives.Distance<float>(a.AsSpan(row * d, d), b.AsSpan(row * d, d))
            );
        Console.WriteLine(
            $"Largest relative difference of a row's loss: {loss:E1}; largest distance of a row's unit vectors: {apart:E1} "
                + $"(PyTorch's two ways from each other: {theirs.GetProperty("hooksApart").GetDouble():E1}).\n"
        );
        if (!(loss < 1e-3 && apart < 1e-3))
        {
            throw new InvalidOperationException("the two sides do not compute the same; no time is worth comparing");
        }
    }

    private static void Turns(
        Conversation torch,
        Conversation own,
        List<EncodedRow> rows,
        int rounds,
        out double seconds
    )
    {
        (string Name, Conversation Side, string Command, string Forward)[] ways =
        [
            ("prismatic", own, "gradient", "forward"),
            ("PyTorch: weight gradients, then projected", torch, "gradient", "forward"),
            ("PyTorch: hooks, no weight gradients", torch, "hooks", "forward"),
        ];
        var forward = ways.Select(_ => new List<Seconds>()).ToArray();
        var gradient = ways.Select(_ => new List<Seconds>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var way = 0; way < ways.Length; way++)
            {
                if (way < 2)
                {
                    forward[way].Add(ways[way].Side.Time(ways[way].Forward) / rows.Count);
                }
                gradient[way].Add(ways[way].Side.Time(ways[way].Command) / rows.Count);
            }
        }
        forward[2] = forward[1];
        Console.WriteLine(
            $"""
            {rows.Count} rows, {rows.Sum(r => r.Ids.Length)} tokens, {rows.Sum(r =>
                r.TargetCount
            )} of them with a loss; medians of {rounds} rounds, seconds a row.

            | | forward wall s | gradient wall s | gradient CPU s | rows/s | gradient / own forward, wall | by CPU | prismatic's rows/s over this, wall | by CPU |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """
        );
        // The first round warms up.
        var first = Seconds.Median(gradient[0].Skip(1));
        for (var way = 0; way < ways.Length; way++)
        {
            var (f, g) = (Seconds.Median(forward[way].Skip(1)), Seconds.Median(gradient[way].Skip(1)));
            Console.WriteLine(
                $"| {ways[way].Name} | {f.Wall:F3} | {g.Wall:F3} | {g.Processor:F3} | {1 / g.Wall:F2} | {g.Wall / f.Wall:F2} | "
                    + $"{g.Processor / f.Processor:F2} | {g.Wall / first.Wall:F2} | {g.Processor / first.Processor:F2} |"
            );
        }
        Console.WriteLine();
        seconds = first.Wall;
    }
}

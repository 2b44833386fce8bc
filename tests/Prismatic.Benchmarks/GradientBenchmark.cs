using System.Diagnostics;
using System.Globalization;
using Prismatic.Benchmarks.Evidence;
using Prismatic.Gradients;
using Prismatic.Trainer.Model;

namespace Prismatic.Benchmarks;

/// <summary>The gradient pass beside the forward pass: start, memory, speed, padding and a profile, as Markdown.</summary>
/// <remarks>Every row of a table is measured in a process of its own, so that no row inherits another's memory.</remarks>
internal static class GradientBenchmark
{
    private const int CommandRows = 32;

    public static int Run(string[] args)
    {
        if (args is ["row", .. var row])
        {
            return GradientRow.Run(row);
        }
        using var small = new ModelFolder("embedded shape, 3.8M", ProxyShape.Embedded);
        using var large = args.Contains("small") ? null : new ModelFolder("Llama-shaped, 135M", ProxyShape.Llama135M);
        ModelFolder[] models = large is null ? [small] : [small, large];
        Console.WriteLine($"Load average before: {File.ReadAllText("/proc/loadavg").Trim()}\n");
        StartAndMemory(models);
        Passes(small, ["8x256", "8x128", "32x64"], 15, "packed");
        if (large is not null)
        {
            Passes(large, ["4x128", "1x256"], 4, "unpacked");
            Passes(large, ["4x128", "1x256"], 4, "packed");
            OperatorProfile.Print(large, "4x128");
            Vocabularies();
        }
        var lengths = PaddingWaste.Print();
        if (large is not null)
        {
            Command(large, lengths);
        }
        Console.WriteLine($"\nLoad average after: {File.ReadAllText("/proc/loadavg").Trim()}");
        return 0;
    }

    private static void StartAndMemory(ModelFolder[] models)
    {
        Console.WriteLine(
            """
            Start (wall seconds, CPU seconds in brackets) and memory (high-water mark of the process, MB). The first run is 4 x 128 tokens, the second 1 x 256.

            | model | session | probe s | load s | second load s | MB after load | MB after 4 x 128 | MB after 1 x 256 |
            | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            """
        );
        foreach (var model in models)
        {
            foreach (var what in (string[])["forward", "unpacked", "packed"])
            {
                var r = model.Measure("start", what, "4x128", "1x256");
                Console.WriteLine(
                    $"| {model.Name} | {(what == "forward" ? what : "gradient, " + what)} | {r["probe"]:F2} ({r["probe cpu"]:F2}) | "
                        + $"{r["load"]:F2} ({r["load cpu"]:F2}) | {r["again"]:F2} ({r["again cpu"]:F2}) | "
                        + $"{r["loaded MB"]:F0} | {r["first MB"]:F0} | {r["second MB"]:F0} |"
                );
            }
        }
        Console.WriteLine(
            """

            Passes, turn by turn in one process; medians. The share is 4 p FLOPs a token over the rate of a 2048 x 2048 product measured between the passes.

            | model | weights | batch | forward wall s | gradient wall s | wall ratio | forward CPU s | gradient CPU s | CPU ratio | tokens/s | share of MatMul rate, wall | by CPU |
            | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """
        );
    }

    private static void Vocabularies()
    {
        Console.WriteLine(
            """

            Memory by vocabulary, the Llama-shaped model, gradient session unpacked, after 4 x 128 and 1 x 256 tokens: high-water mark, and the part of it that no file backs. Weights of a file that are read under two names count twice in the first.

            | vocabulary | output head | MB | own MB |
            | ---: | --- | ---: | ---: |
            """
        );
        foreach (var vocabulary in (int[])[49_152, 151_936])
        {
            var shape = ProxyShape.Llama135M with { VocabularySize = vocabulary };
            using var model = new ModelFolder($"{vocabulary}", shape);
            foreach (var what in (string[])[GradientRow.WholeHead, "unpacked"])
            {
                var r = model.Measure("start", what, "4x128", "1x256");
                var head = what == "unpacked" ? "in blocks" : "whole";
                Console.WriteLine($"| {vocabulary:N0} | {head} | {r["second MB"]:F0} | {r["own MB"]:F0} |");
            }
        }
    }

    private static void Passes(ModelFolder model, string[] shapes, int rounds, string packing)
    {
        foreach (var shape in shapes)
        {
            var r = model.Measure("passes", packing, shape, $"{rounds}");
            Console.WriteLine(
                $"| {model.Name} | {packing} | {shape.Replace("x", " x ", StringComparison.Ordinal)} | {r["forward"]:F3} | "
                    + $"{r["gradient"]:F3} | {r["wall ratio"]:F2} | {r["forward cpu"]:F3} | {r["gradient cpu"]:F3} | "
                    + $"{r["cpu ratio"]:F2} | {r["tokens"] / r["gradient"]:F0} | {r["share"]:P0} | {r["share cpu"]:P0} |"
            );
        }
    }

    private static void Command(ModelFolder model, IReadOnlyList<int> lengths)
    {
        var data = Path.Combine(model.Folder, "rows.jsonl");
        File.WriteAllLines(
            data,
            File.ReadLines(Path.Combine(RealRows.Folder, "math", "gsm8k_train.jsonl")).Take(CommandRows)
        );
        var before = Rate();
        var children = ChildSeconds();
        var clock = Stopwatch.StartNew();
        string[] arguments =
        [
            "gradients",
            data,
            "--model",
            model.Folder,
            "-o",
            data + ".parquet",
            "--quiet",
            "--no-cache",
        ];
        var start = new ProcessStartInfo(ToolBenchmark.Tool, arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"gradients ended with {process.ExitCode}");
        }
        var cpu = ChildSeconds() - children;
        var after = Rate();
        var tokens = lengths.Take(CommandRows).Sum();
        var work = 4.0 * model.Shape.WeightCount * tokens / MatMulRate.Operations;
        Console.WriteLine(
            $"""

            The `gradients` command on {model.Name}, {CommandRows} rows of GSM8K ({tokens} tokens, start and output included):
            {seconds:F1} s wall, {cpu:F1} s CPU, {tokens / seconds:F0} tokens/s; 4 p FLOPs a token are {work
                * (before.Wall + after.Wall)
                / 2
                / seconds:P0} of the MatMul rate by wall, {work * (before.Processor + after.Processor) / 2 / cpu:P0} by CPU.
            """
        );
    }

    // Processor time of all children that have ended: fields 16 and 17 behind the name, in hundredths of a second.
    private static double ChildSeconds()
    {
        var fields = File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ');
        return (
                double.Parse(fields[13], CultureInfo.InvariantCulture)
                + double.Parse(fields[14], CultureInfo.InvariantCulture)
            ) / 100;
    }

    private static Seconds Rate()
    {
        using var rate = new MatMulRate();
        rate.Run();
        return Seconds.Median(Enumerable.Range(0, 3).Select(_ => rate.Run()));
    }
}

using System.Diagnostics;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;

namespace Prismatic.Benchmarks;

/// <summary>The compiled gradient graph against the plain forward pass of the same model, turn by turn in one run.</summary>
internal static class GradientBenchmark
{
    public static int Run(string[] args)
    {
        var threads = args.Length > 0 ? int.Parse(args[0]) : 0;
        Console.WriteLine(
            "| model | batch | forward wall s | gradient wall s | wall ratio | forward CPU s | gradient CPU s | CPU ratio | tokens/s | forward load s | loss and probe s | backward and load s | peak MB |"
        );
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        Measure("embedded shape, 3.8M", ProxyShape.Embedded, 8, 256, 15, threads);
        Measure("embedded shape, 3.8M", ProxyShape.Embedded, 8, 128, 15, threads);
        Measure("embedded shape, 3.8M", ProxyShape.Embedded, 4, 128, 15, threads);
        Measure("embedded shape, 3.8M", ProxyShape.Embedded, 32, 64, 15, threads);
        if (!args.Contains("small"))
        {
            Measure("Llama-shaped, 135M", ProxyShape.Llama135M, 4, 128, 5, threads);
            Measure("Llama-shaped, 135M", ProxyShape.Llama135M, 1, 256, 5, threads);
        }
        return 0;
    }

    private static void Measure(string name, DecoderShape shape, int rows, int time, int rounds, int threads)
    {
        var settings = new SessionSettings { Threads = threads };
        var model = DecoderGraph.Build(shape, DecoderWeights.Random(shape, 1));
        var clock = Stopwatch.StartNew();
        using var forward = OnnxSession.Load(model, settings);
        var forwardLoad = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var causal = CausalModel.Create(model);
        var create = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var profile = Environment.GetEnvironmentVariable("PRISMATIC_PROFILE");
        var profiled = settings with { ProfilePrefix = profile };
        using var gradient = GradientSession.Compile(causal, new RandomProjection(), profiled);
        var compile = clock.Elapsed.TotalSeconds;
        var batch = Batch(shape, rows, time);
        var blocks = new float[rows * gradient.BlockLength];
        var losses = new float[batch.Targets.Count];
        using var inputs = batch.Inputs(["input_ids", "attention_mask"], _ => TensorType.Int64);
        var plain = inputs.Values.Where(i => i.Key is "input_ids" or "attention_mask").ToDictionary();
        var forwardTimes = new List<(double Wall, double Cpu)>();
        var gradientTimes = new List<(double Wall, double Cpu)>();
        for (var round = 0; round <= rounds; round++)
        {
            forwardTimes.Add(Time(() => forward.Run(plain, ["logits"]).Dispose()));
            gradientTimes.Add(Time(() => gradient.Run(batch, blocks, losses)));
        }
        // The first round warms up.
        forwardTimes.RemoveAt(0);
        gradientTimes.RemoveAt(0);
        var f = (Wall: Median(forwardTimes.Select(t => t.Wall)), Cpu: Median(forwardTimes.Select(t => t.Cpu)));
        var g = (Wall: Median(gradientTimes.Select(t => t.Wall)), Cpu: Median(gradientTimes.Select(t => t.Cpu)));
        var wall = Median(gradientTimes.Zip(forwardTimes, (a, b) => a.Wall / b.Wall));
        var cpu = Median(gradientTimes.Zip(forwardTimes, (a, b) => a.Cpu / b.Cpu));
        var peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576;
        Console.WriteLine(
            $"| {name} | {rows} x {time} | {f.Wall:F3} | {g.Wall:F3} | {wall:F2} | {f.Cpu:F3} | {g.Cpu:F3} | {cpu:F2} | "
                + $"{rows * time / g.Wall:F0} | {forwardLoad:F2} | {create:F2} | {compile:F2} | {peak} |"
        );
    }

    private static TokenBatch Batch(DecoderShape shape, int rows, int time)
    {
        var random = new Pcg32(7);
        var ids = new int[rows][];
        var targets = new List<LossTarget>();
        for (var row = 0; row < rows; row++)
        {
            ids[row] = [.. Enumerable.Range(0, time).Select(_ => random.Next(shape.VocabularySize))];
            for (var t = 0; t + 1 < time; t++)
            {
                targets.Add(new LossTarget(row, t, ids[row][t + 1], 1f / (time - 1)));
            }
        }
        return new TokenBatch(ids, targets, time);
    }

    private static (double Wall, double Cpu) Time(Action action)
    {
        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        action();
        var wall = clock.Elapsed.TotalSeconds;
        process.Refresh();
        return (wall, (process.TotalProcessorTime - before).TotalSeconds);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

using System.Globalization;
using System.Text.Json;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Benchmarks;

/// <summary>One row of the gradient benchmark, in a process of its own; prints its numbers as JSON.</summary>
internal sealed class GradientRow
{
    /// <summary>The gradient session, unpacked, with the output head in one piece.</summary>
    public const string WholeHead = "whole head";

    private readonly Dictionary<string, double> _numbers = [];
    private readonly string _model;
    private readonly int _vocabulary;
    private readonly double _weights;

    private GradientRow(string model, int vocabulary, double weights) =>
        (_model, _vocabulary, _weights) = (model, vocabulary, weights);

    public static int Run(string[] args)
    {
        var row = new GradientRow(args[0], int.Parse(args[1]), double.Parse(args[2]));
        switch (args[3])
        {
            case "start":
                row.Start(args[4], args[5], args[6]);
                break;
            case "passes":
                row.Passes(args[4] == "packed", args[5], int.Parse(args[6]));
                break;
            default:
                row.Profile(args[4], args[5]);
                break;
        }
        Console.WriteLine(JsonSerializer.Serialize(row._numbers));
        return 0;
    }

    private void Start(string session, string first, string second)
    {
        using (var loaded = Load(session, "load"))
        {
            _numbers["loaded MB"] = Peak();
            loaded.Run(first);
            loaded.Run(first);
            _numbers["first MB"] = Peak();
            loaded.Run(second);
            loaded.Run(second);
            _numbers["second MB"] = Peak();
            _numbers["own MB"] = Memory("RssAnon");
        }
        var (wall, cpu) = (_numbers["probe"], _numbers["probe cpu"]);
        Load(session, "again").Dispose();
        (_numbers["probe"], _numbers["probe cpu"]) = (wall, cpu);
    }

    private void Passes(bool packed, string shape, int rounds)
    {
        using var rate = new MatMulRate();
        using var forward = Load("forward", "load");
        using var gradient = Load(packed ? "packed" : "unpacked", "load");
        var times = new List<(Seconds Forward, Seconds Gradient, Seconds Rate)>();
        for (var round = 0; round <= rounds; round++)
        {
            times.Add((forward.Run(shape), gradient.Run(shape), rate.Run()));
        }
        // The first round warms up.
        times.RemoveAt(0);
        var f = Seconds.Median(times.Select(t => t.Forward));
        var g = Seconds.Median(times.Select(t => t.Gradient));
        var r = Seconds.Median(times.Select(t => t.Rate));
        var ratios = Seconds.Median(
            times.Select(t => new Seconds(t.Gradient.Wall / t.Forward.Wall, t.Gradient.Processor / t.Forward.Processor))
        );
        var (rows, time) = Shape(shape);
        var work = 4 * _weights * rows * time / MatMulRate.Operations;
        Note("forward", f);
        Note("gradient", g);
        (_numbers["wall ratio"], _numbers["cpu ratio"]) = (ratios.Wall, ratios.Processor);
        _numbers["tokens"] = rows * time;
        (_numbers["share"], _numbers["share cpu"]) = (work * r.Wall / g.Wall, work * r.Processor / g.Processor);
    }

    private void Profile(string prefix, string shape)
    {
        using var session = Load("default", "load", prefix);
        for (var round = 0; round < 4; round++)
        {
            session.Run(shape);
        }
    }

    private Loaded Load(string session, string name, string? profile = null)
    {
        var settings = new SessionSettings
        {
            ProfilePrefix = profile,
            Prepack = session switch
            {
                "packed" => true,
                "unpacked" or WholeHead => false,
                _ => null,
            },
        };
        if (session == "forward")
        {
            OnnxSession? forward = null;
            Note("probe", default);
            Note(name, Seconds.Of(() => forward = OnnxSession.Load(OnnxModel.Load(_model), settings)));
            return new Loaded(this, forward, null);
        }
        CausalModel? causal = null;
        GradientSession? gradient = null;
        Note("probe", Seconds.Of(() => causal = CausalModel.Create(OnnxModel.Load(_model))));
        var columns = session == WholeHead ? int.MaxValue : VocabularyBlocks.Columns;
        Note(
            name,
            Seconds.Of(() => gradient = GradientSession.Compile(causal!, new RandomProjection(), settings, columns))
        );
        return new Loaded(this, null, gradient);
    }

    private void Note(string name, Seconds seconds) =>
        (_numbers[name], _numbers[name + " cpu"]) = (seconds.Wall, seconds.Processor);

    private TokenBatch Batch(int rows, int time)
    {
        var random = new Pcg32(7);
        var ids = new int[rows][];
        var targets = new List<LossTarget>();
        for (var row = 0; row < rows; row++)
        {
            ids[row] = [.. Enumerable.Range(0, time).Select(_ => random.Next(_vocabulary))];
            for (var t = 0; t + 1 < time; t++)
            {
                targets.Add(new LossTarget(row, t, ids[row][t + 1], 1f / (time - 1)));
            }
        }
        return new TokenBatch(ids, targets, time);
    }

    private static (int Rows, int Time) Shape(string text) =>
        text.Split('x') is [var rows, var time] ? (int.Parse(rows), int.Parse(time)) : throw new FormatException(text);

    // The high-water mark of resident memory, as Linux keeps it.
    private static double Peak() => Memory("VmHWM");

    private static double Memory(string field) =>
        double.Parse(
            File.ReadLines("/proc/self/status")
                .First(l => l.StartsWith(field, StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        ) / 1024;

    private sealed class Loaded(GradientRow row, OnnxSession? forward, GradientSession? gradient) : IDisposable
    {
        public Seconds Run(string shape)
        {
            var (rows, time) = Shape(shape);
            var batch = row.Batch(rows, time);
            if (gradient is not null)
            {
                var blocks = new float[rows * gradient.BlockLength];
                var losses = new float[batch.Targets.Count];
                return Seconds.Of(() => gradient.Run(batch, blocks, losses));
            }
            using var inputs = batch.TokenInputs(["input_ids", "attention_mask"], _ => TensorType.Int64);
            return Seconds.Of(() => forward!.Run(inputs.Values, ["logits"]).Dispose());
        }

        public void Dispose()
        {
            forward?.Dispose();
            gradient?.Dispose();
        }
    }
}

using System.Runtime.InteropServices;
using System.Text.Json;
using Prismatic.Benchmarks.Evidence;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Benchmarks;

/// <summary>Our side of the comparison with PyTorch, in a process of its own; speaks as <c>torch_rows.py</c> does.</summary>
internal sealed class TorchSide : IDisposable
{
    private readonly GradientExtractor _extractor;
    private readonly OnnxSession _forward;
    private readonly List<TextRow> _rows;
    private readonly List<TokenBatch> _batches = [];

    private TorchSide(string folder, string data)
    {
        var options = new GradientOptions();
        var model = ProxyModel.Load(folder);
        var settings = new SessionSettings();
        _rows = RealRows.Load(data);
        _extractor = new GradientExtractor(model, options, settings);
        _forward = OnnxSession.Load(OnnxModel.Load(model.File!), settings);
        var encoder = new RowEncoder(model, options);
        // The batches that the extractor makes.
        int[][] ids = [.. _rows.Select(row => encoder.Encode(row).Ids).OrderByDescending(i => i.Length)];
        for (var next = 0; next < ids.Length; )
        {
            var length = (ids[next].Length + options.PadTo - 1) / options.PadTo * options.PadTo;
            var count = Math.Clamp(options.BatchTokens / length, 1, ids.Length - next);
            _batches.Add(new TokenBatch(ids[next..(next + count)], [], length));
            next += count;
        }
    }

    public static int Run(string[] args)
    {
        using var side = new TorchSide(args[0], args[1]);
        Console.WriteLine("{}");
        while (Console.ReadLine() is { } line)
        {
            GradientFeatures? features = null;
            var seconds = Seconds.Of(() => features = line == "forward" ? side.Forward() : side.Gradient());
            if (line.Split(' ', 2) is ["check", var file])
            {
                File.WriteAllBytes(file, MemoryMarshal.AsBytes(Values(features!.Space.Rows)).ToArray());
            }
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        wall = seconds.Wall,
                        cpu = seconds.Processor,
                        losses = features?.Losses,
                        batches = side._batches.Count,
                    }
                )
            );
        }
        return 0;
    }

    public void Dispose()
    {
        _extractor.Dispose();
        _forward.Dispose();
    }

    private static ReadOnlySpan<float> Values(Matrix rows) => rows.Rows(0, rows.RowCount);

    private GradientFeatures? Forward()
    {
        foreach (var batch in _batches)
        {
            using var inputs = batch.TokenInputs(["input_ids", "attention_mask"], _ => TensorType.Int64);
            _forward.Run(inputs.Values, ["logits"]).Dispose();
        }
        return null;
    }

    private GradientFeatures Gradient() => _extractor.ExtractAsync(_rows.ToAsyncEnumerable(), _rows.Count).Result;
}

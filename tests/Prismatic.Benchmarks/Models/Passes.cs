using Microsoft.ML.OnnxRuntime;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Benchmarks.Models;

/// <summary>Times a model's own forward pass and its gradient pass on the same batch.</summary>
internal static class Passes
{
    private const int Rows = 16;
    private const int Rounds = 5;

    // Passes of tiny models are repeated until the processor's clock, which ticks a hundred times a second, can tell.
    private const double LeastSeconds = 0.25;

    public static PassTimes Measure(ModelProto source, int vocabulary, int tokens)
    {
        var batch = Batch(vocabulary, tokens);
        using var forward = RawDecoder.TryLoad(source);
        using var gradient = GradientSession.Compile(CausalModel.Create(source.Clone()), new RandomProjection());
        var blocks = new float[batch.RowCount * gradient.BlockLength];
        var losses = new float[batch.Targets.Count];
        var forwardSeconds = forward is null ? null : Repeat(() => forward.Run(batch));
        var gradientSeconds = Repeat(() => gradient.Run(batch, blocks, losses))!.Value;
        return new PassTimes(
            forwardSeconds?.Processor,
            gradientSeconds.Processor,
            Rows * tokens / gradientSeconds.Wall
        );
    }

    private static Seconds? Repeat(Action pass)
    {
        try
        {
            pass();
        }
        catch (PrismaticException)
        {
            return null;
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
        var times = Math.Clamp((int)Math.Ceiling(LeastSeconds / Math.Max(Seconds.Of(pass).Wall, 1e-5)), 1, 2000);
        return Seconds.Median(
            Enumerable
                .Range(0, Rounds)
                .Select(_ =>
                    Seconds.Of(() =>
                    {
                        for (var i = 0; i < times; i++)
                        {
                            pass();
                        }
                    }) / times
                )
                .ToList()
        );
    }

    private static TokenBatch Batch(int vocabulary, int tokens)
    {
        var random = new Pcg32(7);
        var ids = new int[Rows][];
        var targets = new List<LossTarget>();
        for (var row = 0; row < Rows; row++)
        {
            ids[row] = [.. Enumerable.Range(0, tokens).Select(_ => random.Next(vocabulary))];
            var own = ids[row];
            var index = row;
            targets.AddRange(
                Enumerable.Range(0, tokens - 1).Select(t => new LossTarget(index, t, own[t + 1], 1f / (tokens - 1)))
            );
        }
        return new TokenBatch(ids, targets, tokens);
    }
}

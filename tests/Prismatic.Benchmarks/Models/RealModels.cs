using Prismatic.Benchmarks.Evidence;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.Gradients;

namespace Prismatic.Benchmarks.Models;

/// <summary>Published decoders, against central differences of the loss in double.</summary>
internal static class RealModels
{
    private const double Step = 1e-4;

    public static IEnumerable<ModelRow> Measure()
    {
        var folder = Path.Combine(RealRows.Folder, "models");
        if (File.Exists(Path.Combine(folder, "tiny-random-gpt2-fp32", "past.onnx")))
        {
            var row = new ModelRow(
                "tiny-random-gpt2-fp32 (published, random weights)",
                "GPT-2",
                "ONNX Runtime's optimiser, opset 11",
                "float32"
            );
            yield return One(row, OnnxModel.Load(Path.Combine(folder, "tiny-random-gpt2-fp32", "past.onnx")), 1000);
        }
        if (File.Exists(Path.Combine(folder, "stories260K", "stories260K.bin")))
        {
            var (model, vocabulary) = TrainedStories.Read(Path.Combine(folder, "stories260K", "stories260K.bin"));
            var row = new ModelRow("stories260K (published, trained)", "Llama", "own writer, from llama2.c", "float32");
            var difference = Math.Abs(StoryLoss(model) - TrainedStories.StoryLoss) / TrainedStories.StoryLoss;
            yield return difference < 1e-4
                ? One(row, model, vocabulary)
                : row with
                {
                    Refused = $"its loss on its own story is {difference:P1} away from the reference: it was misread",
                };
        }
    }

    private static double StoryLoss(ModelProto model)
    {
        var story = TrainedStories.Story;
        var targets = Enumerable.Range(0, story.Length - 1).Select(t => new LossTarget(0, t, story[t + 1], 1));
        using var session = WeightGradientSession.Compile(model, ["norm"], new SessionSettings { Threads = 1 });
        return session.Run(new TokenBatch([story], [.. targets], story.Length)).Average();
    }

    private static ModelRow One(ModelRow row, ModelProto model, int vocabulary)
    {
        try
        {
            return row with
            {
                Error = Slopes(model, vocabulary),
                Against = "central differences",
                Times = Passes.Measure(model, vocabulary, 32),
            };
        }
        catch (PrismaticException fault)
        {
            return row with { Refused = fault.Message };
        }
    }

    /// <summary>
    /// Slope of the loss along a random direction of each weight matrix, from the whole gradient and from differences of
    /// fourth order, beside the gradient's length; the largest.
    /// </summary>
    private static double Slopes(ModelProto source, int vocabulary)
    {
        string[] weights =
        [
            .. source
                .Graph.Initializer.Where(t => t.DataType == (int)TensorType.Float && t.Dims.Count == 2)
                .Select(t => t.Name),
        ];
        var batch = Batch(vocabulary);
        using var session = WeightGradientSession.Compile(source, weights, new SessionSettings { Threads = 1 });
        session.Run(batch);
        using var exact = new ExactLoss(source, weights, batch);
        var random = new Pcg32(5);
        var largest = 0.0;
        foreach (var (name, gradient) in session.Gradients)
        {
            var direction = Array.ConvertAll(gradient, _ => random.NextGaussian());
            var slope = gradient.Zip(direction, (g, d) => g * d).Sum();
            var length = Math.Sqrt(gradient.Sum(g => (double)g * g));
            largest = Math.Max(largest, Math.Abs(exact.Slope(name, direction, Step) - slope) / length);
        }
        return largest;
    }

    private static TokenBatch Batch(int vocabulary)
    {
        var random = new Pcg32(2);
        int[][] rows =
        [
            .. ((int[])[9, 6, 2]).Select(n => Enumerable.Range(0, n).Select(_ => random.Next(vocabulary)).ToArray()),
        ];
        var targets = rows.SelectMany(
            (ids, row) => Enumerable.Range(0, ids.Length - 1).Select(t => new LossTarget(row, t, ids[t + 1], 0.25f))
        );
        return new TokenBatch(rows, [.. targets], 9);
    }
}

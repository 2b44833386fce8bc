using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Tests.TestData;

namespace Prismatic.Benchmarks.Models;

/// <summary>The first three fixtures, whose whole gradients PyTorch told: of weights, biases, norms and embeddings.</summary>
internal static class TinyModels
{
    private const int Vocabulary = 97;

    public static IEnumerable<ModelRow> Measure() =>
        ReferenceFile.ModelNames.Select(name =>
        {
            var reference = ReferenceFile.Load(name);
            var family = name switch
            {
                "tiny-gpt2" => "GPT-2",
                "tiny-neox" => "GPT-NeoX",
                _ => "Llama",
            };
            return new ModelRow(name, family, "torch.onnx, opset 17", "float32")
            {
                Error = Largest(reference),
                Against = "PyTorch, whole gradients",
                Times = Passes.Measure(OnnxModel.Load(reference.ModelPath), Vocabulary, 32),
            };
        });

    private static double Largest(ReferenceFile reference)
    {
        var known = reference
            .Layers.Where(l => l.Gradients is not null)
            .Select(l => (Name: l.Weight, Gradient: l.Gradients!))
            .Concat(reference.Parameters.Select(p => (Name: p.Key, Gradient: p.Value)))
            .ToList();
        using var session = WeightGradientSession.Compile(
            OnnxModel.Load(reference.ModelPath),
            [.. known.Select(k => k.Name)],
            new SessionSettings { Threads = 1 }
        );
        var largest = 0.0;
        for (var row = 0; row < reference.Rows; row++)
        {
            session.Run(Row(reference, row));
            foreach (var (name, gradient) in known)
            {
                var expected = gradient.Row(row);
                var actual = session.Gradients[name];
                var distance = expected.Zip(actual, (a, b) => (a - b) * (a - b)).Sum();
                largest = Math.Max(largest, Math.Sqrt(distance / expected.Sum(v => v * v)));
            }
        }
        return largest;
    }

    private static TokenBatch Row(ReferenceFile reference, int row)
    {
        var width = reference.Batch["input_ids"].Shape[1];
        var (ids, labels) = (reference.Batch["input_ids"].ToLongs(), reference.Batch["labels"].ToLongs());
        var weights = reference.Batch["loss_weight"].ToFloats();
        int[] tokens = [.. ids.Skip(row * width).Take(reference.Lengths[row]).Select(id => (int)id)];
        var targets = Enumerable
            .Range(0, width)
            .Where(t => weights[(row * width) + t] > 0)
            .Select(t => new LossTarget(0, t, (int)labels[(row * width) + t], weights[(row * width) + t]));
        return new TokenBatch([tokens], [.. targets], tokens.Length);
    }
}

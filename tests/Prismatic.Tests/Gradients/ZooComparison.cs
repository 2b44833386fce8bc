using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Gradients;

/// <summary>How far a decoder of the zoo is from PyTorch's float64, each the largest of its kind.</summary>
/// <param name="Loss">Of a row's loss, relative.</param>
/// <param name="Row">Of all blocks of a row together, relative L2.</param>
/// <param name="Layer">Of one layer's block of one row, beside the norm of the gradient that it is drawn from.</param>
internal sealed record ZooComparison(double Loss, double Row, double Layer)
{
    public double Largest => Math.Max(Math.Max(Loss, Row), Layer);

    public static GradientSession Compile(ZooReference reference) =>
        GradientSession.Compile(
            CausalModel.Create(OnnxModel.Load(reference.ModelPath)),
            reference.Projection,
            new SessionSettings { Threads = 1 }
        );

    /// <summary>Runs all rows of the reference in one padded batch.</summary>
    public static ZooComparison Of(ZooReference reference, GradientSession session, int length)
    {
        var batch = reference.Tokens(length);
        var blocks = new float[batch.RowCount * session.BlockLength];
        var losses = new float[batch.Targets.Count];
        session.Run(batch, blocks, losses);
        var rows = new double[batch.RowCount];
        for (var i = 0; i < losses.Length; i++)
        {
            rows[batch.Targets[i].Row] += batch.Targets[i].Weight * losses[i];
        }
        var (loss, row, layer) = (0.0, 0.0, 0.0);
        var expected = reference.Losses.ToDoubles();
        for (var i = 0; i < rows.Length; i++)
        {
            var own = Array.ConvertAll(
                blocks.AsSpan(i * session.BlockLength, session.BlockLength).ToArray(),
                v => (double)v
            );
            loss = Larger(loss, Math.Abs(rows[i] - expected[i]) / expected[i]);
            row = Larger(row, Distance(reference.Blocks.Row(i), own) / Norm(reference.Blocks.Row(i)));
            layer = Larger(layer, Layers(reference, i, own));
        }
        return new ZooComparison(loss, row, layer);
    }

    private static double Layers(ZooReference reference, int row, double[] own)
    {
        var (expected, norms) = (reference.Blocks.Row(row), reference.Norms.Row(row));
        var size = reference.K * reference.K;
        var largest = 0.0;
        for (var layer = 0; layer < reference.Layers.Length; layer++)
        {
            var range = new Range(layer * size, (layer + 1) * size);
            // A block may be small by chance beside the rounding of the gradient it is drawn from: entries of a
            // projection by signs have the size of the whole gradient's norm.
            var scale = Math.Max(Norm(expected[range]), norms[layer] * reference.K);
            largest = Larger(largest, Distance(expected[range], own[range]) / scale);
        }
        return largest;
    }

    // Unlike Math.Max this is the same for both orders where one is not a number.
    private static double Larger(double a, double b) =>
        double.IsNaN(a) || double.IsNaN(b) ? double.NaN : Math.Max(a, b);

    private static double Distance(double[] a, double[] b) => Norm([.. a.Zip(b, (x, y) => x - y)]);

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(v => v * v));
}

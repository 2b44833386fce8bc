using Prismatic.Numerics;

namespace Prismatic.Trainer.Model;

/// <summary>First weights of a decoder.</summary>
public static class DecoderWeights
{
    /// <summary>
    /// Normal weights with standard deviation 0.7 / sqrt(d_in), the two layers that write to the residual stream smaller
    /// by sqrt(2 layers), the embedding 0.02, norms 1.
    /// </summary>
    public static Dictionary<string, float[]> Random(DecoderShape shape, ulong seed)
    {
        var random = new Pcg32(seed);
        var weights = new Dictionary<string, float[]>();
        foreach (var (name, dims) in shape.Weights())
        {
            var values = new float[dims.Aggregate(1, (product, dim) => product * dim)];
            var deviation = Deviation(shape, name, dims);
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = dims.Length == 1 ? 1 : (float)(random.NextGaussian() * deviation);
            }
            weights[name] = values;
        }
        return weights;
    }

    private static double Deviation(DecoderShape shape, string name, int[] dims) =>
        name == "embedding" ? 0.02
        : name.EndsWith("output", StringComparison.Ordinal) || name.EndsWith("down", StringComparison.Ordinal)
            ? 0.7 / Math.Sqrt(dims[0] * 2.0 * shape.LayerCount)
        : 0.7 / Math.Sqrt(dims[0]);
}

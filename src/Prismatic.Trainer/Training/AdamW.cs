using System.Numerics;

namespace Prismatic.Trainer.Training;

/// <summary>AdamW (Loshchilov and Hutter 2019) over named weights, with the gradient clipped by its global norm.</summary>
public sealed class AdamW
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.95f;
    private const float Epsilon = 1e-8f;
    private readonly float _weightDecay;
    private readonly Dictionary<string, (float[] First, float[] Second)> _moments = [];

    /// <summary>Starts with moments of zero.</summary>
    /// <param name="weightDecay">Pull towards zero a step, times the learning rate; matrices only.</param>
    /// <param name="weights">What will be optimised.</param>
    public AdamW(float weightDecay, IReadOnlyDictionary<string, float[]> weights)
    {
        _weightDecay = weightDecay;
        foreach (var (name, values) in weights)
        {
            _moments[name] = (new float[values.Length], new float[values.Length]);
        }
    }

    /// <summary>Steps taken.</summary>
    public int Step { get; private set; }

    /// <summary>First and second moments by weight, for checkpoints.</summary>
    public IReadOnlyDictionary<string, (float[] First, float[] Second)> Moments => _moments;

    /// <summary>Continues after <paramref name="step"/> steps, the moments having been filled in.</summary>
    public void Resume(int step) => Step = step;

    /// <summary>One step, in place.</summary>
    /// <returns>The gradient's norm before clipping.</returns>
    public double Update(
        IReadOnlyDictionary<string, float[]> weights,
        IReadOnlyDictionary<string, float[]> gradients,
        float learningRate,
        float maximumNorm
    )
    {
        Step++;
        var norm = Math.Sqrt(
            gradients.Values.Sum(g => (double)System.Numerics.Tensors.TensorPrimitives.SumOfSquares<float>(g))
        );
        var scale = norm > maximumNorm ? (float)(maximumNorm / norm) : 1f;
        var corrected = learningRate * MathF.Sqrt(1 - MathF.Pow(Beta2, Step)) / (1 - MathF.Pow(Beta1, Step));
        Parallel.ForEach(
            weights,
            pair =>
            {
                var (first, second) = _moments[pair.Key];
                var decay = pair.Key.EndsWith("norm", StringComparison.Ordinal) ? 0 : _weightDecay * learningRate;
                Apply(pair.Value, gradients[pair.Key], first, second, scale, corrected, decay);
            }
        );
        return norm;
    }

    private static void Apply(
        Span<float> weights,
        ReadOnlySpan<float> gradients,
        Span<float> first,
        Span<float> second,
        float scale,
        float rate,
        float decay
    )
    {
        var i = 0;
        for (; i <= weights.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var g = new Vector<float>(gradients[i..]) * scale;
            var m = (new Vector<float>(first[i..]) * Beta1) + (g * (1 - Beta1));
            var v = (new Vector<float>(second[i..]) * Beta2) + (g * g * (1 - Beta2));
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            var w = new Vector<float>(weights[i..]);
            (w - (w * decay) - (m * rate / (Vector.SquareRoot(v) + new Vector<float>(Epsilon)))).CopyTo(weights[i..]);
        }
        for (; i < weights.Length; i++)
        {
            var g = gradients[i] * scale;
            first[i] = (first[i] * Beta1) + (g * (1 - Beta1));
            second[i] = (second[i] * Beta2) + (g * g * (1 - Beta2));
            weights[i] -= (weights[i] * decay) + (first[i] * rate / (MathF.Sqrt(second[i]) + Epsilon));
        }
    }
}

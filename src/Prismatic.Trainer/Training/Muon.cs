using System.Numerics.Tensors;
using Prismatic.Onnx;

namespace Prismatic.Trainer.Training;

/// <summary>
/// Muon (Jordan et al. 2024) for weight matrices: the momentum of each is replaced by the nearest matrix with singular values
/// near 1, so that every direction learns at one speed. Steps are scaled by 0.2 sqrt(larger side) (Liu et al. 2025), which
/// gives them AdamW's usual size: both share rate and weight decay.
/// </summary>
public sealed class Muon : IDisposable
{
    private const float Momentum = 0.95f;
    private readonly float _weightDecay;
    private readonly List<Group> _groups = [];
    private readonly Dictionary<string, float[]> _momentum = [];

    /// <summary>Starts with momentum zero.</summary>
    /// <param name="weightDecay">Pull towards zero a step, times the learning rate.</param>
    /// <param name="matrices">Name, rows and columns of each matrix.</param>
    /// <param name="settings">Where the products run.</param>
    public Muon(float weightDecay, IEnumerable<(string Name, int Rows, int Columns)> matrices, SessionSettings settings)
    {
        _weightDecay = weightDecay;
        foreach (var group in matrices.GroupBy(m => (m.Rows, m.Columns)))
        {
            string[] names = [.. group.Select(m => m.Name)];
            _groups.Add(
                new Group(names, new Orthogonaliser(names.Length, group.Key.Rows, group.Key.Columns, settings))
            );
            foreach (var name in names)
            {
                _momentum[name] = new float[group.Key.Rows * group.Key.Columns];
            }
        }
    }

    /// <summary>Momentum by weight, for checkpoints.</summary>
    public IReadOnlyDictionary<string, float[]> State => _momentum;

    /// <summary>One step, in place.</summary>
    /// <param name="weights">By name; those without momentum here are left alone.</param>
    /// <param name="gradients">By name. Their common scale does not matter.</param>
    /// <param name="learningRate">Step length.</param>
    public void Update(
        IReadOnlyDictionary<string, float[]> weights,
        IReadOnlyDictionary<string, float[]> gradients,
        float learningRate
    )
    {
        foreach (var (names, orthogonaliser) in _groups)
        {
            var length = orthogonaliser.Rows * orthogonaliser.Columns;
            for (var i = 0; i < names.Length; i++)
            {
                var momentum = _momentum[names[i]];
                TensorPrimitives.MultiplyAdd(momentum, Momentum, gradients[names[i]], momentum);
                // Nesterov: look one step ahead along the momentum.
                var look = orthogonaliser.Matrices.AsSpan(i * length, length);
                TensorPrimitives.MultiplyAdd(momentum, Momentum, gradients[names[i]], look);
            }
            orthogonaliser.Run();
            var rate = learningRate * 0.2f * MathF.Sqrt(Math.Max(orthogonaliser.Rows, orthogonaliser.Columns));
            for (var i = 0; i < names.Length; i++)
            {
                var weight = weights[names[i]];
                var direction = orthogonaliser.Results.AsSpan(i * length, length);
                TensorPrimitives.Multiply(weight, 1 - (learningRate * _weightDecay), weight);
                TensorPrimitives.MultiplyAdd(direction, -rate, weight, weight);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _groups.ForEach(group => group.Orthogonaliser.Dispose());

    private sealed record Group(string[] Names, Orthogonaliser Orthogonaliser);
}

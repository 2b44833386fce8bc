using Prismatic.Gradients;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Measuring;

/// <summary>What a token costs in the linear layers, which is nearly all there is: multiply-adds.</summary>
/// <param name="Layers">Linear layers.</param>
/// <param name="Vocabulary">Token ids.</param>
/// <param name="Forward">Of the forward pass, without the output head.</param>
/// <param name="Projection">Of the projected gradients.</param>
/// <param name="BlockLength">Numbers a row before the last projection.</param>
internal sealed record TokenCost(int Layers, int Vocabulary, double Forward, double Projection, long BlockLength)
{
    /// <summary>Forward, backward through the activations, and the projections; weight gradients are never formed.</summary>
    public double Gradient => (2 * Forward) + Projection;

    /// <summary>In words.</summary>
    public IReadOnlyList<string> Lines =>
        [
            $"token ids:        {Numbers.Count(Vocabulary)}",
            $"cost of a token:  {Numbers.About(2 * Forward)} FLOP forward, {Numbers.About(2 * Gradient)} FLOP with gradients, "
                + "without attention and output head",
            $"gradient of a row: {Numbers.Count(BlockLength)} numbers, projected to 1,024",
            $"layers probed:    {Numbers.Count(Layers)}",
        ];

    /// <summary>Of a model's layers.</summary>
    public static TokenCost Of(CausalModel model, IReadOnlyList<LinearLayer> layers)
    {
        var rank = new RandomProjection().Rank;
        return new TokenCost(
            layers.Count,
            model.VocabularySize,
            layers.Sum(layer => (double)layer.InputSize * layer.OutputSize),
            layers.Sum(layer => (double)rank * (layer.InputSize + layer.OutputSize + rank)),
            (long)layers.Count * rank * rank
        );
    }
}

namespace Prismatic.Trainer.Model;

/// <summary>Sizes of a Llama-shaped decoder: RMSNorm, rotary positions, SwiGLU, no biases.</summary>
public sealed record DecoderShape
{
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int Width { get; init; }

    public required int LayerCount { get; init; }

    public required int HeadCount { get; init; }

    /// <summary>Heads of keys and values; each serves HeadCount / KeyValueHeadCount query heads.</summary>
    public required int KeyValueHeadCount { get; init; }

    /// <summary>Width of the gated feed-forward layer.</summary>
    public required int FeedForwardWidth { get; init; }

    /// <summary>Base of the rotary frequencies.</summary>
    public float RotaryBase { get; init; } = 10_000;

    public int HeadWidth => Width / HeadCount;

    /// <summary>All weights with their dimensions, in the order they are drawn; the embedding is also the output head.</summary>
    public IEnumerable<(string Name, int[] Dims)> Weights()
    {
        yield return ("embedding", [VocabularySize, Width]);
        for (var i = 0; i < LayerCount; i++)
        {
            yield return ($"layers.{i}.attention.norm", [Width]);
            yield return ($"layers.{i}.attention.query", [Width, Width]);
            yield return ($"layers.{i}.attention.key", [Width, KeyValueHeadCount * HeadWidth]);
            yield return ($"layers.{i}.attention.value", [Width, KeyValueHeadCount * HeadWidth]);
            yield return ($"layers.{i}.attention.output", [Width, Width]);
            yield return ($"layers.{i}.feedforward.norm", [Width]);
            yield return ($"layers.{i}.feedforward.gate", [Width, FeedForwardWidth]);
            yield return ($"layers.{i}.feedforward.up", [Width, FeedForwardWidth]);
            yield return ($"layers.{i}.feedforward.down", [FeedForwardWidth, Width]);
        }
        yield return ("norm", [Width]);
    }

    /// <summary>Number of weights.</summary>
    public long WeightCount => Weights().Sum(w => w.Dims.Aggregate(1L, (product, dim) => product * dim));
}

namespace Prismatic.Trainer.Model;

/// <summary>The shapes the project uses.</summary>
public static class ProxyShape
{
    /// <summary>The proxy that ships inside the tool: 3.8 million weights.</summary>
    public static DecoderShape Embedded { get; } =
        new()
        {
            VocabularySize = 6144,
            Width = 192,
            LayerCount = 6,
            HeadCount = 4,
            KeyValueHeadCount = 4,
            FeedForwardWidth = 512,
        };

    /// <summary>A common small model's sizes (SmolLM2-135M), for benchmarks with random weights.</summary>
    public static DecoderShape Llama135M { get; } =
        new()
        {
            VocabularySize = 49152,
            Width = 576,
            LayerCount = 30,
            HeadCount = 9,
            KeyValueHeadCount = 3,
            FeedForwardWidth = 1536,
        };
}

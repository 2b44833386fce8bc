namespace Prismatic.Gradients;

/// <summary>How rows become gradient features.</summary>
public sealed record GradientOptions
{
    /// <summary>Tokens of a row that are read, special ids included.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Signs, rank and dimension.</summary>
    public RandomProjection Projection { get; init; } = new();

    /// <summary>Rows that are sorted by length together: batches never cross such a chunk.</summary>
    public int ChunkRows { get; init; } = 256;

    /// <summary>Tokens of one batch, padding included; memory grows with it.</summary>
    public int BatchTokens { get; init; } = 1024;

    /// <summary>Batches are padded to multiples of this, so that the runtime sees few shapes.</summary>
    public int PadTo { get; init; } = 16;
}

namespace Prismatic.Gradients;

/// <summary>Which tokens of a row the loss is taken over.</summary>
public enum LossMask
{
    /// <summary>The response where there is a prompt, else all tokens.</summary>
    Response,

    /// <summary>All tokens, those of the prompt included.</summary>
    AllTokens,
}

/// <summary>How rows become gradient features.</summary>
public sealed record GradientOptions
{
    /// <summary>Tokens of a row that are read, special ids included.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Where the loss is taken.</summary>
    public LossMask Mask { get; init; }

    /// <summary>
    /// Most tokens the loss is taken over, the first of each row; null for all. Rows of at least this length then have losses
    /// over equally many tokens, so that length does not set them apart; shorter rows stay shorter.
    /// </summary>
    public int? Window { get; init; }

    /// <summary>
    /// Scale each layer's block to unit length before the blocks are hashed together: every layer counts the same, where
    /// else the layers with the longest gradients do.
    /// </summary>
    public bool UnitLayers { get; init; }

    /// <summary>Signs, rank and dimension.</summary>
    public RandomProjection Projection { get; init; } = new();

    /// <summary>Rows that are sorted by length together: batches never cross such a chunk.</summary>
    public int ChunkRows { get; init; } = 256;

    /// <summary>Tokens of one batch, padding included; memory grows with it.</summary>
    public int BatchTokens { get; init; } = 1024;

    /// <summary>Batches are padded to multiples of this, so that the runtime sees few shapes.</summary>
    public int PadTo { get; init; } = 16;

    /// <summary>Fill batches up, so that there are few shapes: as the session's settings say.</summary>
    internal bool FewShapes { get; init; }

    /// <summary>How rows share batches, in words: another batch may round the last bit of a vector another way.</summary>
    internal string Batching =>
        $"{ChunkRows} rows, {BatchTokens} tokens, multiples of {PadTo}{(FewShapes ? ", few shapes" : "")}";
}

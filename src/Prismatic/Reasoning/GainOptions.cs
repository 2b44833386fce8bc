namespace Prismatic.Reasoning;

/// <summary>How the information gain is taken.</summary>
public sealed record GainOptions
{
    /// <summary>
    /// What leads to the answer, in plain words. Not the data's own separator: a model that was trained on such data copies the
    /// last number behind it, whatever it belongs to (docs/benchmarks/gain.md).
    /// </summary>
    public const string DefaultCue = "The answer is";

    /// <summary>Tokens of a row that are read.</summary>
    public int MaxTokens { get; init; } = 512;

    /// <summary>Stands before the answer, with reasoning and without; empty for nothing.</summary>
    public string Cue { get; init; } = DefaultCue;

    /// <summary>Of the draw of other rows' reasoning.</summary>
    public ulong Seed { get; init; }
}

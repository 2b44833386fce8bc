namespace Prismatic.Responses;

/// <summary>One answer of one model to one prompt.</summary>
public sealed record Response
{
    /// <summary>Place of its prompt in <see cref="ResponseSet.Prompts"/>.</summary>
    public required int Prompt { get; init; }

    /// <summary>Place of its model in <see cref="ResponseSet.Models"/>.</summary>
    public required int Model { get; init; }

    /// <summary>The answer; never null, may be empty.</summary>
    public required string Text { get; init; }

    /// <summary>Number of its row, from 0, over all files with answers in their order; null where it is from no file.</summary>
    public long? Row { get; init; }

    /// <summary>How much it counts, such as a verbalised probability; finite and not negative.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>How good it is, where that is known.</summary>
    public double? Quality { get; init; }

    /// <summary>Its equivalence class among the answers to its prompt, where somebody has labelled it.</summary>
    public string? Label { get; init; }

    /// <summary>What it should be like, where that is known.</summary>
    public string? Reference { get; init; }
}

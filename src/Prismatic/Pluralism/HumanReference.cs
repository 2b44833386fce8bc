namespace Prismatic.Pluralism;

/// <summary>How people answered questions with given options.</summary>
/// <param name="Questions">In the order in which they first occur.</param>
/// <param name="Description">Which columns were read as what, and why: one sentence for the user.</param>
/// <param name="Notes">What was left out or not understood; one sentence each, none where all was used.</param>
public sealed record HumanReference(
    IReadOnlyList<ReferenceQuestion> Questions,
    string Description,
    IReadOnlyList<string> Notes
);

/// <summary>One question, its options, and the answers of one or more groups.</summary>
/// <param name="Prompt">As the file has it.</param>
/// <param name="Options">In the order of the file, over all groups.</param>
/// <param name="Order">The options from one end of their scale to the other; null where they have no order.</param>
/// <param name="Groups">At least one, each over all options.</param>
public sealed record ReferenceQuestion(
    string Prompt,
    IReadOnlyList<string> Options,
    IReadOnlyList<int>? Order,
    IReadOnlyList<ReferenceGroup> Groups
);

/// <summary>The answers of one group of people.</summary>
/// <param name="Name">Null for everyone.</param>
/// <param name="Answers">Shares of the options; their size is the number of people, null where it is not known.</param>
public sealed record ReferenceGroup(string? Name, Distribution Answers);

/// <summary>Which columns hold a human reference. What is null is found by its name; everything may be.</summary>
public sealed record ReferenceChoice
{
    /// <summary>The question.</summary>
    public string? Prompt { get; init; }

    /// <summary>One of its options.</summary>
    public string? Option { get; init; }

    /// <summary>How many people chose the option.</summary>
    public string? Count { get; init; }

    /// <summary>Which share of them: of 1, or in percent. Instead of a count.</summary>
    public string? Share { get; init; }

    /// <summary>How many people were asked; beside shares, or where counts are weighted.</summary>
    public string? People { get; init; }

    /// <summary>Which group of people.</summary>
    public string? Group { get; init; }

    /// <summary>A number for the option that puts options in order.</summary>
    public string? Order { get; init; }

    /// <summary>Who answered, in files with a row for every person or every answer.</summary>
    public string? Person { get; init; }

    /// <summary>Columns that are questions, in files with a row for every person; null finds them.</summary>
    public IReadOnlyList<string>? Questions { get; init; }
}

using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>Words that rows share in one order, and phrases that they repeat.</summary>
public sealed record TemplatesSummary
{
    [Description("Rows looked at: the measured ones, or a seeded part of them.")]
    public required int Rows { get; init; }

    [Description("Words of each row that were looked at, from its beginning.")]
    public required int WordsOfRow { get; init; }

    [Description("How texts were cut into words.")]
    public required string Tokens { get; init; }

    [Description("Rows that share a template, or a phrase, at least.")]
    public required int FewestRows { get; init; }

    [Description("Templates found, at most 200.")]
    public required int Count { get; init; }

    [Description("Rows that have nine tenths of a template's words in its order.")]
    public required int FollowingRows { get; init; }

    [Description("These over the rows looked at.")]
    public required double FollowingShare { get; init; }

    [Description("Rows at least half of whose words are those of their template.")]
    public required int MostlyRows { get; init; }

    [Description("These over the rows looked at.")]
    public required double MostlyShare { get; init; }

    [Description("The templates that tell most words of rows.")]
    public required IReadOnlyList<TemplateExample> Largest { get; init; }

    [Description("Runs of four words or more that tell most words of rows, of those alike only one.")]
    public required IReadOnlyList<PhraseExample> Phrases { get; init; }
}

/// <summary>A template with rows made from it.</summary>
public sealed record TemplateExample
{
    [Description("Its words, with … where rows have words of their own; cut short where it is long.")]
    public required string Text { get; init; }

    [Description("Words without slots.")]
    public required int Words { get; init; }

    [Description("Rows that follow it.")]
    public required int Rows { get; init; }

    [Description("These over the rows looked at.")]
    public required double Share { get; init; }

    [Description("Of these, rows that are mostly words of it.")]
    public required int MostlyRows { get; init; }

    [Description("All its slots.")]
    public required int SlotCount { get; init; }

    [Description("What stands in its first slots, in order.")]
    public required IReadOnlyList<SlotExample> Slots { get; init; }

    [Description("The first different rows that follow it.")]
    public required IReadOnlyList<ExampleRow> Examples { get; init; }
}

/// <summary>What rows have in one slot.</summary>
public sealed record SlotExample
{
    [Description("Different runs of words in it.")]
    public required int Different { get; init; }

    [Description("The most frequent of them.")]
    public required IReadOnlyList<FillerExample> Examples { get; init; }
}

/// <summary>Words in a slot.</summary>
public sealed record FillerExample
{
    [Description("The words, cut short where they are long.")]
    public required string Words { get; init; }

    [Description("Rows that have them there.")]
    public required int Rows { get; init; }
}

/// <summary>A repeated phrase with rows that have it.</summary>
public sealed record PhraseExample
{
    [Description("The words, cut short where they are long.")]
    public required string Phrase { get; init; }

    [Description("How many; a run of more than 32 is told by its first 32.")]
    public required int Words { get; init; }

    [Description("Rows with it.")]
    public required int Rows { get; init; }

    [Description("These over the rows looked at.")]
    public required double Share { get; init; }

    [Description("The first different rows that have it.")]
    public required IReadOnlyList<ExampleRow> Examples { get; init; }
}

using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Prismatic.Reports;

/// <summary>What was read, and what was missing in it. Every row is in exactly one of text, null and empty.</summary>
public sealed record DatasetSummary
{
    [Description("Names of the files, in reading order, without their folders.")]
    public required IReadOnlyList<string> Files { get; init; }

    [Description(
        "Their paths from the folder where the command ran, with forward slashes, in the same order; of a file that lies elsewhere the name alone. Null where no path says more than the name."
    )]
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>Where the files lie, as far as the report says.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Places => Paths ?? Files;

    [Description("Which columns gave the text, in words.")]
    public required string Fields { get; init; }

    [Description("Rows read.")]
    public required long Rows { get; init; }

    [Description("Rows with text.")]
    public required long RowsWithText { get; init; }

    [Description("Rows whose text is null or missing; not measured.")]
    public required long NullTexts { get; init; }

    [Description("Rows whose text is empty or white space; not measured.")]
    public required long EmptyTexts { get; init; }

    [Description("Numbers of the first rows without text, for looking at; null in reports of earlier programs.")]
    public IReadOnlyList<long>? FirstWithoutText { get; init; }

    [Description("Rows that repeat an earlier row's text byte for byte.")]
    public required long ExactDuplicates { get; init; }

    [Description("Exact duplicates over rows with text, 0 to 1.")]
    public required double ExactDuplicateShare { get; init; }

    [Description("Rows the views looked at: all rows with text, or a seeded sample of them.")]
    public required long MeasuredRows { get; init; }
}

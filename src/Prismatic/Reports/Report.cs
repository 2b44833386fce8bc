using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>
/// All that one run found out: what every renderer reads and nothing else. Immutable, versioned, and free of times and
/// machine names, so the same input gives the same bytes.
/// </summary>
/// <remarks>Effective numbers carry 2 decimals, shares and similarities 4, losses 3 (<see cref="Rounded"/>).</remarks>
public sealed record Report
{
    /// <summary>Raised when a field is removed or changes its meaning; new optional fields leave it.</summary>
    public const int CurrentSchemaVersion = 1;

    [Description("Version of this schema. Readers refuse a number they do not know.")]
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    [Description("Version of the program that wrote the report.")]
    public required string ToolVersion { get; init; }

    [Description("The command that was run: audit, filter, outputs or compare.")]
    public required string Command { get; init; }

    [Description("What to take away, in one level and one sentence.")]
    public required Verdict Verdict { get; init; }

    [Description("What was read, and what was missing in it; of outputs, a row is an answer.")]
    public required DatasetSummary Dataset { get; init; }

    [Description(
        "One entry for each feature space that looked at the rows; scores of different views are not comparable."
    )]
    public required IReadOnlyList<ViewSummary> Views { get; init; }

    [Description("Whether the views agree on these rows, one entry for each two of them; null for a single view.")]
    public IReadOnlyList<AgreementSummary>? Agreement { get; init; }

    [Description("Rows that repeat another, exactly or nearly; null unless the command was audit.")]
    public DuplicatesSummary? Duplicates { get; init; }

    [Description("Diversity of wording; null unless the command was audit.")]
    public WordingSummary? Wording { get; init; }

    [Description(
        "Rows of one meaning in other words; null unless the command was audit, with a view that stands for meaning."
    )]
    public MeaningSummary? Meaning { get; init; }

    [Description("Templates and phrases that rows share; null unless the command was audit.")]
    public TemplatesSummary? Templates { get; init; }

    [Description("What reasoning tells the proxy model about answers; null where none was found or asked for.")]
    public GainSummary? Gain { get; init; }

    [Description("What was kept and dropped; null unless the command was filter.")]
    public FilterSummary? Filter { get; init; }

    [Description("How collapsed models are, and how alike; null unless the command was outputs.")]
    public OutputsSummary? Outputs { get; init; }

    [Description("Models' answers beside those of people; null where no human reference and no viewpoints were given.")]
    public PeopleSummary? People { get; init; }

    [Description("What changed between two versions of a data set; null unless the command was compare.")]
    public CompareSummary? Compare { get; init; }

    [Description("What became of the limits that were checked; null where there were neither limits nor a baseline.")]
    public GatesSummary? Gates { get; init; }

    [Description("How to get the same report again.")]
    public required Reproduction Reproduce { get; init; }
}

/// <summary>How to get the same report again.</summary>
public sealed record Reproduction
{
    [Description("The command line, as one would type it.")]
    public required string CommandLine { get; init; }

    [Description("Every setting that shaped the numbers, those left at their defaults included.")]
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }
}

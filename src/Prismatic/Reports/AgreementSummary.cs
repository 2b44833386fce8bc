using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Prismatic.Reports;

/// <summary>What two views make of the same rows.</summary>
public enum AgreementKind
{
    [JsonStringEnumMemberName("agree")]
    Agree,

    [JsonStringEnumMemberName("onlyFirst")]
    OnlyFirst,

    [JsonStringEnumMemberName("onlySecond")]
    OnlySecond,

    [JsonStringEnumMemberName("different")]
    Different,
}

/// <summary>Whether two views see the same sameness, and what it means for this data set.</summary>
public sealed record AgreementSummary
{
    [Description("Name of one view.")]
    public required string First { get; init; }

    [Description("Name of the other.")]
    public required string Second { get; init; }

    [Description(
        "agree, onlyFirst or onlySecond (only that view sees templates), or different (both do, in different rows)."
    )]
    public required AgreementKind Kind { get; init; }

    [Description("What the two views say together, in plain sentences.")]
    public required IReadOnlyList<string> Sentences { get; init; }

    [Description(
        "Spearman's correlation of the cosines of the same pairs of rows, -1 to 1: exact up to 141 rows, else of 10,000 pairs drawn by the seed, with a standard error of at most 0.01."
    )]
    public required double PairCorrelation { get; init; }

    [Description("Spearman's correlation of the rows' crowding (mean cosine with the rest of their cluster), -1 to 1.")]
    public required double CrowdingCorrelation { get; init; }

    [Description("Rows near a template in both views, over rows measured.")]
    public required double NearTemplateInBoth { get; init; }

    [Description("Rows near a template in the first view only, over rows measured.")]
    public required double NearTemplateInFirst { get; init; }

    [Description("Rows near a template in the second view only, over rows measured.")]
    public required double NearTemplateInSecond { get; init; }

    [Description("Rows that are crowded in the first view and not in the second, most so first; one a cluster.")]
    public required IReadOnlyList<CrowdedRow> CrowdedInFirst { get; init; }

    [Description("Rows that are crowded in the second view and not in the first, most so first; one a cluster.")]
    public required IReadOnlyList<CrowdedRow> CrowdedInSecond { get; init; }
}

/// <summary>A row that two views see differently.</summary>
public sealed record CrowdedRow
{
    [Description("Row number in the data set, from 0.")]
    public required long Row { get; init; }

    [Description("Its mean cosine with the rest of its cluster, in the first view.")]
    public required double CrowdingInFirst { get; init; }

    [Description("The same in the second view.")]
    public required double CrowdingInSecond { get; init; }

    [Description("Its beginning, on one line.")]
    public required string Excerpt { get; init; }
}

using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Prismatic.Reports;

/// <summary>How diverse a data set is, in one word.</summary>
public enum DiversityLevel
{
    [JsonStringEnumMemberName("diverse")]
    Diverse,

    [JsonStringEnumMemberName("mixed")]
    Mixed,

    [JsonStringEnumMemberName("homogeneous")]
    Homogeneous,
}

/// <summary>What to take away from a report.</summary>
public sealed record Verdict
{
    [Description("diverse, mixed or homogeneous: the worst that any of the rules says.")]
    public required DiversityLevel Level { get; init; }

    [Description("The level with its weightiest reason, in one sentence.")]
    public required string Sentence { get; init; }

    [Description("What each rule saw.")]
    public required IReadOnlyList<VerdictReason> Reasons { get; init; }
}

/// <summary>What one rule of the verdict saw.</summary>
public sealed record VerdictReason
{
    [Description("The rule, in words.")]
    public required string Rule { get; init; }

    [Description("The measured share, 0 to 1.")]
    public required double Value { get; init; }

    [Description("The level this value alone would give.")]
    public required DiversityLevel Level { get; init; }
}

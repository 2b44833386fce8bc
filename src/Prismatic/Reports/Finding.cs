namespace Prismatic.Reports;

/// <summary>What one rule of a verdict saw: a share, the level it gives, and how to tell it.</summary>
/// <param name="Rule">The rule, in words.</param>
/// <param name="Value">The share, 0 to 1.</param>
/// <param name="Limits">Where it changes level.</param>
/// <param name="Told">The finding as the second half of a sentence.</param>
internal sealed record Finding(string Rule, double Value, VerdictLimits Limits, Func<double, string> Told)
{
    /// <summary>The share on a scale that all rules have in common.</summary>
    public double Severity => Limits.Severity(Value);

    public DiversityLevel Level =>
        Severity switch
        {
            < 1 => DiversityLevel.Diverse,
            < 2 => DiversityLevel.Mixed,
            _ => DiversityLevel.Homogeneous,
        };

    public VerdictReason Reason =>
        new()
        {
            Rule = Rule,
            Value = Rounded.Share(Value),
            Level = Level,
        };
}

/// <summary>Where a share changes level.</summary>
internal readonly record struct VerdictLimits(double Mixed, double Homogeneous, bool LowIsBad)
{
    /// <summary>0 at the harmless end, 1 where mixed begins, 2 where homogeneous begins, 3 at the other end.</summary>
    public double Severity(double share)
    {
        var (x, mixed, homogeneous) = LowIsBad ? (1 - share, 1 - Mixed, 1 - Homogeneous) : (share, Mixed, Homogeneous);
        return x < mixed ? x / mixed
            : x < homogeneous ? 1 + ((x - mixed) / (homogeneous - mixed))
            : 2 + ((x - homogeneous) / (1 - homogeneous));
    }
}

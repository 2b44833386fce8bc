namespace Prismatic.Gates;

/// <summary>What the distance of a limit from the number it was made of comes from: the widest of what there is.</summary>
public enum MarginKind
{
    /// <summary>Three times the spread of the estimate.</summary>
    Spread,

    /// <summary>Three times the error of counting, of a share of rows.</summary>
    Counting,

    /// <summary>A tenth of the number.</summary>
    Tenth,

    /// <summary>The least step that is worth a gate.</summary>
    Step,
}

/// <summary>A limit that a number passes now, and will as long as nothing but chance changes it.</summary>
/// <param name="Limit">Rounded away from the number to two digits of the margin.</param>
/// <param name="Margin">How far the limit was to be from the number, before it was rounded.</param>
/// <param name="Kind">Where the margin comes from.</param>
public readonly record struct GateMargin(double Limit, double Margin, MarginKind Kind)
{
    /// <summary>
    /// Spreads that stay inside. Of a normal estimate one in 700 lies beyond; a file holds a dozen gates and more, and one that fails
    /// without a reason is soon turned off.
    /// </summary>
    public const double Spreads = 3;

    private const double Part = 0.1;

    /// <summary>The limit for a number.</summary>
    /// <param name="value">As measured.</param>
    /// <param name="spread">Of the estimate; null where it is not known.</param>
    /// <param name="rows">Of how many rows the number is a share; null where it is none.</param>
    /// <param name="step">Least distance that is worth a gate, 0 for any.</param>
    /// <param name="lowIsBad">Whether the limit is the least value, else the greatest.</param>
    public static GateMargin Of(double value, double? spread, long? rows, double step, bool lowIsBad)
    {
        var counting = rows is > 0 and { } n ? CountingError(value, n) : 0;
        (double Margin, MarginKind Kind)[] margins =
        [
            (Spreads * (spread ?? 0), MarginKind.Spread),
            (Spreads * counting, MarginKind.Counting),
            (Part * Math.Abs(value), MarginKind.Tenth),
            (step, MarginKind.Step),
        ];
        var (margin, kind) = margins.MaxBy(each => each.Margin);
        return new GateMargin(Outward(value, margin, lowIsBad), margin, kind);
    }

    // Standard error of a share of n rows drawn anew, and one row more: of none found three in n is still chance.
    private static double CountingError(double share, long rows)
    {
        var inside = Math.Clamp(share, 0, 1);
        return Math.Sqrt(inside * (1 - inside) / rows) + (1.0 / rows);
    }

    // In decimal, so that a limit is written as short as it was meant.
    private static double Outward(double value, double margin, bool lowIsBad)
    {
        if (margin < 1e-12)
        {
            return value;
        }
        var unit = (decimal)Math.Pow(10, Math.Clamp(Math.Floor(Math.Log10(margin)) - 1, -12, 12));
        var steps = (decimal)(lowIsBad ? value - margin : value + margin) / unit;
        return (double)((lowIsBad ? Math.Floor(steps) : Math.Ceiling(steps)) * unit);
    }
}

namespace Prismatic.Selection;

/// <summary>How many rows to keep: a number, or a share of the rows that came in.</summary>
public readonly record struct KeepBudget
{
    private KeepBudget(int? count, double? share) => (Count, Share) = (count, share);

    /// <summary>Rows to keep, when a number was asked for.</summary>
    public int? Count { get; }

    /// <summary>In (0, 1], when a share was asked for.</summary>
    public double? Share { get; }

    /// <summary>Exactly <paramref name="count"/> rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public static KeepBudget Rows(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new KeepBudget(count, null);
    }

    /// <summary>A share of all rows, duplicates included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, 1].</exception>
    public static KeepBudget ShareOf(double share)
    {
        if (!(share > 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies above 0 and at most at 1.");
        }
        return new KeepBudget(null, share);
    }

    /// <summary>The budget for <paramref name="rowCount"/> rows: rounded to the nearest, at least 1, at most all.</summary>
    public int For(int rowCount)
    {
        var wanted = Count ?? Math.Max(1, (int)Math.Round((Share ?? 1) * rowCount, MidpointRounding.AwayFromZero));
        return Math.Min(wanted, rowCount);
    }
}

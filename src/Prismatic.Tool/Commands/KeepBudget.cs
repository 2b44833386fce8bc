using System.Globalization;

namespace Prismatic.Tool.Commands;

/// <summary>How many rows a filter keeps: a number, or a share of the rows it chooses from.</summary>
internal readonly record struct KeepBudget(long? Rows, double? Share)
{
    /// <summary>Reads "20000" or "30%".</summary>
    /// <exception cref="PrismaticException">Neither, or out of range.</exception>
    public static KeepBudget Parse(string text)
    {
        var trimmed = text.Trim();
        if (
            trimmed.EndsWith('%')
            && double.TryParse(trimmed[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
            && percent is > 0 and <= 100
        )
        {
            return new KeepBudget(null, percent / 100);
        }
        if (long.TryParse(trimmed, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var rows) && rows > 0)
        {
            return new KeepBudget(rows, null);
        }
        throw new PrismaticException(
            $"--keep {text}: give a number of rows such as 20000, or a share such as 30%",
            ExitCode.Usage
        );
    }

    /// <summary>The budget out of <paramref name="total"/> rows: at least 1, at most all.</summary>
    public long Of(long total) =>
        Math.Clamp(Rows ?? (long)Math.Round(total * Share.GetValueOrDefault()), Math.Min(1, total), total);
}

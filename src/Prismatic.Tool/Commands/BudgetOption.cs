using System.Globalization;
using Prismatic.Selection;

namespace Prismatic.Tool.Commands;

/// <summary>The value of <c>--keep</c>: "20000" or "30%".</summary>
internal static class BudgetOption
{
    /// <summary>Reads it.</summary>
    /// <exception cref="PrismaticException">Neither a number of rows nor a share, or out of range.</exception>
    public static KeepBudget Parse(string text)
    {
        var trimmed = text.Trim();
        if (
            trimmed.EndsWith('%')
            && double.TryParse(trimmed[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
            && percent is > 0 and <= 100
        )
        {
            return KeepBudget.ShareOf(percent / 100);
        }
        return
            int.TryParse(trimmed, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var rows) && rows > 0
            ? KeepBudget.Rows(rows)
            : throw new PrismaticException(
                $"--keep {text}: give a number of rows such as 20000, or a share such as 30%",
                ExitCode.Usage
            );
    }
}

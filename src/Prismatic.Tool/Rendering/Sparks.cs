namespace Prismatic.Tool.Rendering;

/// <summary>Charts of letters, for places that show text only.</summary>
internal static class Sparks
{
    private const string Heights = "▁▂▃▄▅▆▇█";
    private const int BarLetters = 10;

    /// <summary>A share as a bar of ten letters: ▇▇▇▇░░░░░░. Anything above nothing fills one.</summary>
    /// <param name="share">Outside of 0 to 1 it is taken as the nearer end.</param>
    public static string Bar(double share)
    {
        var filled = (int)Math.Round(Math.Clamp(share, 0, 1) * BarLetters, MidpointRounding.AwayFromZero);
        filled = share > 0 ? Math.Max(1, filled) : 0;
        return new string('▇', filled) + new string('░', BarLetters - filled);
    }

    /// <summary>Amounts side by side, the greatest as high as a letter: ▁▃█▂.</summary>
    public static string Line(IReadOnlyList<double> amounts)
    {
        var most = amounts.DefaultIfEmpty(0).Max();
        return string.Concat(
            amounts.Select(amount =>
                Heights[most > 0 ? (int)Math.Round(Math.Max(0, amount) / most * (Heights.Length - 1)) : 0]
            )
        );
    }
}

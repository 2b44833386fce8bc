using System.Text;

namespace Prismatic.Reports;

/// <summary>The beginning of a text on one line, short enough to show.</summary>
public static class Excerpt
{
    /// <summary>Greatest length of an excerpt in code points, the ellipsis included.</summary>
    public const int Length = 160;

    /// <summary>Runs of white space become one space; broken surrogates become U+FFFD; the end is marked when cut.</summary>
    public static string Of(string text, int length = Length)
    {
        var result = new StringBuilder(Math.Min(text.Length, 2 * length));
        var count = 0;
        var gap = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                gap = result.Length > 0;
                continue;
            }
            if (count + (gap ? 2 : 1) > length - 1)
            {
                return result.Append('…').ToString();
            }
            if (gap)
            {
                result.Append(' ');
                count++;
                gap = false;
            }
            result.Append(rune.ToString());
            count++;
        }
        return result.ToString();
    }
}

using System.Globalization;
using System.Text;

namespace Prismatic.Tool.Rendering;

/// <summary>Makes text of strangers harmless to a terminal and honest to a reader.</summary>
internal static class VisibleText
{
    /// <summary>
    /// Control characters become their pictures (ESC is ␛), and characters that reorder or hide text become their
    /// names, such as ⟨U+202E⟩. The result is one line.
    /// </summary>
    public static string Of(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < 0x20)
            {
                result.Append((char)(0x2400 + rune.Value));
            }
            else if (rune.Value == 0x7F)
            {
                result.Append('␡');
            }
            else if (IsHidden(rune))
            {
                result.Append("⟨U+").Append(rune.Value.ToString("X4", CultureInfo.InvariantCulture)).Append('⟩');
            }
            else
            {
                result.Append(rune.ToString());
            }
        }
        return result.ToString();
    }

    // Joiners (U+200C, U+200D) are left: emoji and several scripts are written with them.
    private static bool IsHidden(Rune rune) =>
        rune.Value is not (0x200C or 0x200D)
        && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}

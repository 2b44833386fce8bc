using System.Globalization;
using System.Text;

namespace Prismatic.Pluralism;

/// <summary>Texts as words for comparing them: case, punctuation, markup and spacing do not count.</summary>
internal static class OptionWords
{
    /// <summary>
    /// Runs of letters, marks and digits in lower case; letters of scripts without spaces one by one. A sign before a
    /// digit belongs to it, and so does a comparison: -1 is not 1, and > 60 is not 60.
    /// </summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (IsAlone(c))
            {
                End();
                words.Add(c.ToString());
            }
            else if (
                IsPart(c) || (IsApostrophe(c) && word.Length > 0 && i + 1 < text.Length && char.IsLetter(text[i + 1]))
            )
            {
                word.Append(IsApostrophe(c) ? '\'' : char.ToLowerInvariant(c));
            }
            else
            {
                var isInside = word.Length > 0;
                End();
                if (!isInside && IsSign(c) && NextIsDigit(text, i + 1))
                {
                    word.Append(c == '\u2212' ? '-' : c);
                }
                else if (c is '<' or '>' or '\u2264' or '\u2265' && NextIsDigit(text, i + 1))
                {
                    words.Add(c.ToString());
                }
            }
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    /// <summary>Words with a space before and after each, so that whole words can be found as text.</summary>
    public static string Joined(IReadOnlyList<string> words) => words.Count == 0 ? "" : $" {string.Join(' ', words)} ";

    // Spaces and an equals sign may stand between a sign and its number.
    private static bool NextIsDigit(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '$' or '=')
        {
            at++;
        }
        return at < text.Length && char.IsAsciiDigit(text[at]);
    }

    private static bool IsSign(char c) => c is '-' or '+' or '\u2212';

    private static bool IsApostrophe(char c) => c is '\'' or '\u2019';

    // Halves of surrogate pairs stand for letters as often as not; together they tell texts apart.
    private static bool IsPart(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    // Kana and Han, which are written without spaces.
    private static bool IsAlone(char c) =>
        c is >= '\u3041' and <= '\u30ff' or >= '\u3400' and <= '\u9fff' or >= '\uf900' and <= '\ufaff';
}

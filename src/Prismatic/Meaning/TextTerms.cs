using System.Globalization;
using System.Text;

namespace Prismatic.Meaning;

/// <summary>The words of a text, and what two of them in a row make: what labels are put together from.</summary>
/// <remarks>
/// A word is a run of letters, marks and digits, with apostrophes and hyphens inside, in lower case; it has a letter. Two words make a
/// term when only white space stands between them. In scripts that write no spaces (Han, kana, Thai, Lao, Khmer, Burmese) every
/// two neighbouring signs make a term.
/// </remarks>
internal static class TextTerms
{
    private const int LongestWord = 40;

    /// <summary>Different terms of one text: words, and pairs of words with a space between.</summary>
    public static HashSet<string> Of(string text)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        var previous = "";
        foreach (var word in Read(text))
        {
            if (word.Sign)
            {
                AddPair(previous, word.Text, "");
            }
            else
            {
                if (Tells(word.Text))
                {
                    terms.Add(word.Text);
                }
                AddPair(previous, word.Text, " ");
            }
            previous = word.Text;

            void AddPair(string first, string second, string between)
            {
                if (
                    word.Joined
                    && first.Length > 0
                    && IsSign(first) == word.Sign
                    && HasLetter(first)
                    && HasLetter(second)
                )
                {
                    terms.Add(first + between + second);
                }
            }
        }
        return terms;
    }

    /// <summary>Different words of one text; each sign of a script without spaces is one.</summary>
    public static HashSet<string> Words(string text) =>
        Read(text).Select(word => word.Text).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<(string Text, bool Joined, bool Sign)> Read(string text)
    {
        var word = new StringBuilder();
        var joined = false;
        var broken = true;
        for (var i = 0; i < text.Length; )
        {
            if (
                Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length)
                != System.Buffers.OperationStatus.Done
            )
            {
                rune = Rune.ReplacementChar;
            }
            var inside = IsPart(rune) && !IsSign(rune);
            var inner =
                word.Length > 0
                && rune.Value is '\'' or '\u2019' or '-' or '\u2010'
                && i + 1 < text.Length
                && char.IsLetter(text[i + 1]);
            if (inside || inner)
            {
                joined = word.Length == 0 ? !broken : joined;
                word.Append(inner ? Plain(rune) : Rune.ToLowerInvariant(rune).ToString());
                broken = false;
            }
            else
            {
                if (word.Length > 0)
                {
                    yield return (Cut(word), joined, false);
                    word.Clear();
                }
                if (IsPart(rune))
                {
                    yield return (rune.ToString(), !broken, true);
                    broken = false;
                }
                else if (!Rune.IsWhiteSpace(rune))
                {
                    broken = true;
                }
            }
            i += length;
        }
        if (word.Length > 0)
        {
            yield return (Cut(word), joined, false);
        }
    }

    private static string Plain(Rune rune) => rune.Value is '-' or '\u2010' ? "-" : "'";

    private static string Cut(StringBuilder word) =>
        word.Length <= LongestWord ? word.ToString() : word.ToString(0, LongestWord - 1) + "…";

    // A letter alone is an article, a variable or what an apostrophe left.
    private static bool Tells(string word) => word.Length > 1 && HasLetter(word);

    private static bool HasLetter(string word) => word.EnumerateRunes().Any(Rune.IsLetter);

    private static bool IsSign(string word) => Rune.GetRuneAt(word, 0) is var rune && IsPart(rune) && IsSign(rune);

    private static bool IsPart(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    private static bool IsSign(Rune rune) =>
        rune.Value
            is (>= 0x0E00 and <= 0x0EFF)
                or (>= 0x1000 and <= 0x109F)
                or (>= 0x1780 and <= 0x17FF)
                or (>= 0x3040 and <= 0x30FF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x4E00 and <= 0x9FFF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x20000 and <= 0x3FFFF);
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Prismatic.Text.Pipeline;

/// <summary>What BERT's normalizer does to a text.</summary>
/// <param name="Cleans">Control signs go, white space becomes spaces.</param>
/// <param name="SetsApart">Spaces go around Chinese characters.</param>
/// <param name="StripsAccents">Letters lose their accents.</param>
/// <param name="Lowers">Letters become lower case.</param>
internal readonly record struct BertRules(bool Cleans, bool SetsApart, bool StripsAccents, bool Lowers)
{
    /// <summary>As a component of a tokenizer file, or a tokenizer's configuration, has it.</summary>
    public static BertRules Read(JsonElement part, string clean, string apart, string strip, string lower)
    {
        var lowers = part.Flag(lower, true);
        return new BertRules(part.Flag(clean, true), part.Flag(apart, true), part.Flag(strip, lowers), lowers);
    }
}

/// <summary>BERT's normalizer and its cut into words (Devlin et al. 2019), as the library "tokenizers" has them.</summary>
internal static class BertText
{
    /// <summary>The normalizer.</summary>
    public static Func<string, string> Normalizer(BertRules rules)
    {
        UnicodeSupport.Require();
        return text => Normalize(text, rules);
    }

    /// <summary>White space away, and every sign of punctuation a word of its own.</summary>
    public static void Words(Piece piece, List<Piece> output)
    {
        var text = piece.Text;
        var (at, start) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var next = at + rune.Utf16SequenceLength;
            var isSpace = Rune.IsWhiteSpace(rune);
            if (isSpace || SignKinds.IsPunctuation(rune))
            {
                Add(start, at);
                if (!isSpace)
                {
                    Add(at, next);
                }
                start = next;
            }
            at = next;
        }
        Add(start, at);

        void Add(int from, int to)
        {
            if (to > from)
            {
                output.Add(new Piece(text[from..to], piece.AtStart && from == 0));
            }
        }
    }

    private static string Normalize(string text, BertRules rules)
    {
        var kept = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rules.Cleans && IsControl(rune))
            {
                continue;
            }
            if (rules.Cleans && IsSpace(rune))
            {
                kept.Append(' ');
            }
            else if (rules.SetsApart && IsChinese(rune.Value))
            {
                kept.Append(' ').Append(rune.ToString()).Append(' ');
            }
            else if (rune.IsBmp)
            {
                kept.Append((char)rune.Value);
            }
            else
            {
                kept.Append(rune.ToString());
            }
        }
        var result = kept.ToString();
        result = rules.StripsAccents ? WithoutAccents(result) : result;
        return rules.Lowers ? Normalizers.Lowercase(result) : result;
    }

    private static string WithoutAccents(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text;
        }
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                kept.Append(rune.ToString());
            }
        }
        return kept.ToString();
    }

    private static bool IsSpace(Rune rune) => rune.Value is '\t' or '\n' or '\r' || Rune.IsWhiteSpace(rune);

    private static bool IsControl(Rune rune) =>
        rune.Value is 0 or 0xFFFD
        || (
            rune.Value is not ('\t' or '\n' or '\r')
            && Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
        );

    // The blocks of the reference; it misses a part of extension E.
    private static bool IsChinese(int sign) =>
        sign
            is (>= 0x4E00 and <= 0x9FFF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x20000 and <= 0x2A6DF)
                or (>= 0x2A700 and <= 0x2B73F)
                or (>= 0x2B740 and <= 0x2B81F)
                or (>= 0x2B920 and <= 0x2CEAF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x2F800 and <= 0x2FA1F);
}

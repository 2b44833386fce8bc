using System.Globalization;
using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>Kinds of signs as the reference tells them apart.</summary>
internal static class SignKinds
{
    private enum Kind
    {
        Space,
        Word,
        Sign,
    }

    /// <summary>ASCII signs that are no letters or digits, and punctuation in Unicode's sense.</summary>
    public static bool IsPunctuation(Rune rune) =>
        rune.IsAscii
            ? char.IsAsciiLetterOrDigit((char)rune.Value) is false && rune.Value is > 32 and < 127
            : Rune.IsPunctuation(rune);

    /// <summary>Letters, marks, decimal digits, connectors and joiners: \w of the reference.</summary>
    public static bool IsWord(Rune rune) =>
        rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149)
        || rune.Value is (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.ConnectorPunctuation;

    /// <summary>Places of every sign of a kind, one by one.</summary>
    public static List<(int Start, int End)> Singles(string text, Func<Rune, bool> isKind)
    {
        var places = new List<(int Start, int End)>();
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (isKind(rune))
            {
                places.Add((at, at + rune.Utf16SequenceLength));
            }
            at += rune.Utf16SequenceLength;
        }
        return places;
    }

    /// <summary>Places of runs of word signs and of runs of other signs that are no white space.</summary>
    public static List<(int Start, int End)> WordsAndSigns(string text)
    {
        var places = new List<(int Start, int End)>();
        var (at, start, running) = (0, 0, Kind.Space);
        foreach (var rune in text.EnumerateRunes())
        {
            var kind =
                IsWord(rune) ? Kind.Word
                : Rune.IsWhiteSpace(rune) ? Kind.Space
                : Kind.Sign;
            if (kind != running)
            {
                Close();
                (start, running) = (at, kind);
            }
            at += rune.Utf16SequenceLength;
        }
        Close();
        return places;

        void Close()
        {
            if (running != Kind.Space && at > start)
            {
                places.Add((start, at));
            }
        }
    }
}

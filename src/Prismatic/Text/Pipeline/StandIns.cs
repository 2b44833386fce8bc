using System.Globalization;
using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>
/// .NET's patterns see halves of signs beyond U+FFFF, so each is replaced, for matching only, by one letter below that has
/// its category and that no pattern names.
/// </summary>
internal static class StandIns
{
    private static readonly Dictionary<UnicodeCategory, char> Letters = new()
    {
        [UnicodeCategory.UppercaseLetter] = '\u2C6F',
        [UnicodeCategory.LowercaseLetter] = '\u2C61',
        [UnicodeCategory.TitlecaseLetter] = '\u1F88',
        [UnicodeCategory.ModifierLetter] = '\u2C7C',
        [UnicodeCategory.OtherLetter] = '\uA000',
        [UnicodeCategory.NonSpacingMark] = '\u1AB0',
        [UnicodeCategory.SpacingCombiningMark] = '\uA823',
        [UnicodeCategory.EnclosingMark] = '\u0488',
        [UnicodeCategory.DecimalDigitNumber] = '\uA620',
        [UnicodeCategory.LetterNumber] = '\uA6E6',
        [UnicodeCategory.OtherNumber] = '\u2776',
        [UnicodeCategory.ConnectorPunctuation] = '\u203F',
        [UnicodeCategory.DashPunctuation] = '\u2E3A',
        [UnicodeCategory.OpenPunctuation] = '\u2E28',
        [UnicodeCategory.ClosePunctuation] = '\u2E29',
        [UnicodeCategory.InitialQuotePunctuation] = '\u2E02',
        [UnicodeCategory.FinalQuotePunctuation] = '\u2E03',
        [UnicodeCategory.OtherPunctuation] = '\u2E2A',
        [UnicodeCategory.MathSymbol] = '\u2A00',
        [UnicodeCategory.CurrencySymbol] = '\u20A0',
        [UnicodeCategory.ModifierSymbol] = '\uA700',
        [UnicodeCategory.OtherSymbol] = '\u2800',
        [UnicodeCategory.Format] = '\u2061',
        [UnicodeCategory.PrivateUse] = '\uE000',
        [UnicodeCategory.OtherNotAssigned] = '\u0378',
    };

    /// <summary>Whether a range of letters holds one of them.</summary>
    public static bool AnyIn(char low, char high) => Letters.Values.Any(letter => letter >= low && letter <= high);

    /// <summary>The text with its stand-ins and where each letter came from, its length last; null where all is below U+FFFF.</summary>
    public static (string Text, int[] Places)? Of(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0)
        {
            return null;
        }
        var letters = new StringBuilder(text.Length);
        var places = new List<int>(text.Length + 1);
        for (var at = 0; at < text.Length; )
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            places.Add(at);
            letters.Append(length == 1 ? text[at] : Letters.GetValueOrDefault(Rune.GetUnicodeCategory(rune), '\u0378'));
            at += length;
        }
        places.Add(text.Length);
        return (letters.ToString(), [.. places]);
    }
}

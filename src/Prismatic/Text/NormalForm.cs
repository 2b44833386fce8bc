using System.Globalization;
using System.Text;

namespace Prismatic.Text;

/// <summary>Unicode form C of any text, in time that grows with its length.</summary>
/// <remarks>
/// The runtime's own sorts runs of combining marks by insertion, in the square of their length, and refuses halves of surrogate pairs.
/// Runs are cut here after 30 marks, as the Stream-Safe Text Format of Unicode Standard Annex 15 does; no writing needs more. Halves of pairs
/// become U+FFFD, and so does U+FFFE, the one whole character that the runtime refuses.
/// </remarks>
public static class NormalForm
{
    private const int MostMarks = 30;

    // The first combining mark; below it form C changes nothing.
    private const char FirstMark = '\u0300';

    /// <summary>The text in form C.</summary>
    public static string C(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstMark, char.MaxValue))
        {
            return text;
        }
        if (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            text = WholePairs(text);
        }
        text = text.Replace('\uFFFE', '\uFFFD');
        List<int>? cuts = null;
        var marks = 0;
        for (var i = 0; i < text.Length; i++)
        {
            marks = text[i] >= FirstMark && IsMark(text, i) ? marks + 1 : 0;
            if (marks > MostMarks && !char.IsLowSurrogate(text[i]))
            {
                (cuts ??= []).Add(i);
                marks = 1;
            }
        }
        return cuts is null ? text.Normalize(NormalizationForm.FormC) : InPieces(text, cuts);
    }

    // A low half continues its pair: it counts as what its pair is.
    private static bool IsMark(string text, int i) =>
        CharUnicodeInfo.GetUnicodeCategory(text, char.IsLowSurrogate(text[i]) ? i - 1 : i)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;

    private static string InPieces(string text, List<int> cuts)
    {
        var result = new StringBuilder(text.Length);
        var start = 0;
        foreach (var cut in cuts.Append(text.Length))
        {
            result.Append(text[start..cut].Normalize(NormalizationForm.FormC));
            start = cut;
        }
        return result.ToString();
    }

    private static string WholePairs(string text)
    {
        var result = new StringBuilder(text.Length);
        Span<char> pair = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(pair[..rune.EncodeToUtf16(pair)]);
        }
        return result.ToString();
    }
}

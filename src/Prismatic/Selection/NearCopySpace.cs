using System.Text;
using Prismatic.Features;

namespace Prismatic.Selection;

/// <summary>
/// The space in which near-copies are looked for: n-grams of the text with its numbers and names masked, so that a row
/// which changes nothing else lies on top of its source, and rows that are merely similar stay apart.
/// </summary>
/// <remarks>
/// Names are told by their capitals. Where more than half of the letters stand in capitalised words (titles, lists of
/// names, an answer of one word) these are content, and only numbers are masked. Measured in docs/benchmarks/nearcopies.md.
/// </remarks>
public static class NearCopySpace
{
    /// <summary>Least cosine of a near-copy in this space, by docs/benchmarks/nearcopies.md.</summary>
    public const double Threshold = 0.8;

    private const char Number = '0';
    private const char Name = 'A';

    /// <summary>The n-grams of the space: those of the view "ngrams".</summary>
    public static NGramOptions Options { get; } = new();

    /// <summary>Both passes over texts that are in memory.</summary>
    public static FeatureSpace Of(IReadOnlyList<string> texts, int threads = 0) =>
        Named(NGramFeatures.Of([.. texts.Select(Mask)], Options, threads));

    /// <summary>n-gram rows of masked texts under the name of this space.</summary>
    public static FeatureSpace Named(FeatureSpace rows) =>
        rows with
        {
            Name = "near-copies",
            Fingerprint = $"masked-1/{rows.Fingerprint}",
        };

    /// <summary>
    /// Every number becomes "0" and every capitalised word, or several in a row, "A"; capitalised words stay where most
    /// letters stand in such words.
    /// </summary>
    public static string Mask(string text)
    {
        var masksNames = CapitalShare(text) <= 0.5;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; )
        {
            if (char.IsDigit(text[i]))
            {
                result.Append(Number);
                i = NumberEnd(text, i);
            }
            else if (masksNames && IsNameStart(text, i))
            {
                AppendName(result);
                i = WordEnd(text, i);
            }
            else
            {
                result.Append(text[i++]);
            }
        }
        return result.ToString();
    }

    /// <summary>Letters in capitalised words over all letters; 0 without letters.</summary>
    private static double CapitalShare(string text)
    {
        var (inNames, letters) = (0, 0);
        for (var i = 0; i < text.Length; )
        {
            var end = char.IsLetter(text[i]) ? WordEnd(text, i) : i + 1;
            if (char.IsLetter(text[i]))
            {
                letters += end - i;
                inNames += char.IsUpper(text[i]) ? end - i : 0;
            }
            i = end;
        }
        return letters == 0 ? 0 : (double)inNames / letters;
    }

    private static bool IsNameStart(string text, int i) =>
        char.IsUpper(text[i]) && (i == 0 || !char.IsLetterOrDigit(text[i - 1]));

    private static int WordEnd(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && char.IsLetter(text[end]))
        {
            end++;
        }
        return end;
    }

    // 1,234.5 and 12:30 are one number each; the stop at the end of a sentence is none of it.
    private static int NumberEnd(string text, int start)
    {
        var end = start + 1;
        while (
            end < text.Length
            && (
                char.IsDigit(text[end])
                || (text[end] is '.' or ',' or ':' && end + 1 < text.Length && char.IsDigit(text[end + 1]))
            )
        )
        {
            end++;
        }
        return end;
    }

    // "Mary Ann" and "Bo" are one name each.
    private static void AppendName(StringBuilder result)
    {
        if (result.Length >= 2 && result[^1] == ' ' && result[^2] == Name)
        {
            result.Length--;
            return;
        }
        result.Append(Name);
    }
}

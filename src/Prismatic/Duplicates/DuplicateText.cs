using System.Text;
using Prismatic.Text;

namespace Prismatic.Duplicates;

/// <summary>What is left of a text when looks do not count.</summary>
public static class DuplicateText
{
    /// <summary>What <see cref="Normalise"/> does, for reports.</summary>
    public const string Description =
        "lower case, Unicode form C, runs of white space as one space, typographic quotes as plain ones; quotes and the punctuation . ! ? , ; : … "
        + "that close the text are left out; digits and all other characters stay";

    /// <summary>The text so that two that differ in looks only are equal. A text of closing punctuation alone keeps it.</summary>
    /// <remarks>Linear in the length of the text, whatever it holds.</remarks>
    public static string Normalise(string text)
    {
        var result = new StringBuilder(text.Length);
        Span<char> pair = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune))
            {
                result.Append(pair[..Plain(Rune.ToLowerInvariant(rune)).EncodeToUtf16(pair)]);
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }
        }
        var normal = NormalForm.C(result.ToString());
        return normal[..KeptLength(normal)];
    }

    /// <summary>How much of a text in normal form stays when its close is left out.</summary>
    internal static int KeptLength(ReadOnlySpan<char> normal)
    {
        const string Closing = " \"'.!?,;:…。！？";
        var kept = normal.Length;
        while (kept > 0 && Closing.Contains(normal[kept - 1], StringComparison.Ordinal))
        {
            kept--;
        }
        return kept > 0 ? kept : normal.TrimEnd(' ').Length;
    }

    private static Rune Plain(Rune rune) =>
        rune.Value switch
        {
            '‘' or '’' or '‚' or '‛' or '‹' or '›' => new Rune('\''),
            '“' or '”' or '„' or '‟' or '«' or '»' => new Rune('"'),
            _ => rune,
        };
}

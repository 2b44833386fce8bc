using System.Net;
using System.Text.RegularExpressions;

namespace Prismatic.Trainer.Corpus;

/// <summary>Prose paragraphs of HTML documentation: text of p, li, dd elements without listings and tables.</summary>
public static partial class HtmlText
{
    /// <summary>Paragraphs of one page that are mostly words.</summary>
    public static IEnumerable<string> Paragraphs(string html)
    {
        var body = Dropped().Replace(html, " ");
        foreach (var piece in Boundary().Split(body))
        {
            var text = WebUtility
                .HtmlDecode(Tag().Replace(piece, string.Empty))
                .Replace('\u00a0', ' ')
                .Replace("¶", "", StringComparison.Ordinal);
            text = Space().Replace(text, " ").Trim();
            if (PlainText.IsProse(text))
            {
                yield return text;
            }
        }
    }

    [GeneratedRegex(@"(?is)<(script|style|pre|nav|head|table|svg|footer|title)\b.*?</\1\s*>|<!--.*?-->")]
    private static partial Regex Dropped();

    [GeneratedRegex(
        @"(?i)</?(p|li|ul|ol|dl|dt|dd|div|section|h[1-6]|blockquote|body|main|article|td|tr|br|hr)\b[^>]*>"
    )]
    private static partial Regex Boundary();

    [GeneratedRegex(@"<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

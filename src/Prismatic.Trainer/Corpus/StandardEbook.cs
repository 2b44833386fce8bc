using System.Net;
using System.Text.RegularExpressions;

namespace Prismatic.Trainer.Corpus;

/// <summary>Text of a Standard Ebooks repository: its XHTML chapters as paragraphs, its plays as lines of speech.</summary>
internal static partial class StandardEbook
{
    // What the edition adds, and notes torn from their places.
    private static readonly HashSet<string> Apparatus = new(StringComparer.Ordinal)
    {
        "colophon",
        "dedication",
        "dramatis-personae",
        "endnotes",
        "epigraph",
        "halftitlepage",
        "halftitle",
        "imprint",
        "loi",
        "titlepage",
        "uncopyright",
    };

    /// <summary>Documents of about 3,000 characters; none reaches across chapters.</summary>
    /// <param name="folder">The repository.</param>
    /// <param name="plain">Whether quotes and dashes are written in ASCII, as Project Gutenberg's old texts do.</param>
    public static IEnumerable<string> Documents(string folder, bool plain) =>
        Directory
            .EnumerateFiles(Path.Combine(folder, "src/epub/text"), "*.xhtml")
            .Order(StringComparer.Ordinal)
            .Where(static path => !Apparatus.Contains(Path.GetFileNameWithoutExtension(path)))
            .SelectMany(path => PlainText.Documents(Lines(PackageReaders.Read(path), plain)))
            .Where(static document => document.Length > 200);

    /// <summary>
    /// Paragraphs, and of a play "NAME, tab, speech" with further lines of the speech after a tab, stage directions in
    /// brackets.
    /// </summary>
    internal static IEnumerable<string> Lines(string xhtml, bool plain)
    {
        var body = NoteReference().Replace(xhtml, string.Empty);
        body = Direction().Replace(body, "[$1]");
        foreach (Match block in Block().Matches(body))
        {
            var lines = block.Value.StartsWith("<tr", StringComparison.Ordinal)
                ? Speech(block.Value)
                : Plain(block.Value);
            foreach (var line in lines)
            {
                yield return plain ? Ascii(line) : line;
            }
        }
    }

    /// <summary>Typographic quotes, dashes and dots as plain ones.</summary>
    internal static string Ascii(string text) =>
        text.Replace('’', '\'')
            .Replace('‘', '\'')
            .Replace('“', '"')
            .Replace('”', '"')
            .Replace("—", "--", StringComparison.Ordinal)
            .Replace("⸺", "----", StringComparison.Ordinal)
            .Replace("⸻", "------", StringComparison.Ordinal)
            .Replace('–', '-')
            .Replace('‑', '-')
            .Replace("…", "...", StringComparison.Ordinal);

    private static IEnumerable<string> Speech(string row)
    {
        var cells = Cell().Matches(row);
        var name = cells.Count > 1 ? string.Concat(Plain(cells[0].Value)).ToUpperInvariant() : string.Empty;
        foreach (var line in Plain(cells.Count > 0 ? cells[^1].Value : row))
        {
            yield return name + "\t" + line;
            name = string.Empty;
        }
    }

    private static IEnumerable<string> Plain(string html) =>
        LineEnd()
            .Split(html)
            .Select(static piece => WebUtility.HtmlDecode(Tag().Replace(piece, string.Empty)))
            .Select(static text => Space().Replace(Invisible().Replace(text, string.Empty), " ").Trim())
            .Where(static text => text.Any(char.IsLetter));

    [GeneratedRegex(@"(?s)<a\b[^>]*noteref[^>]*>.*?</a>|<head>.*?</head>|<!--.*?-->|<figure\b.*?</figure>")]
    private static partial Regex NoteReference();

    [GeneratedRegex(@"(?s)<i epub:type=""z3998:stage-direction""[^>]*>(.*?)</i>")]
    private static partial Regex Direction();

    [GeneratedRegex(@"(?s)<tr\b.*?</tr>|<(p|h[2-5]|li|dd|dt)\b[^>/]*>.*?</\1>")]
    private static partial Regex Block();

    [GeneratedRegex(@"(?s)<td\b[^>]*/>|<td\b[^>]*>.*?</td>")]
    private static partial Regex Cell();

    [GeneratedRegex(@"<br\b[^>]*/?>|</(?:p|li|dd|dt|h[2-5])>")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"<[^>]*>")]
    private static partial Regex Tag();

    // Word joiners, hair spaces and soft hyphens carry no text.
    [GeneratedRegex(@"[\u2060\u200a\u200b\ufeff\u00ad]")]
    private static partial Regex Invisible();

    [GeneratedRegex(@"[\s\u00a0]+")]
    private static partial Regex Space();
}

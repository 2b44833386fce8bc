using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// Parts of a rendered page: every heading of the second level opens one, gets an id to link to and an entry in the
/// navigation. Sections of templates need not know of one another.
/// </summary>
internal static partial class PageOutline
{
    /// <summary>Where a template leaves room for the navigation.</summary>
    public const string NavigationPlace = "<!--navigation-->";

    /// <summary>The page with its parts marked and its navigation filled in.</summary>
    /// <param name="html">Rendered by an <see cref="EscapingContext"/>: no text of strangers looks like a heading.</param>
    public static string Arrange(string html)
    {
        var end = html.LastIndexOf("</main>", StringComparison.Ordinal);
        var (result, entries, ids) = (
            new StringBuilder(html.Length + 4096),
            new StringBuilder(),
            new HashSet<string>()
        );
        var next = 0;
        foreach (Match heading in Headings().Matches(html))
        {
            var (title, id) = (heading.Groups["title"].Value, Id(heading.Groups["title"].Value, ids));
            result.Append(html, next, heading.Index - next).Append(ids.Count > 1 ? "</section>\n" : "");
            result.Append(CultureInfo.InvariantCulture, $"<section class=\"part\" aria-labelledby=\"{id}\">\n");
            result.Append(CultureInfo.InvariantCulture, $"<h2 id=\"{id}\">{title}</h2>");
            entries.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{id}\">{title}</a></li>\n");
            next = heading.Index + heading.Length;
        }
        result
            .Append(html, next, end - next)
            .Append(ids.Count > 0 ? "</section>\n" : "")
            .Append(html, end, html.Length - end);
        return result.Replace(NavigationPlace, entries.ToString()).ToString();
    }

    private static string Id(string title, HashSet<string> taken)
    {
        var word = NoLetters().Replace(title.ToLowerInvariant(), "-").Trim('-');
        var id = word.Length == 0 ? "part" : word;
        for (var i = 2; !taken.Add(id); i++)
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{word}-{i}");
        }
        return id;
    }

    [GeneratedRegex(
        "<h2>(?<title>[^<]*)</h2>",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Headings();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex NoLetters();
}

using System.Globalization;
using System.Text;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// Reports on several data sets as one file: a table, and every page in a frame of its own, whole and kept from the others. Frames are held
/// to the page's policy as well as to their own.
/// </summary>
internal static class CombinedPage
{
    private const int MostBytes = 20_000_000;

    /// <summary>The page.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="pages">The page of each data set; null where there is none.</param>
    public static string Render(PullRequestResults results, IReadOnlyList<string?> pages)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append(
            CultureInfo.InvariantCulture,
            $"<meta http-equiv=\"Content-Security-Policy\" content=\"{PageScript.Policy}\">\n"
        );
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append(
            CultureInfo.InvariantCulture,
            $"<title>Data sets of pull request {results.Number}</title>\n<style>{PageScript.Style}</style>\n</head>\n<body>\n"
        );
        html.Append(
            CultureInfo.InvariantCulture,
            $"<main><h1>Data sets of pull request {results.Number} of {Shown(results.Repository)}</h1>\n"
        );
        html.Append(
            "<section class=\"part\"><div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Data set</th><th scope=\"col\">Change</th><th scope=\"col\">Result</th><th scope=\"col\">Verdict</th></tr></thead><tbody>\n"
        );
        foreach (var dataset in results.Datasets)
        {
            var (look, end) =
                dataset.Weight == Weight.Failed ? ("homogeneous", "failed")
                : dataset.IsUnaudited ? ("mixed", "not audited")
                : ("diverse", "passed");
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{Shown(dataset.Path)}</th><td>{Shown(CommandText.Word(dataset.Status))}</td>"
            );
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"{look}\">{end}</td>");
            html.Append(
                CultureInfo.InvariantCulture,
                $"<td>{Shown(dataset.Report?.Verdict.Sentence ?? dataset.Note ?? "-")}</td></tr>\n"
            );
        }
        html.Append("</tbody></table></div></section>\n");
        for (var i = 0; i < results.Datasets.Count; i++)
        {
            if (pages[i] is not { } page)
            {
                continue;
            }
            var name = Shown(results.Datasets[i].Path);
            if (html.Length + page.Length > MostBytes)
            {
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<p>The report on {name} has no room here; it lies beside this file.</p>\n"
                );
                continue;
            }
            var open = results.Datasets[i].Weight == Weight.Failed ? " open" : "";
            html.Append(CultureInfo.InvariantCulture, $"<details class=\"part\"{open}><summary>{name}</summary>");
            html.Append(
                CultureInfo.InvariantCulture,
                $"<iframe class=\"report\" title=\"Report on {name}\" sandbox=\"allow-scripts allow-downloads\" srcdoc=\"{Attribute(page)}\"></iframe></details>\n"
            );
        }
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    // A page has to come back as it was, its own escapes and line ends too.
    private static string Attribute(string page) =>
        page.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Shown(string text) => EscapingContext.Encode(VisibleText.Of(text));
}

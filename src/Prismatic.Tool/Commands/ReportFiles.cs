using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>How much of a data set's text its report shows.</summary>
internal enum ExampleChoice
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The beginnings of few rows.</summary>
    Short,

    /// <summary>These rows in full, up to a limit.</summary>
    Full,
}

/// <summary>Where a report goes, in which forms, and what of the data it shows there.</summary>
/// <param name="Html">The page; null for none.</param>
/// <param name="Json">The record; null for none.</param>
/// <param name="Markdown">The comment; null for none.</param>
/// <param name="Card">The section of a dataset card; null for none.</param>
/// <param name="Examples">What was asked for; null where nothing was.</param>
internal sealed record ReportFiles(string? Html, string? Json, string? Markdown, string? Card, ExampleChoice? Examples)
{
    public const string MarkdownTemplate = "--markdown <FILE>";
    public const string MarkdownHelp =
        "Write the report as Markdown for a comment or a job's summary; without text of the data unless --examples asks for it.";
    public const string CardTemplate = "--card <FILE>";
    public const string CardHelp = "Write a section for a dataset card, as Markdown; never with text of the data.";
    public const string ExamplesTemplate = "--examples <NAME>";
    public const string ExamplesHelp =
        "Text of the data in reports: none, short (beginnings of rows) or full (up to 4,000 characters). Default: short, and none "
        + "in Markdown.";

    private const int LongestText = 4000;

    /// <summary>All files.</summary>
    public IReadOnlyList<string?> Paths => [Html, Json, Markdown, Card];

    /// <summary>Greatest length of a row shown.</summary>
    public int Letters => Examples == ExampleChoice.Full ? LongestText : Excerpt.Length;

    /// <summary>The report as this run may show it to the person who ran it.</summary>
    public Report Shown(Report report) => Examples == ExampleChoice.None ? Privacy.WithoutTexts(report) : report;

    /// <summary>Writes every form that was asked for.</summary>
    /// <exception cref="PrismaticException">One cannot be written.</exception>
    public async Task WriteAsync(Report report, CancellationToken cancellation)
    {
        var shown = Shown(report);
        // What others read shows nothing of the data that nobody asked for.
        var published = Examples is null ? Privacy.WithoutTexts(report) : shown;
        IEnumerable<(string? Path, Func<string> Text)> forms =
        [
            (Html, () => HtmlRenderer.Render(shown)),
            (Json, () => ReportJson.Write(shown)),
            (Markdown, () => MarkdownRenderer.Render(published)),
            (Card, () => CardRenderer.Render(Privacy.WithoutTexts(report))),
        ];
        foreach (var (path, text) in forms)
        {
            if (path is not null)
            {
                await OutputFile.WriteAsync(path, text(), cancellation);
            }
        }
    }
}

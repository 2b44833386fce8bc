using Prismatic.Reports;
using Prismatic.Tool.Measuring;
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
/// <param name="Sarif">The findings; null for none.</param>
/// <param name="Examples">What was asked for; null where nothing was.</param>
/// <param name="Annotations">Whom findings are told to while they are printed.</param>
internal sealed record ReportFiles(
    string? Html,
    string? Json,
    string? Markdown,
    string? Card,
    string? Sarif,
    ExampleChoice? Examples,
    AnnotationOption Annotations
)
{
    public const string SarifTemplate = "--sarif <FILE>";
    public const string SarifHelp =
        "Write findings as SARIF 2.1.0: gates that fail, and what weighs in the verdict; without text of the data unless --examples "
        + "asks for it.";

    public const string MarkdownTemplate = "--markdown <FILE>";
    public const string MarkdownHelp =
        "Write the report as Markdown for a comment or a job's summary; without text of the data unless --examples asks for it.";
    public const string CardTemplate = "--card <FILE>";
    public const string CardHelp = "Write a section for a dataset card, as Markdown; never with text of the data.";
    public const string ExamplesTemplate = "--examples <NAME>";
    public const string ExamplesHelp =
        "Text of the data in reports: none, short (beginnings of rows) or full (up to 4,000 characters). Default: short, and none "
        + "in Markdown.";

    public const string RowsTemplate = "--rows <FILE>";
    public const string RowsHelp =
        "Write what was found of every row as Parquet: a line a row. Words of clusters are in it with --examples short or full, "
        + "texts with full.";

    private const int LongestText = RowTable.LongestText;

    private AnnotationOption Annotations { get; } = Annotations.BesideResults();

    /// <summary>All files.</summary>
    public IReadOnlyList<string?> Paths => [Html, Json, Markdown, Card, Sarif];

    /// <summary>Greatest length of a row shown.</summary>
    public int Letters => Examples == ExampleChoice.Full ? LongestText : Excerpt.Length;

    /// <summary>The report as this run may show it to the person who ran it.</summary>
    public Report Shown(Report report) => Examples == ExampleChoice.None ? Privacy.WithoutTexts(report) : report;

    /// <summary>Length of a row's beginning in the map; none where no text is shown.</summary>
    public int MapLetters => Examples == ExampleChoice.None ? 0 : MapTexts.Letters;

    /// <summary>What others read shows nothing of the data that nobody asked for.</summary>
    public bool IsTextAskedFor => Examples is ExampleChoice.Short or ExampleChoice.Full;

    /// <summary>Writes what was found of every row, where a file for that was named.</summary>
    public async Task WriteRowsAsync(string? path, Func<RowTable> table, CancellationToken cancellation)
    {
        if (path is not null)
        {
            await table().WriteAsync(path, Examples == ExampleChoice.Full, cancellation);
        }
    }

    /// <summary>Tells the host that runs this what was found, where it listens.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="data">Paths of the data files.</param>
    /// <param name="session">Where it is said.</param>
    public void Annotate(Report report, IReadOnlyList<string> data, Session session) =>
        Annotations.Write(ReportFinding.All(report), data, IsTextAskedFor, session);

    /// <summary>Writes every form that was asked for.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="data">Paths of the data files.</param>
    /// <param name="session">Where it runs.</param>
    /// <param name="map">Its rows in a plane, for the page; null for none.</param>
    /// <exception cref="PrismaticException">One cannot be written.</exception>
    public async Task WriteAsync(Report report, IReadOnlyList<string> data, Session session, PageMap? map = null)
    {
        var cancellation = session.Cancellation;
        var shown = Shown(report);
        var published = IsTextAskedFor ? shown : Privacy.WithoutTexts(report);
        IEnumerable<(string? Path, Func<string> Text)> forms =
        [
            (Html, () => HtmlRenderer.Render(shown, map)),
            (Json, () => ReportJson.Write(shown)),
            (Markdown, () => MarkdownRenderer.Render(published)),
            (
                Sarif,
                () =>
                    SarifRenderer.Render(
                        published,
                        ReportFinding.All(published),
                        [.. data.Select(path => DataLocation.Relative(path, session.WorkingDirectory))],
                        IsTextAskedFor
                    )
            ),
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

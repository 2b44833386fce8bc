using Prismatic.Duplicates;
using Prismatic.Reports;
using Scriban.Runtime;

namespace Prismatic.Tool.Rendering;

/// <summary>The report as one HTML file that needs nothing else: no network, no font; readable without its script.</summary>
internal static class HtmlRenderer
{
    /// <summary>The page, UTF-8, line feeds, not longer than <see cref="PageSize"/> allows; the same bytes for the same report.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="map">Its rows in a plane; null for none.</param>
    public static string Render(Report report, PageMap? map = null) =>
        MapBlock.Put(
            map,
            PageSize.Fit(report, map is not null, (shown, json, notice) => Arranged(shown, map, json, notice))
        );

    private static string Arranged(Report report, PageMap? map, SafeHtml? json, string notice)
    {
        var globals = new ScriptObject
        {
            ["report"] = report,
            ["title"] = Title(report),
            ["style"] = new SafeHtml(PageScript.Style),
            ["script"] = new SafeHtml(PageScript.Script),
            ["policy"] = PageScript.Policy,
            ["report_json"] = json,
            ["notice"] = notice,
            ["map"] = map,
        };
        globals.Import("count", new Func<long, string>(Numbers.Count));
        globals.Import("score", new Func<double, string>(Numbers.Score));
        globals.Import("percent", new Func<double, string>(Numbers.Percent));
        globals.Import("decimal", new Func<double, string>(Numbers.Decimal));
        globals.Import("drawn", new Func<DrawnValue, string>(Numbers.Drawn));
        globals.Import("word", new Func<DiversityLevel, string>(Word));
        globals.Import("kind_word", new Func<DuplicateKind, string>(kind => CommandText.Word(kind)));
        globals.Import("modes_chart", new Func<ViewSummary, SafeHtml>(view => Shown(Charts.Modes(view))));
        globals.Import("sizes_chart", new Func<ViewSummary, SafeHtml>(view => Shown(Charts.ClusterSizes(view))));
        globals.Import("spectrum_chart", new Func<ViewSummary, SafeHtml>(view => Shown(SpectrumChart.Of(view))));
        globals.Import("nearest_chart", new Func<ViewSummary, SafeHtml>(view => Shown(HistogramChart.Nearest(view))));
        globals.Import("tokens_chart", new Func<ViewSummary, SafeHtml>(view => Shown(HistogramChart.Tokens(view))));
        globals.Import("words_chart", new Func<WordingSummary, SafeHtml>(words => Shown(HistogramChart.Words(words))));
        globals.Import("answers_chart", new Func<PromptsSummary, SafeHtml>(p => Shown(HistogramChart.Answers(p))));
        globals.Import("variety_chart", new Func<PromptsSummary, SafeHtml>(p => Shown(HistogramChart.Variety(p))));
        globals.Import("meter", new Func<double, string, SafeHtml>(Charts.Meter));
        globals.Import("figure", new Func<MeanFigure?, string>(figure => Numbers.Of(figure, Numbers.Score)));
        globals.Import("ratio", new Func<MeanFigure?, string>(figure => Numbers.Of(figure, Numbers.Decimal)));
        globals.Import("share", new Func<MeanFigure?, string>(figure => Numbers.Of(figure, Numbers.Percent)));
        globals.Import("optional", new Func<double?, string>(value => value is { } x ? Numbers.Decimal(x) : "-"));
        globals.Import("optional_share", new Func<double?, string>(value => value is { } x ? Numbers.Percent(x) : "-"));
        globals.Import("signed", new Func<double, string>(CompareTerminal.Signed));
        globals.Import("points", new Func<double, string>(CompareTerminal.Points));
        globals.Import("points_of", new Func<double, string>(Numbers.Percent));
        GateWords.Import(globals);
        globals.Import("measures", new Func<Report, IEnumerable<Measure>>(of => [.. Measure.All(of)]));
        globals.Import("gain_word", new Func<GainLevel, string>(level => CommandText.Word(level)));
        globals.Import("heat_map", new Func<OutputsView, SafeHtml>(view => Shown(HeatMap.Of(view))));
        globals.Import("sorted", new Func<IReadOnlyDictionary<string, string>, object>(Sorted));
        globals.Import("map_picture", new Func<PageMap, SafeHtml>(MapPicture.Of));
        // A section sees what the page sees, and everything that it puts out is encoded as there.
        globals.Import("section", new Func<string, SafeHtml>(name => new SafeHtml(Rendered(name, globals))));
        return PageOutline.Arrange(Rendered(Page(report), globals));
    }

    private static string Page(Report report) =>
        report.Compare is not null ? "compare.html"
        : report.Outputs is not null ? "outputs.html"
        : "report.html";

    private static string Title(Report report)
    {
        if (report.Compare is { } compare)
        {
            return $"What changed: {compare.BaseName} to {compare.HeadName}";
        }
        var files = report.Dataset.Files;
        var named = string.Join(", ", files.Take(3)) + (files.Count > 3 ? $" and {files.Count - 3} more" : "");
        return report.Outputs is null ? $"Diversity report: {named}" : $"Answers of models: {named}";
    }

    private static SafeHtml Shown(Figure figure) =>
        new(Rendered("figure.html", new ScriptObject { ["figure"] = figure }));

    private static string Rendered(string name, ScriptObject globals)
    {
        var context = new EscapingContext();
        context.PushGlobal(globals);
        return TemplateFiles.Page(name).Render(context);
    }

    private static string Word(DiversityLevel level) =>
        level switch
        {
            DiversityLevel.Diverse => "diverse",
            DiversityLevel.Mixed => "mixed",
            _ => "homogeneous",
        };

    private static List<KeyValuePair<string, string>> Sorted(IReadOnlyDictionary<string, string> pairs) =>
        [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
}

using Prismatic.Reports;
using static Prismatic.Tool.Rendering.MarkdownText;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// The report as a section of a dataset card: what was measured, how, and how to measure it again. It begins with a heading of the
/// second level, so that no parser of cards takes it for the YAML block that a card opens with, and holds no line of three dashes.
/// </summary>
internal static class CardRenderer
{
    private const int MeasuresShown = 60;
    private const int NameLetters = 80;
    private const int CommandLetters = 4000;

    /// <summary>The section.</summary>
    /// <param name="report">Without text of the data.</param>
    public static string Render(Report report)
    {
        var data = report.Dataset;
        var lines = new List<string>
        {
            report.Outputs is null ? "## Diversity" : "## Diversity of answers",
            "",
            $"Measured by Prismatic {Short(report.ToolVersion)}: "
                + $"{Numbers.Count(data.Rows, "row")} read, {Numbers.Count(data.MeasuredRows)} measured.",
            "",
            $"Verdict: {Inline(Excerpt.Of(report.Verdict.Sentence, 1000))}",
            "",
            "| measure | of | value | what it is |",
            "| :- | :- | -: | :- |",
        };
        lines.AddRange(
            Measure
                .All(report)
                .Take(MeasuresShown)
                .Select(measure =>
                    $"| {measure.Rule.Name} | {(measure.Of is { } of ? Short(of) : "")} | {measure.Value} | {Inline(measure.Rule.Measure)} |"
                )
        );
        lines.AddRange(["", "### How this was measured", ""]);
        lines.AddRange(
            report.Views.Select(view =>
                $"* {Short(view.Name)}: {Inline(Excerpt.Of(view.Description))}; {Numbers.Count(view.Rows, "vector")}, fingerprint {Code(Excerpt.Of(view.Fingerprint))}"
            )
        );
        lines.AddRange(
            (report.Outputs?.Views ?? []).Select(view =>
                $"* {Short(view.Name)}: {Inline(Excerpt.Of(view.Description))}; fingerprint {Code(Excerpt.Of(view.Fingerprint))}"
            )
        );
        lines.Add($"* columns: {Inline(Excerpt.Of(data.Fields, 1000))}");
        lines.AddRange([
            "",
            "Scores of different fingerprints are not comparable. They say how varied rows are, not how good.",
            "",
        ]);
        var command = report.Reproduce.CommandLine;
        if (command.Length <= CommandLetters)
        {
            lines.AddRange(["To get the same numbers:", "", Block(command, "sh")]);
        }
        return string.Join('\n', lines) + "\n";
    }

    private static string Short(string name) => Inline(Excerpt.Of(name, NameLetters));
}

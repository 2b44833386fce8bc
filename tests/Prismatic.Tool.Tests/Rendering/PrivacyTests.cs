using System.Text.Json.Nodes;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

public sealed class PrivacyTests
{
    private const string Mark = "§";

    // Every text of a report that is not of the data. A new field that is not here must be taken out by Privacy.
    private static readonly string[] Kept =
    [
        "agreement.first",
        "agreement.second",
        "agreement.sentences",
        "command",
        "compare.against.kinds.examples.ofSet",
        "compare.against.name",
        "compare.base.fields",
        "compare.base.files",
        "compare.baseName",
        "compare.changedExamples.ofSet",
        "compare.headName",
        "compare.matchedBy",
        "compare.repeats.kinds.examples.ofSet",
        "compare.views.fingerprint",
        "compare.views.name",
        "dataset.fields",
        "dataset.files",
        "dataset.paths",
        "duplicates.against.fields",
        "duplicates.against.name",
        "duplicates.files.file",
        "duplicates.files.ofFile",
        "duplicates.kinds.examples.file",
        "duplicates.kinds.examples.ofFile",
        "duplicates.largest.examples.file",
        "duplicates.largest.firstFile",
        "duplicates.normalisation",
        "filter.dropped.reason",
        "filter.explorer.reasons.limit",
        "filter.explorer.reasons.reason",
        "filter.explorer.rows.reason",
        "filter.features",
        "filter.rule",
        "gain.cue",
        "gain.fingerprint",
        "gain.quadrant.view",
        "gain.sentences",
        "gain.source",
        "gates.baseline",
        "gates.baselineNumbers.basis",
        "gates.baselineNumbers.id",
        "gates.baselineNumbers.of",
        "gates.outcomes.files",
        "gates.outcomes.id",
        "gates.outcomes.maxDrop",
        "gates.outcomes.maxRise",
        "gates.outcomes.next",
        "gates.outcomes.of",
        "gates.outcomes.rule",
        "gates.outcomes.sentence",
        "gates.outcomes.why",
        "meaning.fingerprint",
        "meaning.sentences",
        "meaning.source",
        "meaning.view",
        "outputs.byPrompt.narrowest.classes.models",
        "outputs.collapsed.model",
        "outputs.equivalence",
        "outputs.equivalenceDefinition",
        "outputs.gaps.model",
        "outputs.leftOut.reason",
        "outputs.models.name",
        "outputs.notes",
        "outputs.sharedPhrases.models",
        "outputs.views.description",
        "outputs.views.fingerprint",
        "outputs.views.models.model",
        "outputs.views.mostAlike.firstModel",
        "outputs.views.mostAlike.secondModel",
        "outputs.views.name",
        "outputs.views.parameters",
        "people.models.furthest.group",
        "people.models.groups.group",
        "people.models.model",
        "people.notes",
        "people.overton.model",
        "people.overton.scorer",
        "people.reference",
        "people.sentences",
        "people.viewpoints",
        "reproduce.commandLine",
        "reproduce.parameters",
        "templates.tokens",
        "toolVersion",
        "verdict.reasons.rule",
        "verdict.sentence",
        "views.description",
        "views.familiarity.lossMask",
        "views.fingerprint",
        "views.name",
        "views.parameters",
        "wording.parameters",
        "wording.tokens",
    ];

    [Fact]
    public void Only_texts_that_are_not_of_the_data_are_left()
    {
        var left = new SortedSet<string>(StringComparer.Ordinal);
        foreach (
            var report in new[]
            {
                SampleReport.Create(Marked),
                SampleOutputs.Create(Marked),
                SampleCompare.Create(Marked),
            }
        )
        {
            Collect(JsonNode.Parse(ReportJson.Write(Privacy.WithoutTexts(report)))!, "", left);
        }
        Assert.Empty(left.Except(Kept));
    }

    [Fact]
    public void What_has_no_text_of_the_data_is_not_touched()
    {
        foreach (var report in new[] { SampleReport.Create(), SampleOutputs.Create(), SampleCompare.Create() })
        {
            var without = Privacy.WithoutTexts(report);
            Assert.Equal(ReportJson.Write(without), ReportJson.Write(Privacy.WithoutTexts(without)));
            Assert.Equal(report.Dataset, without.Dataset);
            Assert.Equal(report.Verdict, without.Verdict);
            Assert.Equal(report.Views.Count, without.Views.Count);
        }
    }

    [Fact]
    public void Every_form_can_be_made_of_what_is_left()
    {
        foreach (var report in new[] { SampleReport.Create(), SampleOutputs.Create(), SampleCompare.Create() })
        {
            var without = Privacy.WithoutTexts(report);
            Assert.NotEmpty(HtmlRenderer.Render(without));
            Assert.NotEmpty(MarkdownRenderer.Render(without));
            Assert.NotEmpty(ReportGoldenTests.Plain(without));
        }
    }

    private static string Marked(string text) => text + Mark;

    private static void Collect(JsonNode? node, string path, SortedSet<string> left)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map)
                {
                    // Names of parameters and rules are data of ours; the path ends before them.
                    var isMap =
                        path.EndsWith("arameters", StringComparison.Ordinal)
                        || path.EndsWith("rules", StringComparison.Ordinal);
                    Collect(value, isMap ? path : $"{path}.{name}".TrimStart('.'), left);
                }
                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Collect(item, path, left);
                }
                break;
            case JsonValue value when value.ToString().Contains(Mark, StringComparison.Ordinal):
                left.Add(path);
                break;
        }
    }
}

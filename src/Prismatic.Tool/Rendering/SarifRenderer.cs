using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>Findings as SARIF 2.1.0, the form in which hosts of code take findings of tools.</summary>
internal static class SarifRenderer
{
    /// <summary>GitHub shows as many of a run.</summary>
    public const int MostResults = 5000;

    private const string Root = "%SRCROOT%";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    /// <summary>The log, UTF-8 text ending in a line feed.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="findings">The worst first; those beyond <see cref="MostResults"/> are left out.</param>
    /// <param name="files">Paths of the data from the top of the working copy on; the first one bears the findings.</param>
    /// <param name="showsTexts">Whether messages hold beginnings of rows.</param>
    public static string Render(
        Report report,
        IReadOnlyList<ReportFinding> findings,
        IReadOnlyList<string> files,
        bool showsTexts
    )
    {
        var log = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(
                new JsonObject
                {
                    ["tool"] = new JsonObject
                    {
                        ["driver"] = new JsonObject
                        {
                            ["name"] = "Prismatic",
                            ["version"] = VisibleText.Of(report.ToolVersion),
                            ["rules"] = new JsonArray([.. GateRules.All.Select(Rule)]),
                        },
                    },
                    ["invocations"] = new JsonArray(new JsonObject { ["executionSuccessful"] = true }),
                    ["columnKind"] = "utf16CodeUnits",
                    ["results"] = new JsonArray([
                        .. findings.Take(MostResults).Select(finding => Result(finding, files, showsTexts)),
                    ]),
                }
            ),
        };
        return log.ToJsonString(Json) + "\n";
    }

    /// <summary>A text as a plain message: brackets begin links there, and braces placeholders.</summary>
    internal static string Message(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal)
            .Replace("]", "\\]", StringComparison.Ordinal)
            .Replace("{", "{{", StringComparison.Ordinal)
            .Replace("}", "}}", StringComparison.Ordinal);

    private static JsonObject Rule(GateRule rule) =>
        new JsonObject
        {
            ["id"] = rule.Id,
            ["name"] = rule.Name,
            ["shortDescription"] = new JsonObject { ["text"] = rule.Measure },
            ["fullDescription"] = new JsonObject { ["text"] = $"{rule.Measure} {rule.Why}" },
            ["help"] = new JsonObject
            {
                ["text"] = $"{rule.Measure}\nWhy: {rule.Why}\nWhen it fails: {rule.Next}",
                ["markdown"] = $"{rule.Measure}\n\n**Why:** {rule.Why}\n\n**When it fails:** {rule.Next}",
            },
            ["defaultConfiguration"] = new JsonObject { ["level"] = "warning" },
        };

    private static JsonObject Result(ReportFinding finding, IReadOnlyList<string> files, bool showsTexts) =>
        new JsonObject
        {
            ["ruleId"] = finding.Rule.Id,
            ["ruleIndex"] = GateRules.All.Index().First(rule => rule.Item.Id == finding.Rule.Id).Index,
            ["level"] = CommandText.Word(finding.Level),
            ["message"] = new JsonObject { ["text"] = Message(finding.Message(showsTexts)) },
            ["locations"] = new JsonArray([.. files.Take(1).Select(Location)]),
            // The same finding of the next run is the same one, whatever its numbers.
            ["partialFingerprints"] = new JsonObject
            {
                ["prismatic/v1"] = VisibleText.Of($"{finding.Rule.Id}/{finding.Of}"),
            },
        };

    // Findings are of a whole file; hosts want a line.
    private static JsonObject Location(string file) =>
        new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = DataLocation.Uri(file), ["uriBaseId"] = Root },
                ["region"] = new JsonObject { ["startLine"] = 1 },
            },
        };
}

using System.Text.Json.Nodes;
using CsCheck;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>SARIF 2.1.0 by the sections of its specification (OASIS, 27 March 2020).</summary>
public sealed class SarifTests
{
    private static readonly string[] Files = ["data/a b%,ü#1.jsonl", "more.parquet"];

    [Fact]
    public void The_log_is_as_the_specification_says()
    {
        var report = SampleReport.Create();
        var run = RunOf(Render(Failed(report)));
        var rules = run["tool"]!["driver"]!["rules"]!.AsArray();
        Assert.Equal("Prismatic", (string?)run["tool"]!["driver"]!["name"]);
        // 3.49.3: ids are unique; 3.19.23.
        Assert.Equal(rules.Count, rules.Select(rule => (string)rule!["id"]!).Distinct().Count());
        Assert.All(
            rules,
            rule =>
            {
                Assert.Matches("^PRS[0-9]{3}$", (string)rule!["id"]!);
                // 3.49.9 to 3.49.12: a text wherever there is a message.
                Assert.NotEmpty((string)rule["shortDescription"]!["text"]!);
                Assert.NotEmpty((string)rule["fullDescription"]!["text"]!);
                Assert.NotEmpty((string)rule["help"]!["text"]!);
            }
        );
        var results = run["results"]!.AsArray();
        Assert.NotEmpty(results);
        Assert.All(
            results,
            result =>
            {
                // 3.27.5 to 3.27.7: the index points at the rule of the id.
                Assert.Equal((string)result!["ruleId"]!, (string)rules[(int)result["ruleIndex"]!]!["id"]!);
                // 3.27.10.
                Assert.Contains((string)result["level"]!, new[] { "none", "note", "warning", "error" });
                Assert.NotEmpty((string)result["message"]!["text"]!);
                var place = result["locations"]![0]!["physicalLocation"]!;
                // 3.4.3: a valid relative reference; 3.30.5: lines count from 1.
                var uri = (string)place["artifactLocation"]!["uri"]!;
                Assert.Equal("data/a%20b%25%2C%C3%BC%231.jsonl", uri);
                Assert.True(Uri.IsWellFormedUriString(uri, UriKind.Relative));
                Assert.Equal(1, (int)place["region"]!["startLine"]!);
                // 3.27.16: strings by name.
                Assert.All(result["partialFingerprints"]!.AsObject(), pair => Assert.NotEmpty((string)pair.Value!));
            }
        );
        Assert.Equal(["error", "warning"], results.Select(result => (string)result!["level"]!).Distinct().Take(2));
    }

    [Fact]
    public void No_more_results_than_a_host_takes_are_written()
    {
        var report = SampleReport.Create();
        var findings = Enumerable.Repeat(ReportFinding.All(Failed(report))[0], 5001).ToList();
        Assert.Equal(5000, RunOf(SarifRenderer.Render(report, findings, Files, false))["results"]!.AsArray().Count);
    }

    [Fact]
    public void A_message_reads_back_as_the_text_it_was() =>
        Gen.String[Gen.Char["ab \\[]{}()01"], 0, 20]
            .Sample(text =>
            {
                var message = SarifRenderer.Message(text);
                // 3.11.5 and 3.11.6: no placeholder, no link; doubled braces and escaped brackets are themselves.
                var bare = message
                    .Replace("{{", "", StringComparison.Ordinal)
                    .Replace("}}", "", StringComparison.Ordinal);
                return !bare.Contains('{') && Unescaped(message) == text;
            });

    [Fact]
    public void Texts_are_in_messages_only_where_they_were_asked_for()
    {
        var report = SampleReport.Create();
        var findings = ReportFinding.All(Failed(report));
        Assert.Contains(
            "Tom has 3 apples",
            SarifRenderer.Render(report, findings, Files, true),
            StringComparison.Ordinal
        );
        var without = SarifRenderer.Render(report, findings, Files, false);
        Assert.DoesNotContain("Tom has 3 apples", without, StringComparison.Ordinal);
        Assert.Contains("Rows to look at: 7", without, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reason_of_a_verdict_has_a_rule()
    {
        var outputs = SampleOutputs.Create();
        var reasons = SampleReport
            .Create()
            .Verdict.Reasons.Concat(outputs.Verdict.Reasons)
            .Concat(OutputsRules.Judge(outputs.Outputs!).Reasons)
            .Append(
                new VerdictReason
                {
                    Rule = "rows mostly of a template",
                    Value = 1,
                    Level = DiversityLevel.Mixed,
                }
            );
        Assert.All(reasons, reason => Assert.NotNull(ReportFinding.RuleOf(reason)));
    }

    [Fact]
    public void What_a_gate_failed_is_not_told_again()
    {
        var report = SampleReport.Create();
        var before = ReportFinding.All(report with { Gates = null });
        Assert.Contains(
            before,
            finding => finding is { Rule.Name: "crowding", Of: "ngrams", Level: FindingLevel.Note }
        );
        var after = ReportFinding.All(Failed(report));
        Assert.Single(after, finding => finding is { Rule.Name: "crowding", Of: "ngrams" });
    }

    [Theory]
    [InlineData("/repo/data/x.jsonl", "data/x.jsonl")]
    [InlineData("data/x.jsonl", "data/x.jsonl")]
    [InlineData("/elsewhere/x.jsonl", "x.jsonl")]
    [InlineData("../x.jsonl", "x.jsonl")]
    public void Files_are_named_from_the_working_copy_on(string path, string expected) =>
        Assert.Equal(expected, DataLocation.Relative(path, "/repo"));

    internal static Report Failed(Report report) =>
        report with
        {
            Gates = GateRecord.Of(Results(report), baseline: null),
        };

    private static IReadOnlyList<GateResult> Results(Report report) =>
        GateCheck.Run(
            report,
            [
                new Gate { Rule = GateRules.Find("crowding")!, Max = 0.1 },
                new Gate
                {
                    Rule = GateRules.Find("exact-duplicates")!,
                    Max = 0.001,
                    Severity = GateSeverity.Warning,
                },
                new Gate { Rule = GateRules.Find("rows")!, Min = 1 },
            ]
        );

    private static string Render(Report report) =>
        SarifRenderer.Render(report, ReportFinding.All(report), Files, showsTexts: false);

    private static JsonNode RunOf(string sarif)
    {
        var log = JsonNode.Parse(sarif)!;
        // 3.13.2.
        Assert.Equal("2.1.0", (string?)log["version"]);
        return Assert.Single(log["runs"]!.AsArray())!;
    }

    private static string Unescaped(string message)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < message.Length; i++)
        {
            // An escape or a doubled brace stands for what comes second.
            text.Append(message[i] is '\\' or '{' or '}' ? message[++i] : message[i]);
        }
        return text.ToString();
    }
}

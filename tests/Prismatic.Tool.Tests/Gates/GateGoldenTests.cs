using System.Globalization;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Gates;

/// <summary>What rules say, what they read of reports that hold everything, and every sentence of a check.</summary>
public sealed class GateGoldenTests
{
    private static readonly string[] Limits =
    [
        """{ "rule": "exact-duplicates", "max": 0.0114 }""",
        """{ "rule": "exact-duplicates", "max": 0.01 }""",
        """{ "rule": "duplicates", "max": 1 }""",
        """{ "rule": "duplicates", "max": 0, "severity": "warning" }""",
        """{ "rule": "diversity", "min": 1 }""",
        """{ "rule": "diversity", "of": "ngrams", "min": 100000 }""",
        """{ "rule": "diversity", "of": "nothing", "min": 1 }""",
        """{ "rule": "refusals", "max": 1 }""",
        """{ "rule": "templates", "maxRise": 0.01, "files": "other*.parquet" }""",
        """{ "rule": "templates", "max": 1, "files": "folder/more*.parquet" }""",
        """{ "rule": "diversity", "of": "ngrams", "maxDrop": "5%" }""",
        """{ "rule": "diversity", "of": "gradients", "maxDrop": 0, "maxRise": 0 }""",
        """{ "rule": "exact-duplicates", "maxRise": 0 }""",
        """{ "rule": "exact-duplicates", "max": 1, "maxRise": "1000%" }""",
    ];

    [Fact]
    public void Rules_say_what_they_measure_why_and_what_to_do() =>
        Golden.Verify(
            "gate-rules.txt",
            Lines(
                GateRules.All.Select(rule =>
                    $"{rule.Id} {rule.Name}, {(rule.LowIsBad ? "low" : "high")} is bad, measured by {string.Join(" and ", rule.Commands)}\n  {rule.Measure}\n  {rule.Why}\n  {rule.Next}"
                )
            )
        );

    [Fact]
    public void Rules_read_these_numbers() =>
        Golden.Verify(
            "gate-readings.txt",
            Lines(
                from report in new[] { SampleReport.Create(), SampleOutputs.Create(), Bare(SampleReport.Create()) }
                from rule in GateRules.All
                from reading in rule.Read(report)
                select $"{rule.Id} {rule.Name} of {reading.Of ?? "all"}: {Number(reading.Value)} ± {Number(reading.Spread)} [{reading.Basis}]"
                    + string.Concat((reading.Rows ?? []).Select(row => $"\n  {row.Row}: {row.Excerpt}"))
            )
        );

    [Fact]
    public void A_check_says_why_it_passes_or_fails() =>
        Golden.Verify(
            "gate-results.txt",
            string.Join(
                "\n",
                Checks("none", null),
                Checks("the same", SampleReport.Create()),
                Checks("another", Other())
            )
        );

    private static string Checks(string name, Report? baseline)
    {
        var gates = GateFile.Read($"{{ \"gates\": [ {string.Join(",\n", Limits)} ] }}");
        var results = GateCheck.Run(
            SampleReport.Create(),
            gates,
            baseline is null ? null : GateBaseline.Of(name, baseline)
        );
        return $"baseline: {name}\n"
            + Lines(
                results.Select(result =>
                    $"{result.Gate.Rule.Name} of {result.Of ?? "all"}: {result.State}{(result.Fails ? ", fails the check" : "")}: {result.Sentence}"
                    + $" (value {Number(result.Value)}, spread {Number(result.Spread)}, baseline {Number(result.Baseline)}, {result.Rows.Count} rows)"
                )
            );
    }

    // More diverse, without copies, and measured in another way where views are concerned.
    private static Report Other()
    {
        var report = SampleReport.Create();
        return report with
        {
            Dataset = report.Dataset with { ExactDuplicateShare = 0.001 },
            Views =
            [
                report.Views[0] with
                {
                    Rarefied = report.Views[0].Rarefied with { Mean = 2 * report.Views[0].Rarefied.Mean },
                },
                report.Views[1] with
                {
                    Fingerprint = "another model",
                },
            ],
        };
    }

    // A report that looked through nothing.
    private static Report Bare(Report report) =>
        report with
        {
            Views = [],
            Duplicates = null,
            Templates = null,
            Wording = null,
            Meaning = null,
            Gain = null,
            Dataset = report.Dataset with { Rows = 0, RowsWithText = 0 },
        };

    private static string Number(double? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "-";

    private static string Lines(IEnumerable<string> lines) => string.Join("\n", lines) + "\n";
}

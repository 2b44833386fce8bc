using System.Text.Json.Nodes;
using Prismatic.Reports;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>A folder of results as the Action writes it, to be changed by a test before it is read.</summary>
internal sealed class ResultsOf : IDisposable
{
    public const string Head = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string Base = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    public string Folder { get; } = Directory.CreateTempSubdirectory("prismatic-results-").FullName;

    /// <summary>The file pull-request.json.</summary>
    public JsonObject Main { get; } =
        new()
        {
            ["schema"] = 1,
            ["repository"] = FakeGitHub.Repository,
            ["number"] = FakeGitHub.Number,
            ["head"] = Head,
            ["base"] = Base,
            ["key"] = "audit.yml/audit",
            ["runId"] = 1234567890,
            ["runAttempt"] = 1,
            ["comments"] = "auto",
            ["reportUrl"] = $"https://github.com/{FakeGitHub.Repository}/actions/runs/1234567890/artifacts/5",
            ["datasets"] = new JsonArray(),
        };

    /// <summary>A report whose gates all pass and whose verdict is the best, with a number of the base beside.</summary>
    public static Report Quiet(double change = 0)
    {
        var report = SampleReport.Create();
        return report with
        {
            Verdict = report.Verdict with { Level = DiversityLevel.Diverse, Sentence = "Diverse.", Reasons = [] },
            Gates = new GatesSummary
            {
                Passed = true,
                Baseline = "main",
                Outcomes =
                [
                    .. report
                        .Gates!.Outcomes.Where(outcome => outcome.State == GateState.Passed)
                        .Select(outcome => outcome with { Change = change, Spread = 1 }),
                ],
            },
        };
    }

    /// <summary>Adds a data set.</summary>
    public ResultsOf Add(string path, string status, Report? report, int exitCode = 0, string? note = null)
    {
        var datasets = Main["datasets"]!.AsArray();
        var name = report is null ? null : $"reports/{datasets.Count + 1:D2}.json";
        if (name is not null)
        {
            Directory.CreateDirectory(Path.Combine(Folder, "reports"));
            File.WriteAllText(Path.Combine(Folder, name), ReportJson.Write(report!));
        }
        datasets.Add(
            new JsonObject
            {
                ["path"] = path,
                ["status"] = status,
                ["previous"] = status == "renamed" ? "old/" + path : null,
                ["report"] = name,
                ["exitCode"] = exitCode,
                ["note"] = note,
            }
        );
        return this;
    }

    /// <summary>One data set that fails, one that warns, one that changed, one that is gone, one that was left out.</summary>
    public ResultsOf AddAllKinds() =>
        Add("data/quiet.parquet", "modified", Quiet())
            .Add("data/bad | set.parquet", "modified", SampleReport.Create(), exitCode: 1)
            .Add("data/new.parquet", "renamed", Quiet())
            .Add("data/gone.jsonl", "removed", null)
            .Add("data/large.parquet", "added", null, note: "over the byte budget: 2.1 GB")
            .Add("data/broken.parquet", "added", null, exitCode: 3, note: "not a Parquet file");

    /// <summary>Writes pull-request.json.</summary>
    public string Write()
    {
        File.WriteAllText(Path.Combine(Folder, "pull-request.json"), Main.ToJsonString());
        return Folder;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

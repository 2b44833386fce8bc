using System.Text.Json;
using Prismatic.Tool.Tests;

namespace Prismatic.Browser.Tests;

/// <summary>Results of a pull request that brings templates back into a filtered set, made of this repository's sample.</summary>
public sealed class PullRequestSample : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-pull");

    /// <summary>The comment.</summary>
    public string Markdown { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var all = Path.Combine(Golden.Root, "docs", "samples", "word-problems.parquet");
        var (kept, gates, results) = (At("train.parquet"), At("gates.json"), At("results"));
        Directory.CreateDirectory(Path.Combine(results, "reports"));
        var (before, good, bad) = (At("base.json"), Report(1), Report(2));
        await RunAsync(ExitCode.Pass, "filter", all, "-o", kept, "--keep", "300");
        await RunAsync(ExitCode.Pass, "audit", kept, "--json", before, "--html", At("base.html"));
        await RunAsync(ExitCode.Pass, "init", "--report", before, "--output", gates);
        string[] held = ["--gates", gates, "--baseline", before, "--html", At("page.html")];
        await RunAsync(ExitCode.Pass, ["audit", kept, "--json", good, .. held]);
        await RunAsync(ExitCode.GateFailed, ["audit", all, "--json", bad, .. held]);
        var main = new
        {
            schema = 1,
            repository = "owner/data",
            number = 7,
            head = "3f2a91c0d4b87e65f1029384756afbde01234567",
            @base = "90ab12cd34ef56789001122334455667788990aa",
            key = "audit.yml/audit",
            runId = 1,
            runAttempt = 1,
            comments = "auto",
            reportUrl = "https://github.com/owner/data/actions/runs/1/artifacts/1",
            datasets = new object[]
            {
                DatasetOf("data/word-problems.parquet", "modified", "reports/02.json", 1, null),
                DatasetOf("data/kept.parquet", "modified", "reports/01.json", 0, null),
                DatasetOf("data/scans.parquet", "added", null, 0, "not fetched: 2.1 GB is over the budget of 1 GB"),
                DatasetOf("data/old.jsonl", "removed", null, 0, null),
            },
        };
        await File.WriteAllTextAsync(Path.Combine(results, "pull-request.json"), JsonSerializer.Serialize(main));
        Markdown = (await RunAsync(ExitCode.Pass, "comment", results, "--dry-run")).Out;

        string Report(int number) => Path.Combine(results, "reports", $"{number:D2}.json");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static object DatasetOf(string path, string status, string? report, int exitCode, string? note) =>
        new
        {
            path,
            status,
            report,
            exitCode,
            note,
        };

    private static async Task<Run> RunAsync(ExitCode expected, params string[] arguments)
    {
        var run = await Run.PrismaticAsync(arguments);
        Assert.True(run.Code == expected, $"{string.Join(' ', arguments)} ended with {run.Code}: {run.Error}");
        return run;
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}

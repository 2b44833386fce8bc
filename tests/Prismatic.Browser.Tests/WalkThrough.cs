using Prismatic.Tool;
using Prismatic.Tool.Tests;

namespace Prismatic.Browser.Tests;

/// <summary>The commands of docs/reading-a-report.md, run once over this repository's samples.</summary>
public sealed class WalkThrough : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-walk");

    /// <summary>The page of an audit of which gates fail, with changes from the filtered set.</summary>
    public string Audit => Page("audit");

    /// <summary>The page of a filter.</summary>
    public string Filter => Page("filter");

    /// <summary>The page of answers of three models.</summary>
    public string Outputs => Page("outputs");

    /// <summary>The page that compares the filtered set with the whole.</summary>
    public string Compare => Page("compare");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var samples = Path.Combine(Golden.Root, "docs", "samples");
        var (all, answers) = (Path.Combine(samples, "word-problems.parquet"), Path.Combine(samples, "answers.jsonl"));
        var (kept, gates) = (At("kept.parquet"), At("gates.json"));
        await RunAsync(ExitCode.Pass, "filter", all, "-o", kept, "--keep", "300", "--html", At("filter.html"));
        await RunAsync(ExitCode.Pass, "audit", kept, "--json", At("kept.json"), "--html", At("kept.html"));
        await RunAsync(ExitCode.Pass, "init", "--report", At("kept.json"), "--output", gates);
        await RunAsync(
            ExitCode.GateFailed,
            ["audit", all, "--gates", gates, "--baseline", At("kept.json"), "--html", At("audit.html")]
        );
        await RunAsync(ExitCode.Pass, "outputs", answers, "--html", At("outputs.html"));
        await RunAsync(ExitCode.Pass, "compare", kept, all, "--html", At("compare.html"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(ExitCode expected, params string[] arguments)
    {
        var run = await Run.PrismaticAsync(arguments);
        Assert.True(run.Code == expected, $"{string.Join(' ', arguments)} ended with {run.Code}: {run.Error}");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Page(string name) => File.ReadAllText(At($"{name}.html"));
}

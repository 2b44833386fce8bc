using System.Diagnostics;
using System.Globalization;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>The built program as processes of their own, all at once, with what a runner sets and a server of one's own.</summary>
public sealed class CommentProcessTests
{
    private const int Runs = 4;

    [Fact]
    public async Task Runs_at_the_same_time_leave_one_comment_of_the_newest_and_no_token()
    {
        var gitHub = new FakeGitHub { Root = "/api/v3/", LongestPage = 2 };
        for (var i = 0; i < 5; i++)
        {
            gitHub.Add("someone", $"I think {i}.");
        }
        using var served = new ServedGitHub(gitHub);
        // The first comment is made, and nobody hears of it.
        served.Lost.Add($"POST /api/v3/repos/{FakeGitHub.Repository}/issues/{FakeGitHub.Number}/comments");
        var folders = Enumerable.Range(1, Runs).Select(run => (Run: run, Results: ResultsOfRun(run))).ToList();
        try
        {
            var ends = await Task.WhenAll(folders.Select(folder => RunAsync(served, folder.Results.Folder)));
            Assert.All(ends, end => Assert.True(end.Code == 0, end.Said));
            Assert.All(ends, end => Assert.DoesNotContain(FakeGitHub.Secret, end.Said, StringComparison.Ordinal));
            var ours = Assert.Single(gitHub.Comments, comment => comment.Author == FakeGitHub.Bot);
            Assert.Contains($" run={Runs} ", ours.Body, StringComparison.Ordinal);
            Assert.Contains($"Commit `{Head(Runs)[..7]}`", ours.Body, StringComparison.Ordinal);
            Assert.Empty(ours.Signs);
            Assert.Equal(6, gitHub.Comments.Count);
        }
        finally
        {
            folders.ForEach(folder => folder.Results.Dispose());
        }
    }

    private static ResultsOf ResultsOfRun(int run)
    {
        var results = new ResultsOf().AddAllKinds();
        results.Main["runId"] = run;
        results.Main["head"] = Head(run);
        results.Write();
        return results;
    }

    private static string Head(int run) => run.ToString(CultureInfo.InvariantCulture).PadRight(40, 'c');

    private static async Task<(int Code, string Said)> RunAsync(ServedGitHub gitHub, string folder)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", typeof(CommandLine).Assembly.Location, "comment", folder, "--verbose"]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GITHUB_API_URL"] = $"{gitHub.Address}/api/v3";
        start.Environment["GITHUB_REPOSITORY"] = FakeGitHub.Repository;
        start.Environment["GITHUB_TOKEN"] = FakeGitHub.Secret;
        start.Environment["GITHUB_ACTIONS"] = "true";
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, string.Concat(await said));
    }
}

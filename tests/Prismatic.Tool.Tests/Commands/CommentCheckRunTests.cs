using System.Text.Json.Nodes;
using Prismatic.Tool.Tests.GitHub;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>What is said in a comment, said as a check run of the commit too, where that is asked for.</summary>
public sealed class CommentCheckRunTests : GitHubFixture, IDisposable
{
    private readonly ResultsOf _results = new();

    public void Dispose() => _results.Dispose();

    [Theory]
    [InlineData(0, "success", "✅ 1 data set passes")]
    [InlineData(1, "failure", "❌ 1 of 1 data set fails")]
    public async Task It_ends_as_the_gates_do_and_is_one_whatever_is_run_again(int code, string end, string title)
    {
        _results.Add("a.jsonl", "modified", code == 0 ? ResultsOf.Quiet() : SampleReport.Create(), exitCode: code);
        var run = await CommentAsync("--check-run", "Data");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains($"check run 'Data': {end} https://github.test/", run.Error, StringComparison.Ordinal);
        await CommentAsync("--check-run", "Data");
        var check = Assert.Single(GitHub.Checks);
        Assert.Equal(
            ("Data", new string('a', 40), "completed", end),
            (Text(check, "name"), Text(check, "head_sha"), Text(check, "status"), Text(check, "conclusion"))
        );
        Assert.Equal(title, Text(check["output"]!, "title"));
        Assert.StartsWith("## Prismatic: ", Text(check["output"]!, "summary"), StringComparison.Ordinal);
        // Another commit has its own.
        _results.Main["head"] = new string('c', 40);
        await CommentAsync("--check-run", "Data");
        Assert.Equal(2, GitHub.Checks.Count);
    }

    [Fact]
    public async Task Comments_may_be_off_and_without_the_option_there_is_no_check_run()
    {
        _results.Main["comments"] = "never";
        _results.Add("a.jsonl", "modified", ResultsOf.Quiet());
        Assert.Equal("none\n", (await CommentAsync()).Out);
        Assert.Empty(GitHub.Requests);
        Assert.Equal("none\n", (await CommentAsync("--check-run", "Data")).Out);
        Assert.Single(GitHub.Checks);
        Assert.Empty(GitHub.Comments);
    }

    [Fact]
    public async Task A_token_that_may_not_is_told_what_it_lacks_and_comments_all_the_same()
    {
        GitHub.TakesChecks = false;
        _results.Add("a.jsonl", "modified", SampleReport.Create(), exitCode: 1);
        var run = await CommentAsync("--check-run", "Data");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("'checks: write'", run.Error, StringComparison.Ordinal);
        Assert.Single(GitHub.Comments);
    }

    [Fact]
    public async Task What_a_fork_says_neither_passes_nor_fails()
    {
        _results.Add("a.jsonl", "modified", ResultsOf.Quiet());
        var run = await CommentAsync("--check-run", "Data", "--from-artifact", "--head", new string('a', 40));
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Equal("neutral", Text(Assert.Single(GitHub.Checks), "conclusion"));
    }

    private async Task<Run> CommentAsync(params string[] args)
    {
        var run = await Run.PrismaticAsync(Settings(), false, ["comment", _results.Write(), "--verbose", .. args]);
        Assert.DoesNotContain(FakeGitHub.Secret, run.Out + run.Error, StringComparison.Ordinal);
        return run;
    }

    private static string? Text(JsonNode node, string name) => node[name]?.GetValue<string>();
}

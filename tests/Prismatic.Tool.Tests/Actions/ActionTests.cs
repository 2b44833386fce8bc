using System.Text.Json.Nodes;
using Prismatic.Tool.Tests.GitHub;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>The Action's steps, run in a real shell over real repositories.</summary>
public sealed class ActionTests : IDisposable
{
    private readonly ServedGitHub _server = new(new FakeGitHub());
    private readonly ScratchPullRequest _request = new();

    private FakeGitHub GitHub => _server.GitHub;

    public void Dispose()
    {
        _request.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_pull_request_that_keeps_data_varied_passes_with_one_comment_that_is_brought_up_to_date()
    {
        _request.Write("data/train.jsonl", ScratchPullRequest.Varied(120, seed: 1));
        _request.Write("README.md", "no data");
        _request.CheckOut();
        var inputs = new Dictionary<string, string> { ["comments"] = "always" };
        var job = await ActionJob.RunAsync(_request, _server, inputs);
        Assert.False(job.Failed, job.All);
        Assert.Equal(
            ("passed", "0", "1", "0"),
            (job.Outputs["verdict"], job.Outputs["exit-code"], job.Outputs["datasets"], job.Outputs["failed"])
        );
        Assert.Equal("created", job.Outputs["comment"]);
        var comment = Assert.Single(GitHub.Comments);
        Transcript.Keep("good-pull-request", job, comment.Body, _request);
        Assert.Contains("data/train.jsonl", comment.Body, StringComparison.Ordinal);
        Assert.Contains(job.Outputs["report-url"], comment.Body, StringComparison.Ordinal);
        // The report is uploaded as one file that a browser opens.
        var page = job.Step("hosted").With["path"];
        Assert.Equal("prismatic-report.html", Path.GetFileName(page));
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(page), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "data/train.jsonl",
            await File.ReadAllTextAsync(Path.Combine(_request.Temp, "summary.md")),
            StringComparison.Ordinal
        );
        // The base was measured once and is kept.
        var kept = Assert.Single(Directory.GetFiles(Path.Combine(_request.Temp, "prismatic-cache", "base")));
        var written = File.GetLastWriteTimeUtc(kept);
        var first = comment.Body;
        job = await ActionJob.RunAsync(_request, _server, inputs, runId: 12);
        Assert.False(job.Failed, job.All);
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept));
        // Nothing of a machine or a run stands in it but where its report lies.
        Assert.Equal(Numbers(first), Numbers(Assert.Single(GitHub.Comments).Body));
        Assert.Contains(
            $"--baseline git:{_request.Base[..12]}:data/train.jsonl",
            comment.Body,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(_request.Temp, comment.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_request_that_adds_rows_of_one_template_fails_after_everything_was_said()
    {
        _request.Write("data/train.jsonl", ScratchPullRequest.Varied(80, seed: 1) + ScratchPullRequest.Alike(120));
        _request.CheckOut();
        var job = await ActionJob.RunAsync(
            _request,
            _server,
            new Dictionary<string, string> { ["check-run"] = "data" }
        );
        Transcript.Keep("bad-pull-request", job, GitHub.Comments[0].Body, _request);
        Assert.True(job.Failed, job.All);
        Assert.Equal("failure", job.Steps[^1].Outcome);
        Assert.All(job.Steps.SkipLast(1), step => Assert.NotEqual("failure", step.Outcome));
        Assert.Equal(("failed", "1", "1"), (job.Outputs["verdict"], job.Outputs["exit-code"], job.Outputs["failed"]));
        Assert.Contains("::error file=data/train.jsonl,title=PRS004 templates::", job.All, StringComparison.Ordinal);
        var comment = Assert.Single(GitHub.Comments).Body;
        Assert.Contains("PRS004 templates", comment, StringComparison.Ordinal);
        Assert.Equal("failure", GitHub.Checks.Single()["conclusion"]!.GetValue<string>());
        // What changed is told from the base; no text of the data is.
        Assert.Contains(_request.Base[..7], comment, StringComparison.Ordinal);
        Assert.DoesNotContain("Tom has", comment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_may_only_read_loses_neither_verdict_nor_report()
    {
        GitHub.IsReadOnly = true;
        _request.Write("data/train.jsonl", ScratchPullRequest.Varied(90, seed: 2));
        _request.CheckOut();
        var job = await ActionJob.RunAsync(
            _request,
            _server,
            new Dictionary<string, string> { ["comments"] = "always" }
        );
        Assert.False(job.Failed, job.All);
        Assert.Equal("refused", job.Outputs["comment"]);
        Assert.Contains("pull-requests: write", job.All, StringComparison.Ordinal);
        Assert.NotEmpty(job.Step("hosted").With["path"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task Files_are_found_with_little_history_and_with_much(int depth)
    {
        _request.Write("data/new name.jsonl", ScratchPullRequest.Varied(60, seed: 3));
        _request.Move("data/train.jsonl", "data/moved.jsonl");
        _request.CheckOut(depth);
        var job = await ActionJob.RunAsync(_request, _server);
        Assert.False(job.Failed, job.All);
        var told = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_request.Results, "pull-request.json")))!;
        Assert.Equal(
            [("data/moved.jsonl", "renamed", "data/train.jsonl"), ("data/new name.jsonl", "added", null)],
            told["datasets"]!
                .AsArray()
                .Select(set => ((string)set!["path"]!, (string)set["status"]!, (string?)set["previous"]))
        );
        // Two reports are one page, each in a frame.
        Assert.Contains(
            "<iframe",
            await File.ReadAllTextAsync(job.Step("hosted").With["path"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_pull_requests_own_commit_is_as_good_as_the_merge()
    {
        _request.Write("data/train.jsonl", ScratchPullRequest.Varied(60, seed: 3));
        _request.CheckOut(working: "topic");
        var job = await ActionJob.RunAsync(_request, _server);
        Assert.False(job.Failed, job.All);
        Assert.Contains("found from the branches", job.All, StringComparison.Ordinal);
        Assert.Equal(("1", "0"), (job.Outputs["datasets"], job.Outputs["unaudited"]));
    }

    // As with on: pull_request_target, which checks out the base: what is there passes, whatever the pull request brings.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Data_of_the_base_is_not_taken_for_that_of_the_pull_request(bool isOffline)
    {
        _request.Write("data/train.jsonl", ScratchPullRequest.Alike(120));
        _request.CheckOut(working: "main");
        if (isOffline)
        {
            _request.Forget();
            GitHub.Files.Add(("modified", "data/train.jsonl", null));
        }
        var job = await ActionJob.RunAsync(_request, _server);
        Assert.True(job.Failed, job.All);
        Assert.Equal(("failed", "4"), (job.Outputs["verdict"], job.Outputs["exit-code"]));
        Assert.Contains("the working copy is not the pull request's", job.All, StringComparison.Ordinal);
    }

    // The address holds words that outcomes are called by.
    [Fact]
    public async Task What_became_of_the_comment_is_told_by_its_first_word()
    {
        await ActionNode.RequireAsync();
        Directory.CreateDirectory(_request.Workspace);
        Directory.CreateDirectory(_request.Temp);
        var tool = Path.Combine(_request.Temp, "tool.sh");
        await File.WriteAllTextAsync(
            tool,
            "#!/bin/sh\necho '::stop-commands::w'\necho 'created https://github.com/older/unchanged/pull/7#issuecomment-1'\necho '::w::'\n"
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        var job = await ActionJob.RunAsync(
            _request,
            _server,
            new Dictionary<string, string> { ["tool"] = tool },
            "action/fork/action.yml",
            gitHub: Event("head", GitHub.HeadRepository)
        );
        Assert.Equal("created", job.Outputs["comment"]);
    }

    [Fact]
    public async Task Where_history_cannot_be_had_GitHub_is_asked_what_changed()
    {
        _request.Write("data/new.jsonl", ScratchPullRequest.Varied(60, seed: 3));
        _request.CheckOut(depth: 1);
        _request.Forget();
        GitHub.Files.AddRange([
            ("added", "data/new.jsonl", null),
            ("modified", "README.md", null),
            ("removed", "old.csv", null),
        ]);
        var job = await ActionJob.RunAsync(_request, _server);
        Assert.False(job.Failed, job.All);
        Assert.Contains("found from GitHub's list", job.All, StringComparison.Ordinal);
        Assert.Equal("2", job.Outputs["datasets"]);
    }

    [Fact]
    public async Task Files_that_are_named_are_audited_whatever_changed()
    {
        _request.Write("README.md", "words");
        _request.CheckOut();
        var inputs = new Dictionary<string, string> { ["files"] = "data/train.jsonl\n" };
        var job = await ActionJob.RunAsync(_request, _server, inputs);
        Assert.False(job.Failed, job.All);
        Assert.Equal("1", job.Outputs["datasets"]);
    }

    [Fact]
    public async Task Without_data_there_is_nothing_to_say()
    {
        _request.Write("README.md", "words");
        _request.CheckOut();
        var job = await ActionJob.RunAsync(_request, _server);
        Assert.False(job.Failed, job.All);
        Assert.Equal(("0", "none"), (job.Outputs["datasets"], job.Outputs["comment"]));
        Assert.Empty(GitHub.Comments);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_listed_and_one_that_cannot_be_read_fails()
    {
        _request.Remove("data/train.jsonl");
        _request.Write("data/broken.parquet", "no data");
        _request.CheckOut();
        var job = await ActionJob.RunAsync(_request, _server);
        Assert.True(job.Failed, job.All);
        Assert.Equal("3", job.Outputs["exit-code"]);
        var comment = Assert.Single(GitHub.Comments).Body;
        Assert.Contains("broken.parquet", comment, StringComparison.Ordinal);
        Assert.Contains("train.jsonl", comment, StringComparison.Ordinal);
        Assert.Contains("::error file=data/broken.parquet,title=Prismatic::", job.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_from_a_fork_is_posted_by_the_second_half()
    {
        GitHub.IsReadOnly = true;
        _request.Write("data/train.jsonl", ScratchPullRequest.Varied(90, seed: 2));
        _request.CheckOut();
        var always = new Dictionary<string, string> { ["comments"] = "always" };
        Assert.False((await ActionJob.RunAsync(_request, _server, always)).Failed);
        GitHub.IsReadOnly = false;
        Directory.Move(_request.Results, Path.Combine(_request.Temp, "prismatic-artifact"));
        var posted = await ActionJob.RunAsync(
            _request,
            _server,
            action: "action/fork/action.yml",
            gitHub: Event(_request.Head, GitHub.HeadRepository)
        );
        Assert.False(posted.Failed, posted.All);
        Assert.Equal("created", posted.Outputs["comment"]);
        Assert.Single(GitHub.Comments);
        // Somebody else's commit is not spoken for.
        var refused = await ActionJob.RunAsync(
            _request,
            _server,
            action: "action/fork/action.yml",
            gitHub: Event(new string('b', 40), GitHub.HeadRepository)
        );
        Assert.True(refused.Failed);
        Assert.Single(GitHub.Comments);
    }

    private static string Numbers(string body) => body[body.IndexOf("has all of it", StringComparison.Ordinal)..];

    private static JsonObject Event(string head, string repository) =>
        new()
        {
            ["server_url"] = "https://github.com",
            ["event"] = new JsonObject
            {
                ["workflow_run"] = new JsonObject
                {
                    ["id"] = 11,
                    ["run_attempt"] = 1,
                    ["head_sha"] = head,
                    ["head_repository"] = new JsonObject { ["full_name"] = repository },
                    ["html_url"] = $"https://github.com/{FakeGitHub.Repository}/actions/runs/11",
                },
            },
        };
}

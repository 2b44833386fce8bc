using Prismatic.Tool.Tests.GitHub;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>The command that comments, against the stand-in for GitHub.</summary>
public sealed class CommentTests : GitHubFixture, IDisposable
{
    private readonly ResultsOf _results = new();

    public void Dispose() => _results.Dispose();

    [Fact]
    public async Task A_dry_run_prints_the_comment_as_approved_and_asks_nobody()
    {
        var run = await CommentAsync(_results.AddAllKinds(), "--dry-run");
        Assert.Equal((ExitCode.Pass, ""), (run.Code, run.Error));
        Golden.Verify("comment.md", run.Out);
        Assert.Empty(GitHub.Requests);
    }

    [Fact]
    public async Task The_comment_is_made_then_left_then_changed()
    {
        var first = await CommentAsync(_results.AddAllKinds());
        Assert.Equal(
            $"created https://github.test/{FakeGitHub.Repository}/pull/7#issuecomment-{GitHub.Comments[0].Id}\n",
            first.Out
        );
        Assert.StartsWith("unchanged https://", (await CommentAsync(_results)).Out, StringComparison.Ordinal);

        _results.Main["head"] = new string('c', 40);
        _results.Main["runId"] = 1234567891;
        Assert.StartsWith("updated https://", (await CommentAsync(_results)).Out, StringComparison.Ordinal);
        var body = Assert.Single(GitHub.Comments).Body;
        Assert.StartsWith("<!-- prismatic:audit.yml%2Faudit hash=", body, StringComparison.Ordinal);
        Assert.Contains("Commit `ccccccc` beside `bbbbbbb`.", body, StringComparison.Ordinal);

        _results.Main["runId"] = 5;
        Assert.StartsWith("older https://", (await CommentAsync(_results)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("auto", "quiet", "none")]
    [InlineData("auto", "moved", "created")]
    [InlineData("auto", "new", "created")]
    [InlineData("auto", "gone", "created")]
    [InlineData("auto", "warned", "created")]
    [InlineData("auto", "left out", "created")]
    [InlineData("auto", "failed", "created")]
    [InlineData("auto", "nothing", "none")]
    [InlineData("always", "quiet", "created")]
    [InlineData("always", "nothing", "created")]
    [InlineData("changes", "quiet", "none")]
    [InlineData("changes", "moved", "created")]
    [InlineData("changes", "new", "created")]
    [InlineData("changes", "failed", "created")]
    [InlineData("failures", "moved", "none")]
    [InlineData("failures", "warned", "none")]
    [InlineData("failures", "failed", "created")]
    [InlineData("failures", "broken", "created")]
    [InlineData("never", "failed", "none")]
    public async Task A_mode_says_when_there_is_a_comment(string mode, string found, string outcome)
    {
        _results.Main["comments"] = mode;
        _ = found switch
        {
            "quiet" => _results.Add("a.jsonl", "modified", ResultsOf.Quiet(change: 1.9)),
            "moved" => _results.Add("a.jsonl", "modified", ResultsOf.Quiet(change: -2.1)),
            "new" => _results.Add("a.jsonl", "added", ResultsOf.Quiet()),
            "gone" => _results.Add("a.jsonl", "removed", null),
            "warned" => _results.Add(
                "a.jsonl",
                "modified",
                SampleReport.Create() with
                {
                    Gates = ResultsOf.Quiet().Gates,
                }
            ),
            "left out" => _results.Add("a.jsonl", "modified", null, note: "over the byte budget"),
            "failed" => _results.Add("a.jsonl", "modified", SampleReport.Create(), exitCode: 1),
            "broken" => _results.Add("a.jsonl", "modified", null, exitCode: 3),
            _ => _results,
        };
        var run = await CommentAsync(_results);
        Assert.Equal(outcome, run.Out.Split(' ')[0].TrimEnd());

        // What is there is brought up to date, except by never.
        GitHub.Add(FakeGitHub.Bot, Draft(1).Body);
        var next = (await CommentAsync(_results)).Out;
        Assert.Equal(mode == "never", next.StartsWith("none", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_that_may_only_read_fails_nothing_and_one_notice_says_why(bool isRunner)
    {
        GitHub.IsReadOnly = true;
        var run = await CommentAsync(isRunner, _results.AddAllKinds());
        Assert.Equal(ExitCode.Pass, run.Code);
        var told = isRunner ? run.Out : run.Error;
        Assert.Single(told.Split('\n'), line => line.Contains("pull-requests: write", StringComparison.Ordinal));
        Assert.Contains("refused\n", run.Out, StringComparison.Ordinal);
        if (isRunner)
        {
            Assert.Contains(
                "::nobody-knows::\n::notice title=Prismatic::nothing was posted",
                run.Out,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_locked_conversation_fails_nothing()
    {
        GitHub.IsLocked = true;
        var run = await CommentAsync(_results.AddAllKinds());
        Assert.Equal((ExitCode.Pass, "refused\n"), (run.Code, run.Out));
        Assert.Contains("locked", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_token_it_says_what_to_set()
    {
        var run = await Run.PrismaticAsync("comment", _results.AddAllKinds().Write());
        Assert.Equal(ExitCode.Environment, run.Code);
        Assert.Contains("GITHUB_TOKEN is not set", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GitHub_that_is_down_is_told_once_the_budget_is_spent()
    {
        for (var i = 0; i < 20; i++)
        {
            Fates.Enqueue(_ => throw new HttpRequestException(HttpRequestError.ConnectionError));
        }
        var run = await CommentAsync(_results.AddAllKinds());
        Assert.Equal(ExitCode.Environment, run.Code);
        Assert.Contains("api.github.test cannot be reached; run again later", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_comes_back_in_an_answer_is_not_printed()
    {
        GitHub.Site = $"https://github.test/{FakeGitHub.Secret}";
        var run = await CommentAsync(_results.AddAllKinds());
        Assert.StartsWith("created https://github.test/***/", run.Out, StringComparison.Ordinal);

        Fates.Enqueue(_ => throw new HttpRequestException(HttpRequestError.SecureConnectionError, FakeGitHub.Secret));
        run = await CommentAsync(_results);
        Assert.Equal(ExitCode.Environment, run.Code);
        Assert.Contains("***", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_s_token_is_asked_who_it_is()
    {
        GitHub.Writer = "robot-of-a-team";
        GitHub.Add("robot-of-a-team", Draft(1).Body);
        var settings = Settings() with { Token = AccessToken.Of("ghp_VerySecretTokenOfNobody", "token") };
        GitHub.Token = "ghp_VerySecretTokenOfNobody";
        var run = await Run.PrismaticAsync(settings, isRunner: false, "comment", _results.AddAllKinds().Write());
        Assert.StartsWith("updated ", run.Out, StringComparison.Ordinal);
        Assert.Single(GitHub.Comments);
    }

    [Fact]
    public async Task Texts_of_the_data_are_shown_on_demand_only()
    {
        const string Text = "Tom has 3 apples";
        _results.AddAllKinds();
        Assert.DoesNotContain(Text, (await CommentAsync(_results, "--dry-run")).Out, StringComparison.Ordinal);
        Assert.Contains(
            Text,
            (await CommentAsync(_results, "--dry-run", "--examples", "short")).Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Many_data_sets_stay_below_the_limit_and_what_is_left_out_is_named()
    {
        for (var i = 0; i < 300; i++)
        {
            _results.Add(
                $"data/{new string('[', 100)}{i}.parquet",
                "modified",
                i % 3 == 0 ? SampleReport.Create() : ResultsOf.Quiet(),
                i % 3 == 0 ? 1 : 0
            );
        }
        var run = await CommentAsync(_results, "--dry-run");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.InRange(run.Out.Length, 30_000, 60_000);
        Assert.Contains(
            "Left out, since comments are limited in length: data sets ",
            run.Out,
            StringComparison.Ordinal
        );
        Assert.Contains("data sets more", run.Out, StringComparison.Ordinal);
        Assert.Equal(run.Out.Split("<details>").Length, run.Out.Split("</details>").Length);
    }

    private Task<Run> CommentAsync(ResultsOf results, params string[] args) => CommentAsync(false, results, args);

    private async Task<Run> CommentAsync(bool isRunner, ResultsOf results, params string[] args)
    {
        var run = await Run.PrismaticAsync(Settings(), isRunner, ["comment", results.Write(), "--verbose", .. args]);
        Assert.DoesNotContain(FakeGitHub.Secret, run.Out + run.Error, StringComparison.Ordinal);
        return run;
    }
}

using System.Text.Json.Nodes;
using Prismatic.Reports;
using Prismatic.Tool.Tests.GitHub;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Results that a stranger made: what does not agree with GitHub is not posted, and nothing in them acts.</summary>
public sealed class CommentArtifactTests : GitHubFixture, IDisposable
{
    private readonly ResultsOf _results = new();

    public void Dispose() => _results.Dispose();

    [Fact]
    public async Task Results_that_agree_are_posted_without_a_command_to_run()
    {
        var run = await CommentAsync("--head-repository", "Someone/Data", "--run", "1234567890", "--attempt", "1");
        Assert.StartsWith("created ", run.Out, StringComparison.Ordinal);
        var body = Assert.Single(GitHub.Comments).Body;
        Assert.Contains("is its author's word", body, StringComparison.Ordinal);
        Assert.DoesNotContain("```", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("head", "cccccccccccccccccccccccccccccccccccccccc")]
    [InlineData("repository", "owner/other")]
    [InlineData("runId", 1234567891L)]
    [InlineData("runAttempt", 2)]
    [InlineData("number", 8)]
    [InlineData("reportUrl", "https://evil.example/owner/data/actions/runs/1")]
    [InlineData("reportUrl", "https://github.com/owner/data/actions/runs/../../../../evil")]
    [InlineData("reportUrl", "https://github.com.evil.example/owner/data/actions/runs/1")]
    public async Task What_does_not_agree_is_not_posted(string field, object value)
    {
        _results.Main[field] = JsonValue.Create(value);
        var run = await CommentAsync("--run", "1234567890", "--attempt", "1");
        Assert.Equal(ExitCode.Input, run.Code);
        Assert.Contains("nothing was posted", run.Error, StringComparison.Ordinal);
        Assert.Empty(GitHub.Writes);
    }

    [Fact]
    public async Task A_pull_request_of_another_repository_is_left_alone()
    {
        GitHub.HeadRepository = "victim/data";
        var run = await CommentAsync("--head-repository", "someone/data");
        Assert.Equal(ExitCode.Input, run.Code);
        Assert.Empty(GitHub.Writes);
    }

    [Fact]
    public async Task A_pull_request_that_has_moved_on_is_left_to_its_next_run()
    {
        GitHub.Head = new string('d', 40);
        var run = await CommentAsync();
        Assert.Equal((ExitCode.Pass, "older\n"), (run.Code, run.Out));
        Assert.Contains("another commit came", run.Error, StringComparison.Ordinal);
        Assert.Empty(GitHub.Writes);
    }

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "schema", "2" },
            { "schema", "\"1\"" },
            { "repository", "\"owner\"" },
            { "repository", "\"owner/..\"" },
            { "repository", "\"owner/name/../../other/name\"" },
            { "repository", "\"owner/name?x\"" },
            { "repository", "null" },
            { "number", "0" },
            { "number", "-7" },
            { "number", "7.5" },
            { "number", "\"7\"" },
            { "number", "7000000000" },
            { "number", "1e400" },
            { "head", "\"aaaaaaa\"" },
            { "head", "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"" },
            { "head", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\n\"" },
            { "base", "true" },
            { "key", "\"\"" },
            { "key", "\"\\ud800\"" },
            { "runId", "0" },
            { "runId", "9223372036854775808" },
            { "runAttempt", "1000000" },
            { "comments", "\"Auto\"" },
            { "comments", "\"0\"" },
            { "reportUrl", "\"javascript:alert(1)\"" },
            { "reportUrl", "\"http://github.com/owner/data/actions/runs/1\"" },
            { "reportUrl", "\"https://user@github.com/owner/data/actions/runs/1\"" },
            { "reportUrl", "5" },
            { "datasets", "{}" },
            { "datasets", "[5]" },
            { "datasets", "[{}]" },
            { "datasets", $"[{string.Join(',', Enumerable.Repeat("{}", 501))}]" },
            { "datasets", """[{"path":"a","status":"odd","exitCode":0}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":-1}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":256}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":5}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"missing.json"}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"../secret.json"}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"reports/../../secret.json"}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"/etc/passwd"}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"reports\\..\\..\\secret.json"}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"C:secret.json"}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"reports//01.json"}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"."}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"reports"}]""" },
            { "datasets", """[{"path":"a","status":"added","exitCode":0,"report":"pull-request.json"}]""" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_field_that_is_wrong_is_told_in_a_line(string field, string json)
    {
        _results.AddAllKinds().Write();
        File.WriteAllText(Path.Combine(Path.GetTempPath(), "secret.json"), ReportJson.Write(SampleReport.Create()));
        var main = Path.Combine(_results.Folder, "pull-request.json");
        var old = _results.Main[field]?.ToJsonString() ?? "null";
        File.WriteAllText(
            main,
            File.ReadAllText(main).Replace($"\"{field}\":{old}", $"\"{field}\":{json}", StringComparison.Ordinal)
        );
        await RefusesAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("not JSON\u0000")]
    public async Task What_is_no_JSON_is_told_in_a_line(string text)
    {
        File.WriteAllText(Path.Combine(_results.Folder, "pull-request.json"), text);
        await RefusesAsync();
    }

    [Fact]
    public async Task JSON_without_end_is_no_danger()
    {
        File.WriteAllText(Path.Combine(_results.Folder, "pull-request.json"), new string('[', 500_000));
        await RefusesAsync();
        File.WriteAllText(Path.Combine(_results.Folder, "pull-request.json"), new string(' ', (1 << 20) + 1));
        await RefusesAsync();
        _results.Add("a.jsonl", "added", SampleReport.Create());
        var report = Path.Combine(_results.Folder, "reports", "01.json");
        _results.Write();
        foreach (
            var text in new[]
            {
                new string('[', 100_000),
                "{\"schemaVersion\":1,\"verdict\":{}}",
                "null",
                new string('1', 100_000),
            }
        )
        {
            File.WriteAllText(report, text);
            await RefusesAsync();
        }
        using (var file = File.OpenWrite(report))
        {
            file.SetLength((16 << 20) + 1);
        }
        await RefusesAsync();
    }

    [Fact]
    public async Task Many_reports_are_read_up_to_a_limit()
    {
        _results.Add("a.jsonl", "added", SampleReport.Create());
        var report = Path.Combine(_results.Folder, "reports", "01.json");
        File.WriteAllText(report, File.ReadAllText(report) + new string(' ', 15 << 20));
        var datasets = _results.Main["datasets"]!.AsArray();
        for (var i = 0; i < 10; i++)
        {
            datasets.Add(datasets[0]!.DeepClone());
        }
        _results.Write();
        Assert.Contains("64 MB", await RefusesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_are_not_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right on Windows");
        var secret = Directory.CreateTempSubdirectory("prismatic-secret-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(secret, "01.json"), ReportJson.Write(SampleReport.Create()));
            _results.Add("a.jsonl", "added", SampleReport.Create()).Write();
            var reports = Path.Combine(_results.Folder, "reports");
            File.Delete(Path.Combine(reports, "01.json"));
            File.CreateSymbolicLink(Path.Combine(reports, "01.json"), Path.Combine(secret, "01.json"));
            Assert.Contains("is a link", await RefusesAsync(), StringComparison.Ordinal);

            Directory.Delete(reports, recursive: true);
            Directory.CreateSymbolicLink(reports, secret);
            Assert.Contains("is a link", await RefusesAsync(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(secret, recursive: true);
        }
    }

    private async Task<string> RefusesAsync()
    {
        foreach (var more in new string[][] { [], ["--dry-run"] })
        {
            var run = await ArtifactAsync(more);
            Assert.True(run.Code == ExitCode.Input, $"{run.Code} {run.Out} {run.Error}");
            Assert.Equal("", run.Out);
            Assert.Equal(1, run.Error.Split('\n').Length - 1);
            Assert.DoesNotContain("unexpected", run.Error, StringComparison.Ordinal);
            Assert.InRange(run.Error.Length, 30, 800);
        }
        Assert.Empty(GitHub.Requests);
        return (await ArtifactAsync()).Error;
    }

    private async Task<Run> CommentAsync(params string[] args)
    {
        if (_results.Main["datasets"]!.AsArray().Count == 0)
        {
            _results.AddAllKinds();
        }
        _results.Write();
        return await ArtifactAsync(args);
    }

    private async Task<Run> ArtifactAsync(params string[] args)
    {
        var run = await Run.PrismaticAsync(
            Settings(),
            false,
            ["comment", _results.Folder, "--from-artifact", "--head", ResultsOf.Head, .. args]
        );
        Assert.DoesNotContain(FakeGitHub.Secret, run.Out + run.Error, StringComparison.Ordinal);
        return run;
    }
}

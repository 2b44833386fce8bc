using System.Security.Cryptography;
using System.Text;
using Prismatic.Tool.Tests.GitHub;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>Pointers of Git LFS: what is audited is fetched, within a budget, and nothing else. A program of this test's own stands in for git-lfs.</summary>
public sealed class LfsTests : IDisposable
{
    private readonly ServedGitHub _server = new(new FakeGitHub());
    private readonly ScratchPullRequest _request = new();
    private readonly DirectoryInfo _store = Directory.CreateTempSubdirectory("prismatic-lfs-");

    public void Dispose()
    {
        _request.Dispose();
        _server.Dispose();
        _store.Delete(recursive: true);
    }

    [Fact]
    public async Task Content_is_fetched_for_what_is_audited_alone()
    {
        _request.Write("data/train.jsonl", Pointer(ScratchPullRequest.Varied(90, seed: 4)));
        _request.Write("data/other.bin", Pointer("never asked for"));
        _request.CheckOut();
        var job = await RunAsync();
        Assert.False(job.Failed, job.All);
        Assert.Equal("passed", job.Outputs["verdict"]);
        Assert.Single(Asked());
        Assert.Contains(
            "90",
            await File.ReadAllTextAsync(Path.Combine(_request.Results, "summary.md")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("max-download", "0", "nothing may be downloaded")]
    [InlineData("lfs", "never", "nothing may be downloaded")]
    public async Task What_must_not_be_fetched_is_said_and_fails_nothing(string input, string value, string expected)
    {
        _request.Write("data/train.jsonl", Pointer(ScratchPullRequest.Varied(90, seed: 4)));
        _request.CheckOut();
        var job = await RunAsync(new Dictionary<string, string> { [input] = value });
        Assert.False(job.Failed, job.All);
        Assert.Empty(Asked());
        Assert.Contains(expected, Assert.Single(_server.GitHub.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pointer_to_more_than_the_budget_is_left_alone()
    {
        _request.Write("data/train.jsonl", Pointer("small", bytes: 250_000_000));
        _request.CheckOut();
        var job = await RunAsync();
        Assert.False(job.Failed, job.All);
        Assert.Empty(Asked());
        Assert.Contains("250 MB", Assert.Single(_server.GitHub.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_is_not_what_the_pointer_names_is_not_taken()
    {
        var pointer = Pointer(ScratchPullRequest.Varied(90, seed: 4));
        foreach (var file in _store.GetFiles())
        {
            await File.WriteAllTextAsync(file.FullName, "{\"text\":\"something else\"}\n");
        }
        _request.Write("data/train.jsonl", pointer);
        _request.CheckOut();
        var job = await RunAsync();
        Assert.False(job.Failed, job.All);
        Assert.Contains(
            "something else than the pointer names",
            Assert.Single(_server.GitHub.Comments).Body,
            StringComparison.Ordinal
        );
    }

    // Some file systems find it by other letters too.
    [Theory]
    [InlineData(".lfsconfig")]
    [InlineData(".LFSConfig")]
    public async Task A_pull_request_does_not_choose_who_is_asked_for_content(string name)
    {
        _request.Write("data/train.jsonl", Pointer(ScratchPullRequest.Varied(90, seed: 4)));
        _request.Write(name, "[lfs]\n\turl = https://192.0.2.1/lfs\n");
        _request.CheckOut();
        var job = await RunAsync();
        Assert.False(job.Failed, job.All);
        Assert.Empty(Asked());
        Assert.Contains("changes .lfsconfig", Assert.Single(_server.GitHub.Comments).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_files_those_that_are_left_out_are_named()
    {
        for (var i = 0; i < 103; i++)
        {
            _request.Write($"data/{i:000}.jsonl", Pointer("small", bytes: 250_000_000));
        }
        _request.CheckOut();
        var job = await RunAsync();
        Assert.True(job.Failed, job.All);
        Assert.Equal(("103", "3", "100"), (job.Outputs["datasets"], job.Outputs["failed"], job.Outputs["unaudited"]));
        using var told = System.Text.Json.JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(_request.Results, "pull-request.json"))
        );
        var notes = told
            .RootElement.GetProperty("datasets")
            .EnumerateArray()
            .Select(set => set.GetProperty("note").GetString()!)
            .ToList();
        Assert.All(notes.Take(100), note => Assert.Contains("max-download", note, StringComparison.Ordinal));
        Assert.All(notes.Skip(100), note => Assert.Contains("more than 100", note, StringComparison.Ordinal));
        Assert.Contains(
            "::warning file=data/000.jsonl,title=Prismatic::Not audited",
            job.All,
            StringComparison.Ordinal
        );
    }

    private string[] Asked() =>
        Path.Combine(_store.FullName, "asked") is var log && File.Exists(log) ? File.ReadAllLines(log) : [];

    private string Pointer(string content, long? bytes = null)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        File.WriteAllText(Path.Combine(_store.FullName, hash), content);
        return $"version https://git-lfs.github.com/spec/v1\noid sha256:{hash}\nsize {bytes ?? Encoding.UTF8.GetByteCount(content)}\n";
    }

    private async Task<ActionJob> RunAsync(IReadOnlyDictionary<string, string>? inputs = null)
    {
        await ActionNode.RequireAsync();
        var folder = _store.CreateSubdirectory("bin").FullName;
        var program = Path.Combine(folder, "git-lfs");
        await File.WriteAllTextAsync(
            program,
            $"""
            #!/bin/sh
            [ "$1" = smudge ] || exit 2
            oid=$(sed -n 's/^oid sha256://p')
            echo "$oid" >>'{_store.FullName}/asked'
            cat '{_store.FullName}'/"$oid"
            """
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return await ActionJob.RunAsync(_request, _server, inputs, path: folder + ":");
    }
}

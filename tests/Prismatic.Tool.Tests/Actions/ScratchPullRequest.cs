using System.Globalization;
using System.Text.Json.Nodes;
using Prismatic.Numerics;
using Prismatic.Tool.Tests.Git;
using Prismatic.Tool.Tests.GitHub;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>A repository of data with a pull request, checked out as a runner does: the commit that merges it, without more history than asked for.</summary>
internal sealed class ScratchPullRequest : IDisposable
{
    private const string Gates =
        """{ "gates": [ { "rule": "templates", "max": 0.3 }, { "rule": "exact-duplicates", "max": 0.05 } ] }""";

    private readonly ScratchRepository _origin = new();
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("prismatic-job-");

    /// <summary>The branch that it goes to, with one data file and its gates.</summary>
    public ScratchPullRequest()
    {
        Write("data/train.jsonl", Varied(80, seed: 1));
        Write("prismatic.json", Gates);
        Base = _origin.Commit();
        _origin.Git("checkout", "-q", "-b", "topic");
    }

    public string Base { get; }

    public string Head { get; private set; } = "";

    /// <summary>Where the working copy is.</summary>
    public string Workspace => Path.Combine(_place.FullName, "work");

    /// <summary>Where the runner's files are.</summary>
    public string Temp => Path.Combine(_place.FullName, "temp");

    public string Results => Path.Combine(Temp, "prismatic-results");

    public string EventFile => Path.Combine(_place.FullName, "event.json");

    /// <summary>Writes a file of the pull request.</summary>
    public void Write(string name, string text) => _origin.Write(name, text);

    /// <summary>Moves a file of the pull request.</summary>
    public void Move(string from, string to) => _origin.Git("mv", from, to);

    /// <summary>Makes a link.</summary>
    public void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(_origin.Folder, name), target);

    /// <summary>Takes a file away.</summary>
    public void Remove(string name) => _origin.Git("rm", "-q", name);

    /// <summary>Ends the pull request's work, and checks out what a runner would.</summary>
    /// <param name="depth">Commits of history.</param>
    /// <param name="branch">What the pull request's branch is called.</param>
    /// <param name="working">Branch that the working copy is of: "merged" is the pull request merged into its base.</param>
    public void CheckOut(int depth = 2, string branch = "topic", string working = "merged")
    {
        Head = _origin.Commit();
        if (branch != "topic")
        {
            _origin.Git("branch", "-m", "topic", branch);
        }
        _origin.Git("checkout", "-q", "-b", "merged", "main");
        _origin.Git(
            "-c",
            "user.name=test",
            "-c",
            "user.email=test@localhost",
            "merge",
            "-q",
            "--no-ff",
            "-m",
            "merge",
            Head
        );
        _origin.Git("config", "uploadpack.allowAnySHA1InWant", "true");
        _origin.Git(
            "clone",
            "-q",
            $"--depth={depth.ToString(CultureInfo.InvariantCulture)}",
            "--branch",
            working,
            "file://" + _origin.Folder,
            Workspace
        );
        var told = new JsonObject
        {
            ["pull_request"] = new JsonObject
            {
                ["number"] = FakeGitHub.Number,
                ["base"] = new JsonObject { ["sha"] = Base, ["ref"] = "main" },
                ["head"] = new JsonObject { ["sha"] = Head, ["ref"] = branch },
            },
        };
        File.WriteAllText(EventFile, told.ToJsonString());
    }

    /// <summary>Lets the working copy forget where it came from.</summary>
    public void Forget() =>
        Assert.Equal(
            0,
            new Tool.Git.GitProgram(Workspace)
                .RunAsync(TestContext.Current.CancellationToken, "remote", "remove", "origin")
                .GetAwaiter()
                .GetResult()
                .Code
        );

    /// <summary>Rows that differ, as JSON Lines.</summary>
    public static string Varied(int rows, ulong seed)
    {
        var random = new Pcg32(seed);
        return Lines(rows, _ => string.Join(' ', Enumerable.Range(0, 14).Select(_ => Word(random))));
    }

    /// <summary>Rows of one template, as JSON Lines.</summary>
    public static string Alike(int rows) =>
        Lines(
            rows,
            row =>
                $"Tom has {row} apples and gives {row / 2} of them to his friend Eva. How many apples does Tom have now?"
        );

    public void Dispose()
    {
        _origin.Dispose();
        foreach (var file in _place.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }
        _place.Delete(recursive: true);
    }

    private static string Lines(int rows, Func<int, string> text) =>
        string.Concat(
            Enumerable.Range(0, rows).Select(row => new JsonObject { ["text"] = text(row) }.ToJsonString() + "\n")
        );

    private static string Word(Pcg32 random) =>
        string.Concat(
            Enumerable
                .Range(0, 2 + random.Next(3))
                .Select(_ => $"{"bdfgklmnprst"[random.Next(12)]}{"aeiou"[random.Next(5)]}")
        );
}

using Markdig.Syntax;
using Prismatic.Tool.Tests.GitHub;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>Names, texts and configuration that a stranger chooses reach no shell, no template and no log as code.</summary>
public sealed class HostileRequestTests : IDisposable
{
    // Each writes a file called pwned where it is run; or begins a command of the runner.
    private static readonly string[] Names =
    [
        "data/$(touch pwned).jsonl",
        "data/`touch pwned`.jsonl",
        "data/a; touch pwned #.jsonl",
        "data/\"; touch pwned; \".jsonl",
        "data/${{ github.token }}.jsonl",
        "data/--html=pwned.jsonl",
        "-o pwned.jsonl",
        "data/two\n::error::lines.jsonl",
        "data/::set-output name=verdict::passed.jsonl",
        "data/<img src=x onerror=alert(1)> @everyone.jsonl",
    ];

    private readonly ServedGitHub _server = new(new FakeGitHub());
    private readonly ScratchPullRequest _request = new();

    public void Dispose()
    {
        _request.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Names_of_files_and_branches_are_data_and_nothing_else()
    {
        foreach (var (name, i) in Names.Select((name, i) => (name, i)))
        {
            _request.Write(name, ScratchPullRequest.Varied(30, seed: (ulong)(10 + i)));
        }
        _request.CheckOut(branch: "$(touch${IFS}pwned)");
        var job = await ActionJob.RunAsync(
            _request,
            _server,
            new Dictionary<string, string> { ["gates"] = "none", ["comments"] = "always" }
        );
        Assert.False(job.Failed, job.All);
        Assert.Equal(("passed", $"{Names.Length}"), (job.Outputs["verdict"], job.Outputs["datasets"]));
        NothingRan();
        AssertNoCommand(job.All);
        var body = Assert.Single(_server.GitHub.Comments).Body;
        // In a span or fence of code it is text.
        Assert.DoesNotContain(
            Markdig.Markdown.Parse(body).Descendants(),
            node =>
                node is Markdig.Syntax.Inlines.HtmlInline { Tag: var tag }
                && tag.Contains("img", StringComparison.Ordinal)
        );
        AssertCallsNobody(body);
        Assert.DoesNotContain(
            "<img src=x",
            await File.ReadAllTextAsync(job.Step("hosted").With["path"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Texts_columns_and_gates_are_data_and_nothing_else()
    {
        const string Attack = "::error::x\\n##[error]y $(touch pwned) <script>alert(1)</script> @everyone";
        var rows = string.Concat(
            Enumerable
                .Range(0, 60)
                .Select(row => $"{{\"$(touch pwned)\": \"{Attack} {row}\", \"::warning::c\": {row}}}\n")
        );
        _request.Write("data/train.jsonl", rows);
        _request.Write(
            "prismatic.json",
            """{ "gates": [ { "rule": "templates", "max": 0.1, "files": "*$(touch pwned)*" }, { "rule": "templates", "max": 0.1 } ] }"""
        );
        _request.CheckOut();
        var job = await ActionJob.RunAsync(
            _request,
            _server,
            new Dictionary<string, string> { ["text"] = "$(touch pwned)", ["examples"] = "full" }
        );
        Assert.True(job.Failed);
        Assert.Equal("1", job.Outputs["exit-code"]);
        NothingRan();
        AssertNoCommand(job.All);
        var body = Assert.Single(_server.GitHub.Comments).Body;
        AssertCallsNobody(body);
        Assert.DoesNotContain("<script", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", "1.0; touch pwned")]
    [InlineData("version", "$(touch pwned)")]
    public async Task What_would_be_installed_is_a_version_and_nothing_else(string input, string value)
    {
        _request.Write("README.md", "words");
        _request.CheckOut();
        var job = await ActionJob.RunAsync(
            _request,
            _server,
            new Dictionary<string, string> { ["tool"] = "", [input] = value }
        );
        Assert.True(job.Failed);
        Assert.Equal("failure", job.Step("install").Outcome);
        NothingRan();
    }

    [Theory]
    [InlineData("paths", "$(touch pwned)")]
    [InlineData("files", "../../etc/passwd")]
    [InlineData("verb", "audit; touch pwned")]
    [InlineData("sample", "1 --html=pwned")]
    [InlineData("features", "--html=pwned")]
    [InlineData("comment-key", "x -->\n<!-- $(touch pwned)")]
    public async Task Inputs_are_arguments(string input, string value)
    {
        _request.Write("data/train.jsonl", ScratchPullRequest.Varied(40, seed: 5));
        _request.CheckOut();
        await ActionJob.RunAsync(_request, _server, new Dictionary<string, string> { [input] = value });
        NothingRan();
    }

    [Fact]
    public async Task A_link_is_not_followed()
    {
        _request.Write("data/kept.txt", "{\"text\":\"a secret\"}\n");
        _request.Link("data/link.jsonl", "kept.txt");
        _request.CheckOut();
        var job = await ActionJob.RunAsync(_request, _server);
        Assert.True(job.Failed);
        Assert.Contains("it is a link", Assert.Single(_server.GitHub.Comments).Body, StringComparison.Ordinal);
    }

    // In a span or fence of code it is text.
    private static void AssertCallsNobody(string body) =>
        Assert.DoesNotContain(
            Markdig.Markdown.Parse(body).Descendants<Markdig.Syntax.Inlines.LiteralInline>(),
            literal => literal.Content.ToString().Contains("@everyone", StringComparison.Ordinal)
        );

    private void NothingRan() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.GetDirectoryName(_request.Workspace)!, "pwned*", SearchOption.AllDirectories),
            path => Path.GetExtension(path) != ".jsonl"
        );

    // Lines that a runner would take as commands are those we mean: between them it looks for none.
    private static void AssertNoCommand(string output)
    {
        string? token = null;
        foreach (var line in output.Split('\n'))
        {
            if (line.StartsWith("::stop-commands::", StringComparison.Ordinal))
            {
                token = line["::stop-commands::".Length..].Trim();
            }
            else if (token is not null && line.Trim() == $"::{token}::")
            {
                token = null;
            }
            else if (token is null && line.TrimStart().StartsWith("::", StringComparison.Ordinal))
            {
                Assert.Matches(@"^::(error|warning|notice) (file=[^:,\s][^:,]*,)?title=[^:,]*::", line);
            }
        }
    }
}

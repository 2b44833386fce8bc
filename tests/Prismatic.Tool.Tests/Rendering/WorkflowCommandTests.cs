using System.Text.Json;
using System.Text.RegularExpressions;
using Prismatic.Browser.Tests;
using Prismatic.Tool.Tests.Commands;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>What a runner of GitHub Actions would take as commands in the output of the program.</summary>
public sealed partial class WorkflowCommandTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("audit", "--features", "ngrams")]
    [InlineData("outputs", "--features", "ngrams")]
    [InlineData("filter", "--features", "ngrams")]
    public async Task Rows_are_no_commands_and_annotations_are(string command, params string[] options)
    {
        using var place = new Workplace();
        var data = Path.Combine(place.Folder, "data.jsonl");
        File.WriteAllLines(data, command == "outputs" ? Answers() : Rows());
        string[] files =
            command == "filter"
                ? ["-o", Path.Combine(place.Folder, "kept.parquet"), "--keep", "3"]
                : ["--html", Path.Combine(place.Folder, "page.html")];
        var (output, error) = await RunAsync([command, data, .. options, .. files, "--examples", "full", "--no-cache"]);
        Assert.Contains("pwned", output, StringComparison.Ordinal);
        Assert.All(Commands(output), line => Assert.Matches("^::(error|warning|notice) ", line));
        Assert.Empty(Commands(error));
        Assert.StartsWith($"::stop-commands::{Token}\n", output, StringComparison.Ordinal);
        Assert.EndsWith($"::{Token}::\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_that_scripts_read_stand_alone()
    {
        var (output, _) = await RunAsync(["cache", "path"]);
        Assert.DoesNotContain("::", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_fails_lets_commands_count_again()
    {
        var (output, error) = await RunAsync(["audit", "::error::no-such-file.jsonl"]);
        Assert.Equal($"::stop-commands::{Token}\n::{Token}::\n", output);
        Assert.Empty(Commands(error));
    }

    [Fact]
    public void Tokens_are_long_and_never_the_same()
    {
        var tokens = Enumerable.Range(0, 100).Select(_ => WorkflowCommands.NewToken()).ToHashSet();
        Assert.Equal(100, tokens.Count);
        Assert.All(tokens, token => Assert.Matches("^[0-9a-f]{32}$", token));
    }

    [Fact]
    public void No_message_is_a_command() =>
        Assert.All(
            (string[])["::error::x", "  ::error::x", "a ##[error]x", ":: ", "##[", .. Attacks.All],
            line => Assert.Empty(Commands(WorkflowCommands.NoCommand(line)))
        );

    // As the runner reads: "::name ...::" at the beginning of a line, or "##[name]" anywhere; between stop and token nothing.
    private static List<string> Commands(string output)
    {
        var (found, stop) = (new List<string>(), (string?)null);
        foreach (var line in output.Split('\n'))
        {
            var name = Command().Match(line) is { Success: true } match ? match.Groups["name"].Value : null;
            if (stop is not null)
            {
                stop = name == stop ? null : stop;
            }
            else if (name == "stop-commands")
            {
                stop = line[(line.LastIndexOf("::", StringComparison.Ordinal) + 2)..];
            }
            else if (name is not null)
            {
                found.Add(line);
            }
        }
        Assert.Null(stop);
        return found;
    }

    // Long enough that a console folds them before a command.
    private static IEnumerable<string> Rows() =>
        from i in Enumerable.Range(0, 12)
        let start = new string('w', 20 + (7 * i))
        select Json(new { text = $"::error::pwned {i} {start} ::set-output name=x::pwned ##[error]pwned" });

    private static IEnumerable<string> Answers() =>
        from i in Enumerable.Range(0, 12)
        select Json(new { prompt = $"::error::pwned {i % 3}", response = $"::warning::pwned ##[error]pwned {i / 6}" });

    private static string Json(object row) => JsonSerializer.Serialize(row);

    private static async Task<(string Output, string Error)> RunAsync(string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = output,
            Error = TextWriter.Synchronized(error),
            IsGitHubRunner = true,
            StopToken = Token,
            Width = 60,
        };
        await CommandLine.RunAsync(args, terminal, CancellationToken.None, cacheFolder: () => Path.GetTempPath());
        return (output.ToString(), error.ToString());
    }

    [GeneratedRegex(@"^\s*::(?<name>[^\s:]+)( [^:]*)?::|##\[(?<name>[^\]\s]+)[^\]]*\]")]
    private static partial Regex Command();
}

using System.Text.RegularExpressions;

namespace Prismatic.Package.Tests;

/// <summary>
/// docs/getting-started.md is run, command by command, with the packages that were made for these tests. PRISMATIC_ACCEPT=1 writes down what
/// a stranger sees: docs/transcripts/first-run.txt.
/// </summary>
public sealed partial class GettingStartedTests(Packages packages)
{
    private static readonly string _document = Path.Combine(Dotnet.Root, "docs", "getting-started.md");
    private static readonly string _transcript = Path.Combine(Dotnet.Root, "docs", "transcripts", "first-run.txt");

    [Fact]
    public void Every_command_ends_as_the_document_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the document is for other shells");
        var place = Directory.CreateTempSubdirectory("prismatic-start-").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(place, "docs"), Path.Combine(Dotnet.Root, "docs"));
            Directory.CreateSymbolicLink(Path.Combine(place, "packages"), packages.Folder);
            var commands = Blocks()
                .Matches(File.ReadAllText(_document).ReplaceLineEndings("\n"))
                .SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                .ToList();
            Assert.True(commands.Count >= 9, $"{commands.Count} commands");
            var environment = new Dictionary<string, string>
            {
                ["NUGET_PACKAGES"] = Path.Combine(place, "cache"),
                ["PRISMATIC_CACHE"] = Path.Combine(place, "vectors"),
            };
            var said = new List<string>();
            foreach (var command in commands)
            {
                if (command.StartsWith("dotnet pack", StringComparison.Ordinal))
                {
                    // Packed already, for this platform alone.
                    said.Add($"$ {command}\n\n{string.Concat(packages.Names.Select(name => $"packages/{name}\n"))}");
                    continue;
                }
                // The last command of the part on gates fails, as the document says.
                var expected = command == "tools/prismatic audit docs/samples/word-problems.parquet" ? 1 : 0;
                var words = command.Split(' ');
                var run =
                    words[0] == "dotnet"
                        ? Dotnet.Run(place, environment, words[1..])
                        : Dotnet.Start(Path.Combine(place, words[0]), place, environment, words[1..]);
                Assert.True(run.Code == expected, $"{command} ended with {run.Code}:\n{run.Output}");
                said.Add($"$ {command}\n\n{Plain(run.Output, place)}\n[exit code {run.Code}]\n");
            }
            Keep(said);
        }
        finally
        {
            Directory.Delete(Path.Combine(place, "docs"));
            Directory.Delete(Path.Combine(place, "packages"));
            Directory.Delete(place, recursive: true);
        }
    }

    // Numbers may differ in their last digit from machine to machine: held to the file are commands, and how they ended.
    private static void Keep(List<string> said)
    {
        if (Accepted.Writes)
        {
            File.WriteAllText(_transcript, string.Join("\n", said));
        }
        var told = File.ReadAllText(_transcript).ReplaceLineEndings("\n");
        Assert.Equal(Ends(string.Join("\n", said)), Ends(told));
        Assert.DoesNotContain(Dotnet.Root, told, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ends(string text) =>
        text.Split('\n')
            .Where(line =>
                line.StartsWith("$ ", StringComparison.Ordinal) || line.StartsWith("[exit", StringComparison.Ordinal)
            );

    private static string Plain(string output, string place) =>
        Times()
            .Replace(output, "…")
            .Replace(place, ".", StringComparison.Ordinal)
            .Replace(Dotnet.Root, ".", StringComparison.Ordinal)
            .Replace(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "~", StringComparison.Ordinal)
            .Trim() + "\n";

    // How long it took, how much memory there was: of the machine, not of the tool.
    [GeneratedRegex(@"\d[\d.,]* (?:ms|s|min|rows/s|answers/s|GB)\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Times();

    [GeneratedRegex(
        @"^```\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Blocks();
}

using System.Text.RegularExpressions;

namespace Prismatic.Package.Tests;

/// <summary>docs/getting-started.md is run, command by command, with the packages that were made for these tests.</summary>
public sealed partial class GettingStartedTests(Packages packages)
{
    private static readonly string _document = Path.Combine(Dotnet.Root, "docs", "getting-started.md");

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
            // Packed already; the last command of the part on gates fails, as the document says.
            foreach (var command in commands.Where(line => !line.StartsWith("dotnet pack", StringComparison.Ordinal)))
            {
                var expected = command == "tools/prismatic audit docs/samples/word-problems.parquet" ? 1 : 0;
                var words = command.Split(' ');
                var run =
                    words[0] == "dotnet"
                        ? Dotnet.Run(place, environment, words[1..])
                        : Dotnet.Start(Path.Combine(place, words[0]), place, environment, words[1..]);
                Assert.True(run.Code == expected, $"{command} ended with {run.Code}:\n{run.Output}");
            }
        }
        finally
        {
            Directory.Delete(Path.Combine(place, "docs"));
            Directory.Delete(Path.Combine(place, "packages"));
            Directory.Delete(place, recursive: true);
        }
    }

    [GeneratedRegex(
        @"^```\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Blocks();
}

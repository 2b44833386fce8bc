using System.Text.RegularExpressions;

namespace Prismatic.Tool.Tests;

/// <summary>The README is run: its first command, and the names in its examples.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = FindRoot();
    private static string Readme => File.ReadAllText(Path.Combine(Root, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task The_first_command_prints_what_the_README_shows()
    {
        var sample = FirstCommandPattern().Match(Readme).Groups["sample"].Value;
        var page = Path.Combine(Directory.CreateTempSubdirectory("prismatic-readme-").FullName, "report.html");
        try
        {
            var run = await Run.OnTerminalAsync("audit", Path.Combine(Root, sample), "--html", page);
            Assert.Equal(ExitCode.Pass, run.Code);
            Assert.True(File.Exists(page));
            if (Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1")
            {
                var told = run.Out.Replace(page, "prismatic-report.html", StringComparison.Ordinal);
                var output = string.Join('\n', told.Split('\n').Select(line => line.TrimEnd())).Trim('\n');
                var path = Path.Combine(Root, "README.md");
                await File.WriteAllTextAsync(
                    path,
                    Readme.Replace(ShownOutput().TrimEnd('\n'), output, StringComparison.Ordinal)
                );
            }
            // Digits may differ from machine to machine in the last place, and with them the order of the examples; the
            // words of verdict and table may not.
            var shown = WordsOf(ShownOutput())
                .TakeWhile(l => !l.StartsWith("Report", StringComparison.Ordinal))
                .ToList();
            Assert.True(shown.Count > 10);
            Assert.All(shown, line => Assert.Contains(line, WordsOf(run.Out)));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(page)!, recursive: true);
        }
    }

    [Fact]
    public async Task Every_example_uses_options_that_its_command_has()
    {
        var examples = ExamplePattern().Matches(Readme);
        Assert.True(examples.Count >= 5);
        foreach (Match example in examples)
        {
            var words = example.Groups["line"].Value.Split(' ');
            string[] command = words[0] == "model" ? [words[0], words[1]] : [words[0]];
            var help = await Run.PrismaticAsync([.. command, "--help"]);
            Assert.Equal(ExitCode.Pass, help.Code);
            Assert.All(
                words.Where(word => word.StartsWith('-')),
                option => Assert.Contains(option, help.Out, StringComparison.Ordinal)
            );
        }
    }

    private static string ShownOutput() =>
        BlockPattern()
            .Matches(Readme)
            .Select(m => m.Groups["text"].Value)
            .First(t => t.Contains("diversity of", StringComparison.Ordinal));

    private static List<string> WordsOf(string text) =>
        text.Split('\n')
            .Select(line => NumberPattern().Replace(line, "").Trim())
            .Where(line => line.Length > 0)
            .ToList();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Prismatic.Tool.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no Prismatic.Tool.sln above the tests");
        }
        return folder.FullName;
    }

    [GeneratedRegex(@"dotnet run .* -- audit (?<sample>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex FirstCommandPattern();

    [GeneratedRegex(@"^prismatic (?<line>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ExamplePattern();

    [GeneratedRegex(
        @"^```\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex BlockPattern();

    [GeneratedRegex(@"[0-9][0-9,.]*|\s+|±|[▇░]")]
    private static partial Regex NumberPattern();
}

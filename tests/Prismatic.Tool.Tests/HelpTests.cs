using McMaster.Extensions.CommandLineUtils;
using McMaster.Extensions.CommandLineUtils.Abstractions;
using Prismatic.Selection;
using Prismatic.Tool.Commands;

namespace Prismatic.Tool.Tests;

public sealed class HelpTests
{
    [Fact]
    public void Help_of_every_command_is_as_approved()
    {
        using var console = new TerminalConsole(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null });
        using var root = CommandLine.Build(console);
        using var text = new StringWriter { NewLine = "\n" };
        foreach (var command in Tree(root))
        {
            text.WriteLine($"$ {HelpText.FullName(command)} --help");
            HelpText.Instance.Generate(command, text);
            text.WriteLine();
        }
        Golden.Verify("help.txt", text.ToString());
        Assert.All(text.ToString().Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    /// <summary>PRISMATIC_ACCEPT=1 writes the document anew.</summary>
    [Fact]
    public void The_reference_says_what_help_says()
    {
        var path = Path.Combine(Golden.Root, "docs", "cli-reference.md");
        using var console = new TerminalConsole(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null });
        using var root = CommandLine.Build(console);
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine("# Reference of the command line\n");
        text.WriteLine("What `--help` prints, made from the commands by a test. [cli.md](cli.md) says more.");
        foreach (var command in Tree(root))
        {
            text.WriteLine($"\n## {HelpText.FullName(command)}\n\n```");
            HelpText.Instance.Generate(command, text);
            text.WriteLine("```");
        }
        if (Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1")
        {
            File.WriteAllText(path, text.ToString());
        }
        Assert.Equal(text.ToString(), File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Help_goes_to_the_result_stream_and_ends_with_zero()
    {
        var run = await Run.PrismaticAsync("--help");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("Usage: prismatic", run.Out, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Without_arguments_the_help_is_shown()
    {
        var run = await Run.PrismaticAsync();
        Assert.Contains("Commands:", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Did you mean doctor?", "docto")]
    [InlineData("Did you mean --verbose?", "doctor", "--verbos")]
    public async Task Near_names_are_suggested(string expected, params string[] args)
    {
        var run = await Run.PrismaticAsync(args);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public async Task Version_names_program_runtime_and_native_library()
    {
        var run = await Run.PrismaticAsync("--version");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Matches(
            @"^prismatic \d+\.\d+\.\d+[^\n]*\n\.NET [^\n]+\nONNX Runtime 1\.\d+\.\d+",
            run.Out.ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public void Defaults_in_help_are_the_defaults_of_the_program()
    {
        using var console = new TerminalConsole(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null });
        using var root = CommandLine.Build(console);
        var told = 0;
        foreach (var command in Tree(root).Where(command => ((IModelAccessor)command).GetModel() is Command))
        {
            var model = ((IModelAccessor)command).GetModel();
            foreach (var option in command.Options)
            {
                var property = model.GetType().GetProperties().FirstOrDefault(p => Kebab(p.Name) == option.LongName);
                var value = property?.GetValue(model);
                if (value is int and > 0 or ulong or double or Enum)
                {
                    told++;
                    Assert.EndsWith(
                        $"Default: {value.ToString()!.ToLowerInvariant()}.",
                        option.Description,
                        StringComparison.Ordinal
                    );
                }
            }
        }
        Assert.True(told >= 10, $"{told} defaults");
    }

    [Fact]
    public void The_documentation_states_the_defaults_of_the_program()
    {
        var path = Path.Combine(Golden.Root, "docs", "cli.md");
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (start, end) = (
            text.IndexOf("<!-- defaults -->\n", StringComparison.Ordinal),
            text.IndexOf("<!-- /defaults -->", StringComparison.Ordinal)
        );
        Assert.InRange(start, 0, end);
        var expected =
            $"""
            <!-- defaults -->
            | | |
            |---|---|
            | `filter --features` | `{SelectionDefaults.Features}` |
            | `filter --rule` | `{SelectionDefaults.RuleName}` |
            | `filter --near-copies` | `{SelectionDefaults.NearCopies}` |
            | `filter --near-copy-threshold` | `{NearCopySpace.Threshold.ToString(
                System.Globalization.CultureInfo.InvariantCulture
            )}` |
            | `audit --features` | `{SelectionDefaults.AuditViews}` |
            | `audit --features`, with `--encoder` | `{SelectionDefaults.AuditViewsWithEncoder}` |

            """.ReplaceLineEndings(
                "\n"
            );
        if (Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1")
        {
            text = text[..start] + expected + text[end..];
            File.WriteAllText(path, text);
            end = text.IndexOf("<!-- /defaults -->", StringComparison.Ordinal);
        }
        Assert.Equal(expected, text[start..end]);
    }

    private static string Kebab(string name) =>
        string.Concat(
            name.Select(
                (c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"
            )
        );

    private static IEnumerable<CommandLineApplication> Tree(CommandLineApplication command) =>
        command.Commands.SelectMany(Tree).Prepend(command);
}

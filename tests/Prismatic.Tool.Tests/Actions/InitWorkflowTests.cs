using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>Workflows that init writes are such that their host and a checker read them.</summary>
public sealed class InitWorkflowTests
{
    private const string Action = "owner/prismatic@0123456789abcdef0123456789abcdef01234567";

    public static TheoryData<string[]> Paths =>
        new(
            new TheoryDataRow<string[]>(["**/*.parquet", "**/*.jsonl"]),
            new TheoryDataRow<string[]>(["data/a b/**", "it's: a \"name\".csv", "# no comment", "- x", "{a}: b & *c"])
        );

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Both_halves_are_read_without_a_fault(string[] paths)
    {
        await ActionNode.RequireAsync();
        var folder = Directory.CreateTempSubdirectory("prismatic-init-");
        try
        {
            foreach (
                var (name, text) in new[]
                {
                    ("a.yml", WorkflowText.Audit(Action, paths)),
                    ("c.yml", WorkflowText.Comment(Action)),
                }
            )
            {
                var file = Path.Combine(folder.FullName, name);
                await File.WriteAllTextAsync(file, text);
                Assert.Equal("[]", (await ActionNode.RunAsync("validate.mjs", file)).Trim());
                var (code, said) = await ActionNode.LintAsync(file);
                Assert.True(code == 0, said);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("owner/name", "--github")]
    [InlineData("owner/name@main", "--github")]
    [InlineData("owner/name@0123456789abcdef0123456789abcdef01234567\n  - run: x", "--github")]
    public async Task An_action_is_named_by_its_commit(string action, string expected)
    {
        var run = await Run.PrismaticAsync("init", "--github", action);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${{ github.token }}")]
    [InlineData("two\nlines")]
    [InlineData("a,b")]
    [InlineData(" ")]
    public async Task A_pattern_is_a_pattern(string pattern)
    {
        var run = await Run.PrismaticAsync("init", "--github", Action, "--paths", pattern);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("--paths", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_half_goes_with_the_first()
    {
        var run = await Run.PrismaticAsync("init", "--fork");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("go with --github", run.Error, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>Actions and workflows of this repository, read by the parser of their host's own tools and by a checker of workflows.</summary>
public sealed partial class WorkflowTests
{
    private static string[] Workflows => Directory.GetFiles(Path.Combine(Golden.Root, ".github", "workflows"), "*.yml");

    private static string[] Actions =>
        [Path.Combine(Golden.Root, "action.yml"), Path.Combine(Golden.Root, "action", "fork", "action.yml")];

    [Fact]
    public async Task The_host_can_read_all_of_them()
    {
        await ActionNode.RequireAsync();
        Assert.Empty(await WrongAsync([.. Actions, .. Workflows]));
    }

    [Fact]
    public async Task A_checker_finds_no_fault()
    {
        await ActionNode.RequireAsync();
        foreach (var file in Workflows)
        {
            var (code, said) = await ActionNode.LintAsync(file);
            Assert.True(code == 0, $"{file}: {said}");
        }
    }

    [Fact]
    public async Task Both_see_faults()
    {
        await ActionNode.RequireAsync();
        var folder = Directory.CreateTempSubdirectory("prismatic-workflow-");
        try
        {
            var action = Path.Combine(folder.FullName, "action.yml");
            await File.WriteAllTextAsync(
                action,
                "name: x\ndescription: y\nruns:\n  using: composite\n  steps:\n    - run: echo\n      shel: bash\n"
            );
            Assert.NotEmpty(await WrongAsync([action]));
            var workflow = Path.Combine(folder.FullName, "w.yml");
            await File.WriteAllTextAsync(
                workflow,
                "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n"
            );
            var (code, said) = await ActionNode.LintAsync(workflow);
            Assert.NotEqual(0, code);
            Assert.Contains("untrusted", said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_action_that_is_used_is_pinned_by_its_commit() =>
        Assert.All(
            Actions
                .Concat(Workflows)
                .SelectMany(file => Uses().Matches(File.ReadAllText(file)).Select(match => match.Groups["what"].Value)),
            what => Assert.Matches(@"^(\./.*|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v[0-9][\w.-]*)$", what)
        );

    [Fact]
    public void No_expression_stands_in_a_script() =>
        Assert.All(
            Actions.Concat(Workflows),
            file => Assert.DoesNotMatch(@"run:\s*(\|[^\n]*\n(\s{8,}[^\n]*\n)*?)?[^\n]*\$\{\{", File.ReadAllText(file))
        );

    [Fact]
    public void Every_workflow_says_what_its_token_may()
    {
        Assert.NotEmpty(Workflows);
        Assert.All(Workflows, file => Assert.Matches(@"(?m)^permissions:", File.ReadAllText(file)));
        Assert.All(
            Workflows,
            file => Assert.DoesNotContain("pull_request_target", File.ReadAllText(file), StringComparison.Ordinal)
        );
    }

    private static async Task<string[]> WrongAsync(string[] files) =>
        JsonSerializer.Deserialize<string[]>(await ActionNode.RunAsync("validate.mjs", files))!;

    [GeneratedRegex(@"uses:\s*(?<what>[^\n]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Uses();
}

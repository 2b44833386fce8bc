using System.Text.Json;
using System.Text.Json.Nodes;
using Prismatic.Tool.Tests.GitHub;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>What became of a step.</summary>
/// <param name="Name">Its id, or its place.</param>
/// <param name="Outcome">success, failure or skipped.</param>
/// <param name="With">What another action was given; empty for a step of a shell.</param>
/// <param name="Text">What it printed.</param>
internal sealed record StepEnd(string Name, string Outcome, IReadOnlyDictionary<string, string> With, string Text);

/// <summary>What became of the Action in a job.</summary>
internal sealed record ActionJob(
    bool Failed,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyList<StepEnd> Steps,
    string All
)
{
    /// <summary>Runs an action's steps in a pull request's working copy.</summary>
    /// <param name="request">Checked out.</param>
    /// <param name="server">GitHub.</param>
    /// <param name="inputs">Of the action, beside the tool and views that are quick.</param>
    /// <param name="action">File of the action in this repository.</param>
    /// <param name="runId">Number of the run.</param>
    /// <param name="gitHub">What the expressions of the action know of the event.</param>
    /// <param name="path">What stands before the path of programs.</param>
    public static async Task<ActionJob> RunAsync(
        ScratchPullRequest request,
        ServedGitHub server,
        IReadOnlyDictionary<string, string>? inputs = null,
        string action = "action.yml",
        int runId = 11,
        JsonObject? gitHub = null,
        string path = ""
    )
    {
        await ActionNode.RequireAsync();
        server.GitHub.Head = request.Head;
        var given = new JsonObject
        {
            ["tool"] = Path.Combine(AppContext.BaseDirectory, "Prismatic.Tool"),
            ["token"] = FakeGitHub.Secret,
        };
        if (action == "action.yml")
        {
            given["features"] = "ngrams";
        }
        foreach (var (name, value) in inputs ?? new Dictionary<string, string>())
        {
            given[name] = value;
        }
        var job = new JsonObject
        {
            ["inputs"] = given,
            ["workspace"] = request.Workspace,
            ["temp"] = request.Temp,
            ["github"] =
                gitHub
                ?? new JsonObject
                {
                    ["server_url"] = "https://github.com",
                    ["run_id"] = $"{runId}",
                    ["run_attempt"] = "1",
                    ["job"] = "audit",
                    ["token"] = FakeGitHub.Secret,
                },
            ["uses"] = new JsonObject
            {
                ["actions/upload-artifact"] = new JsonObject
                {
                    ["artifact-url"] = $"https://github.com/{FakeGitHub.Repository}/actions/runs/{runId}/artifacts/3",
                },
            },
            ["env"] = new JsonObject
            {
                ["PATH"] = path + Environment.GetEnvironmentVariable("PATH"),
                ["HOME"] = request.Temp,
                ["DOTNET_ROOT"] = Path.GetFullPath(
                    Path.Combine(
                        System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(),
                        "..",
                        "..",
                        ".."
                    )
                ),
                ["GITHUB_API_URL"] = server.Address,
                ["GITHUB_SERVER_URL"] = "https://github.com",
                ["GITHUB_REPOSITORY"] = FakeGitHub.Repository,
                ["GITHUB_EVENT_PATH"] = request.EventFile,
                ["GITHUB_RUN_ID"] = $"{runId}",
                ["GITHUB_RUN_ATTEMPT"] = "1",
                ["GITHUB_WORKFLOW_REF"] = $"{FakeGitHub.Repository}/.github/workflows/audit.yml@refs/pull/7/merge",
                ["GITHUB_JOB"] = "audit",
            },
        };
        Directory.CreateDirectory(request.Temp);
        var file = Path.Combine(request.Temp, "job.json");
        await File.WriteAllTextAsync(file, job.ToJsonString());
        var said = await ActionNode.RunAsync("run.mjs", Path.Combine(Golden.Root, action), file);
        using var told = JsonDocument.Parse(said);
        return Of(told.RootElement);
    }

    /// <summary>A step by its id.</summary>
    public StepEnd Step(string name) => Steps.Single(step => step.Name == name);

    private static ActionJob Of(JsonElement told)
    {
        List<StepEnd> steps =
        [
            .. told.GetProperty("steps")
                .EnumerateArray()
                .Select(step => new StepEnd(
                    step.GetProperty("name").GetString()!,
                    step.GetProperty("outcome").GetString()!,
                    step.TryGetProperty("with", out var with) ? Map(with) : new Dictionary<string, string>(),
                    step.TryGetProperty("out", out var output)
                        ? output.GetString() + step.GetProperty("error").GetString()
                        : ""
                )),
        ];
        var all = string.Concat(steps.Select(step => step.Text));
        // No step may print it, whatever it was about.
        Assert.DoesNotContain(FakeGitHub.Secret, all, StringComparison.Ordinal);
        return new ActionJob(told.GetProperty("failed").GetBoolean(), Map(told.GetProperty("outputs")), steps, all);
    }

    private static Dictionary<string, string> Map(JsonElement element) =>
        element.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetString() ?? "");
}

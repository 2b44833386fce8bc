using System.Globalization;

namespace Prismatic.Tool.PullRequests;

/// <summary>What a runner of GitHub Actions tells a step. The one place that reads it.</summary>
internal sealed record RunnerEnvironment
{
    /// <summary>File that tells what started the run; null for none.</summary>
    public string? EventPath { get; init; }

    /// <summary>OWNER/NAME; null for none.</summary>
    public string? Repository { get; init; }

    /// <summary>Number of the run, and of its attempt; 1 where there is none.</summary>
    public long RunId { get; init; } = 1;

    /// <summary>From 1 on.</summary>
    public int RunAttempt { get; init; } = 1;

    /// <summary>Tells workflow and job apart from others: "audit.yml/audit".</summary>
    public string Key { get; init; } = "prismatic";

    /// <summary>File that the summary of the job is added to; null for none.</summary>
    public string? SummaryPath { get; init; }

    /// <summary>File that outputs of the step are added to; null for none.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Reads GITHUB_EVENT_PATH and its like.</summary>
    public static RunnerEnvironment Of(Func<string, string?> variable)
    {
        return new RunnerEnvironment
        {
            EventPath = Text("GITHUB_EVENT_PATH"),
            Repository = Text("GITHUB_REPOSITORY"),
            RunId = Number("GITHUB_RUN_ID"),
            RunAttempt = (int)Math.Min(Number("GITHUB_RUN_ATTEMPT"), 999_999),
            Key = KeyOf(Text("GITHUB_WORKFLOW_REF"), Text("GITHUB_JOB")),
            SummaryPath = Text("GITHUB_STEP_SUMMARY"),
            OutputPath = Text("GITHUB_OUTPUT"),
        };

        string? Text(string name) => variable(name) is { Length: > 0 } value ? value : null;

        long Number(string name) =>
            long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : 1;
    }

    /// <summary>The runner's variables in this process.</summary>
    public static RunnerEnvironment OfThisProcess() => Of(Environment.GetEnvironmentVariable);

    // OWNER/NAME/.github/workflows/audit.yml@refs/heads/main
    private static string KeyOf(string? workflow, string? job)
    {
        var file = workflow?.Split('@')[0].Split('/')[^1];
        return string.Join('/', new[] { file, job }.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } key
            ? key
            : "prismatic";
    }
}

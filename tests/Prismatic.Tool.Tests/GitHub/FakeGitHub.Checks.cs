using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.Tests.GitHub;

/// <summary>Its check runs.</summary>
internal sealed partial class FakeGitHub
{
    /// <summary>Check runs on commits, as they were last told.</summary>
    public List<JsonObject> Checks { get; } = [];

    /// <summary>Whether tokens may write check runs.</summary>
    public bool TakesChecks { get; set; } = true;

    // Null where the path is of something else.
    private HttpResponseMessage? Checked(HttpRequestMessage request, string path)
    {
        if (path.StartsWith($"repos/{Repository}/check-runs", StringComparison.Ordinal))
        {
            return TakesChecks
                ? Check(request, path)
                : Json(HttpStatusCode.Forbidden, Message("Resource not accessible by integration"));
        }
        if (ChecksPath().Match(path) is { Success: true } of)
        {
            var name = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query)["check_name"];
            var runs = Checks.Where(run =>
                Text(run, "head_sha") == of.Groups["head"].Value && Text(run, "name") == name
            );
            return Json(
                HttpStatusCode.OK,
                new JsonObject
                {
                    ["total_count"] = runs.Count(),
                    ["check_runs"] = new JsonArray([.. runs.Select(run => run.DeepClone())]),
                }
            );
        }
        return null;
    }

    // What is told of a run takes the place of what was told before.
    private HttpResponseMessage Check(HttpRequestMessage request, string path)
    {
        using var reader = new StreamReader(request.Content!.ReadAsStream(), Encoding.UTF8, leaveOpen: true);
        var told = JsonNode.Parse(reader.ReadToEnd())!.AsObject();
        JsonObject run;
        if (request.Method == HttpMethod.Post)
        {
            run = new JsonObject { ["id"] = ++_last, ["html_url"] = $"{Site}/{Repository}/runs/{_last}" };
            Checks.Add(run);
        }
        else
        {
            run = Checks.Single(other => $"repos/{Repository}/check-runs/{other["id"]}" == path);
        }
        foreach (var (name, value) in told)
        {
            run[name] = value?.DeepClone();
        }
        var answer = run.DeepClone().AsObject();
        answer.Remove("output");
        return Json(request.Method == HttpMethod.Post ? HttpStatusCode.Created : HttpStatusCode.OK, answer);
    }

    private static string? Text(JsonObject run, string name) => run[name]?.GetValue<string>();

    [GeneratedRegex(
        "^repos/owner/data/commits/(?<head>[0-9a-f]{40})/check-runs$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex ChecksPath();
}

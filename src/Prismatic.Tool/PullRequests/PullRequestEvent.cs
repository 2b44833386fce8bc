using System.Text.Json;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.PullRequests;

/// <summary>What started a run: the pull request, as the host tells it in a file.</summary>
/// <param name="Number">Of the pull request.</param>
/// <param name="Base">Newest commit of the branch it goes to, when the run was started.</param>
/// <param name="Head">Its own newest commit.</param>
internal sealed record PullRequestEvent(int Number, string Base, string Head)
{
    private const long MostBytes = 16 << 20;

    /// <summary>Reads the file of GITHUB_EVENT_PATH.</summary>
    /// <exception cref="PrismaticException">There is none, or it tells of no pull request.</exception>
    public static async Task<PullRequestEvent> ReadAsync(string path, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > MostBytes)
        {
            throw new PrismaticException($"'{path}' is no event of a run", ExitCode.Environment);
        }
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(path, cancellation));
            if (
                document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("pull_request", out var request)
            )
            {
                throw new PrismaticException(
                    "this run was not started by a pull request; use on: pull_request",
                    ExitCode.Environment
                );
            }
            var fields = new JsonFields(request, "event");
            return new PullRequestEvent(
                (int)fields.Number("number", 1, int.MaxValue),
                new JsonFields(request.GetProperty("base"), "event: base").Commit("sha"),
                new JsonFields(request.GetProperty("head"), "event: head").Commit("sha")
            );
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException)
        {
            throw new PrismaticException($"'{path}' is no event of a pull request", ExitCode.Environment, fault);
        }
    }
}

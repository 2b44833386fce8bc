using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.PullRequests;

/// <summary>Writes a folder of results: docs/action-results.md.</summary>
internal static class ResultsWriter
{
    private const int Schema = 1;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>pull-request.json. Reports are named by their place in the list, where there is one.</summary>
    public static string Text(PullRequestResults results) =>
        new JsonObject
        {
            ["schema"] = Schema,
            ["repository"] = results.Repository,
            ["number"] = results.Number,
            ["head"] = results.Head,
            ["base"] = results.Base,
            ["key"] = results.Key,
            ["runId"] = results.RunId,
            ["runAttempt"] = results.RunAttempt,
            ["comments"] = CommandText.Word(results.Comments),
            ["reportUrl"] = results.ReportUrl?.AbsoluteUri,
            ["datasets"] = new JsonArray([
                .. results.Datasets.Select(
                    (dataset, i) =>
                        new JsonObject
                        {
                            ["path"] = dataset.Path,
                            ["status"] = CommandText.Word(dataset.Status),
                            ["previous"] = dataset.Previous,
                            ["report"] = dataset.Report is null ? null : $"reports/{Stem(i)}.json",
                            ["exitCode"] = dataset.ExitCode,
                            ["note"] = dataset.Note,
                        }
                ),
            ]),
        }.ToJsonString(Readable) + "\n";

    /// <summary>What the reports of a data set are called.</summary>
    /// <param name="place">In the list, from 0.</param>
    public static string Stem(int place) =>
        (place + 1).ToString("00", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Adds to a file that a host reads; null for none.</summary>
    public static async Task AppendAsync(string? path, string text, CancellationToken cancellation)
    {
        if (path is not null)
        {
            await File.AppendAllTextAsync(path, text, new UTF8Encoding(false), cancellation);
        }
    }
}

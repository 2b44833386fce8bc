using System.Text.Json;
using Prismatic.Reports;

namespace Prismatic.Tool.Results;

/// <summary>Reads a folder of results: docs/action-results.md. Every field is checked; nothing is taken for granted.</summary>
internal static class ResultsReader
{
    private const int Schema = 1;

    /// <summary>Data sets of a pull request that are taken.</summary>
    public const int MostDatasets = 500;

    private const int LongestKey = 200;
    private const int LongestPath = 4096;
    private const int LongestNote = 2000;
    private const int LongestAddress = 2000;

    /// <summary>What the folder holds.</summary>
    /// <exception cref="PrismaticException">Something in it is not as it should be.</exception>
    public static async Task<PullRequestResults> ReadAsync(string folder, CancellationToken cancellation)
    {
        var files = new ResultsFolder(folder);
        var text = await files.MainAsync(cancellation);
        try
        {
            using var document = JsonDocument.Parse(text);
            var (results, reports) = Of(new JsonFields(document.RootElement, ResultsFolder.Main));
            var datasets = new List<DatasetResult>();
            foreach (var (dataset, path) in results.Datasets.Zip(reports))
            {
                datasets.Add(dataset with { Report = await ReportAsync(files, path, cancellation) });
            }
            return results with { Datasets = datasets };
        }
        catch (JsonException fault)
        {
            throw new PrismaticException(
                $"{ResultsFolder.Main} is no JSON (line {(fault.LineNumber ?? 0) + 1})",
                ExitCode.Input,
                fault
            );
        }
    }

    private static async Task<Report?> ReportAsync(ResultsFolder files, string? path, CancellationToken cancellation)
    {
        if (path is null)
        {
            return null;
        }
        var text = await files.ReportAsync(path, cancellation);
        try
        {
            return ReportJson.Read(text);
        }
        catch (PrismaticException fault)
        {
            throw new PrismaticException($"{path}: {fault.Message}", ExitCode.Input, fault);
        }
    }

    private static (PullRequestResults Results, IReadOnlyList<string?> Reports) Of(JsonFields fields)
    {
        if (fields.Number("schema", 0, int.MaxValue) is var schema && schema != Schema)
        {
            throw new PrismaticException(
                $"{ResultsFolder.Main} has schema {schema}, this program reads {Schema}; use one version of the Action for all steps"
            );
        }
        var items = fields.Items("datasets", MostDatasets);
        var results = new PullRequestResults
        {
            Repository = fields.Repository("repository"),
            Number = (int)fields.Number("number", 1, int.MaxValue),
            Head = fields.Commit("head"),
            Base = fields.Commit("base"),
            Key = fields.Text("key", LongestKey),
            RunId = fields.Number("runId", 1, long.MaxValue),
            RunAttempt = (int)fields.Number("runAttempt", 1, 999_999),
            Comments = fields.Word<CommentMode>("comments"),
            ReportUrl = fields.TextOrNull("reportUrl", LongestAddress) is { } address ? Address(address) : null,
            Datasets = [.. items.Select(Dataset)],
        };
        return (results, [.. items.Select(item => item.TextOrNull("report", LongestPath))]);
    }

    private static DatasetResult Dataset(JsonFields fields) =>
        new()
        {
            Path = fields.Text("path", LongestPath),
            Status = fields.Word<DatasetStatus>("status"),
            Previous = fields.TextOrNull("previous", LongestPath),
            ExitCode = (int)fields.Number("exitCode", 0, 255),
            Note = fields.TextOrNull("note", LongestNote),
        };

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme == "https"
        && address.UserInfo.Length == 0
            ? address
            : throw new PrismaticException(
                $"{ResultsFolder.Main}: 'reportUrl' must be an address that begins with https://"
            );
}

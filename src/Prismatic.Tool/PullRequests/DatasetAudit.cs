using Prismatic.Reports;
using Prismatic.Tool.Git;
using Prismatic.Tool.Results;

namespace Prismatic.Tool.PullRequests;

/// <summary>Audits a changed data file beside what it was, both with the same options.</summary>
/// <param name="repository">Of the working copy.</param>
/// <param name="folder">Of the working copy, absolute.</param>
/// <param name="run">Runs commands.</param>
/// <param name="lfs">Content of Git LFS.</param>
/// <param name="kept">Reports on the base.</param>
/// <param name="verb">audit or outputs, and its options.</param>
/// <param name="gates">Arguments that name the gates.</param>
internal sealed class DatasetAudit(
    GitRepository repository,
    string folder,
    AuditRun run,
    LfsContent lfs,
    BaseReports kept,
    IReadOnlyList<string> verb,
    IReadOnlyList<string> gates
)
{
    // From as many rows on, scores of sets of different size can be compared (docs/gates.md).
    private const long RowsThatCompare = 1000;

    /// <summary>Audits one.</summary>
    /// <param name="file">What changed.</param>
    /// <param name="baseCommit">What it is compared with; null for nothing.</param>
    /// <param name="stem">Where its reports go: a path without an ending.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<DatasetResult> AuditAsync(
        ChangedFile file,
        string? baseCommit,
        string stem,
        CancellationToken cancellation
    )
    {
        var result = new DatasetResult
        {
            Path = file.Path,
            Status = file.Status,
            Previous = file.Previous,
            ExitCode = 0,
        };
        if (file.Status == DatasetStatus.Removed)
        {
            return result;
        }
        var path = Path.Combine(folder, file.Path);
        if (!File.Exists(path) || File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
        {
            return result with
            {
                ExitCode = (int)ExitCode.Input,
                Note = File.Exists(path) ? "it is a link; links are not followed" : "it is not in the working copy",
            };
        }
        if (await lfs.FillAsync(path, cancellation) is { } missing)
        {
            return result with { Note = $"Not audited: {missing}" };
        }
        var place = Directory.CreateTempSubdirectory("prismatic-base-").FullName;
        try
        {
            var before =
                file.Status == DatasetStatus.Added ? null : await BaseAsync(file, baseCommit, place, cancellation);
            return await HeadAsync(result, before, stem, cancellation);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private async Task<DatasetResult> HeadAsync(
        DatasetResult result,
        BaseData? before,
        string stem,
        CancellationToken cancellation
    )
    {
        var end = await MeasureAsync(before?.ReportPath);
        var report = await BaseReports.ReadAsync(stem + ".json", cancellation);
        if (
            before is { ReportPath: not null, DataPath: not null, Rows: var rows }
            && report is not null
            && report.Dataset.MeasuredRows < Math.Min(rows, RowsThatCompare)
        )
        {
            // A report on more rows cannot be brought down to as many as there are now; the data can.
            end = await MeasureAsync(before.DataPath);
            report = await BaseReports.ReadAsync(stem + ".json", cancellation);
        }
        var notes = new[] { end.Fault, before?.Fault is { } fault ? $"Not compared with the base: {fault}" : null };
        return result with
        {
            ExitCode = (int)end.Code,
            Report = report,
            Note = string.Join(" ", notes.OfType<string>()) is { Length: > 0 } note ? Short(note) : null,
        };

        Task<AuditEnd> MeasureAsync(string? baseline)
        {
            var (json, html) = (stem + ".json", stem + ".html");
            // Who reads the report has the repository and not this machine: as they can measure it, and the same for every run.
            var aliases = new Dictionary<string, string> { [json] = "report.json", [html] = "report.html" };
            if (baseline is not null)
            {
                aliases[baseline] = before!.Name;
            }
            return run.RunAsync(
                [
                    verb[0],
                    // As a person in the working copy would name it, and never read as an option.
                    "./" + result.Path,
                    .. verb.Skip(1),
                    "--json",
                    json,
                    "--html",
                    html,
                    "--annotations",
                    "none",
                    .. gates,
                    .. baseline is null ? (string[])[] : ["--baseline", baseline],
                ],
                aliases
            );
        }
    }

    private async Task<BaseData?> BaseAsync(
        ChangedFile file,
        string? baseCommit,
        string place,
        CancellationToken cancellation
    )
    {
        if (baseCommit is null)
        {
            return new BaseData("", null, null, 0, "the commit it is compared with is not here");
        }
        var found = (await repository.FilesAsync(baseCommit, file.Before, cancellation)).FirstOrDefault(entry =>
            entry.Path == file.Before && entry.IsRegular
        );
        if (found is null)
        {
            return null;
        }
        var name = $"git:{baseCommit[..12]}:{file.Before}";
        var keptAt = kept.PathOf(found);
        var data = Path.Combine(place, "base" + Path.GetExtension(file.Before));
        if (await BaseReports.ReadAsync(keptAt, cancellation) is { } old && old.Dataset.MeasuredRows >= RowsThatCompare)
        {
            return new BaseData(name, keptAt, null, old.Dataset.MeasuredRows, null);
        }
        await repository.WriteRawAsync(found, data, cancellation);
        if (await lfs.FillAsync(data, cancellation) is { } missing)
        {
            return new BaseData(name, null, null, 0, missing);
        }
        if (await BaseReports.ReadAsync(keptAt, cancellation) is { } known)
        {
            return new BaseData(name, keptAt, data, known.Dataset.MeasuredRows, null);
        }
        var target = Path.Combine(place, "base.json");
        var end = await run.RunAsync([
            verb[0],
            data,
            .. verb.Skip(1),
            "--json",
            target,
            "--html",
            Path.Combine(place, "base.html"),
            "--examples",
            "none",
            "--annotations",
            "none",
            "--gates",
            "none",
        ]);
        if (await BaseReports.ReadAsync(target, cancellation) is not { } report)
        {
            return new BaseData(name, null, null, 0, end.Fault ?? $"its audit ended with {(int)end.Code}");
        }
        if (keptAt is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(keptAt)!);
            await OutputFile.WriteAsync(keptAt, await File.ReadAllTextAsync(target, cancellation), cancellation);
        }
        return new BaseData(name, target, data, report.Dataset.MeasuredRows, null);
    }

    private static string Short(string note) => note.Length > 1000 ? note[..999] + "…" : note;

    /// <summary>What a file was: what readers call it, its report, its content, or why there is neither.</summary>
    private sealed record BaseData(string Name, string? ReportPath, string? DataPath, long Rows, string? Fault);
}

using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Git;
using Prismatic.Tool.Hub;

namespace Prismatic.Tool.Commands;

/// <summary>
/// What <c>--baseline</c> names: a report, whose numbers are taken, or data, which is measured as today's: files, or files as they
/// were at a git revision. Files of a revision go away with this.
/// </summary>
internal sealed class BaselineInput : IDisposable
{
    public const string Template = "--baseline <PATH>";
    public const string Help =
        "What changes are measured from: a JSON report, earlier data, or a git revision (git:REV, git:REV:PATH), measured the same way.";

    // Larger JSON is data.
    private const long LongestReport = 64 << 20;

    private readonly GitSnapshot? _snapshot;

    private BaselineInput(string name, Report? report, IReadOnlyList<string> data, GitSnapshot? snapshot = null)
    {
        (Name, Report, Data, _snapshot) = (name, report, data, snapshot);
    }

    /// <summary>What people call it: a file name, or a revision with its commit.</summary>
    public string Name { get; }

    /// <summary>The report; null where data was named.</summary>
    public Report? Report { get; }

    /// <summary>Paths of the data to measure; empty where a report was named.</summary>
    public IReadOnlyList<string> Data { get; }

    /// <summary>Opens what was named.</summary>
    /// <param name="baseline">The option's value; null where it was not given.</param>
    /// <param name="data">Today's data, as it was named.</param>
    /// <param name="hub">Turns names on the hub into paths.</param>
    /// <param name="offline">Whether nothing may be downloaded.</param>
    /// <param name="session">Where it runs.</param>
    /// <returns>Null where no baseline was given.</returns>
    /// <exception cref="PrismaticException">There is no such report, data or revision.</exception>
    public static async Task<BaselineInput?> OpenAsync(
        string? baseline,
        IReadOnlyList<string> data,
        HubInputs hub,
        bool offline,
        Session session
    )
    {
        if (baseline is null)
        {
            return null;
        }
        if (GitReference.IsReference(baseline))
        {
            return await OfRevisionAsync(GitReference.Parse(baseline), data, session);
        }
        if (await ReportOfAsync(baseline, session.Cancellation) is { } report)
        {
            return new BaselineInput(Named(baseline), report, []);
        }
        var name = HubReference.IsReference(baseline) ? baseline : Named(baseline);
        return new BaselineInput(name, null, await hub.DataAsync([baseline], offline, session));

        string Named(string path) =>
            session.Aliases.TryGetValue(path, out var alias)
                ? alias
                : Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
    }

    /// <summary>Its numbers, as the report keeps them.</summary>
    /// <param name="measured">The report on its data; null where a report was named.</param>
    public GateBaseline Readings(Report? measured) => GateBaseline.Of(Name, Report ?? measured!);

    /// <inheritdoc/>
    public void Dispose() => _snapshot?.Dispose();

    private static async Task<BaselineInput> OfRevisionAsync(
        GitReference reference,
        IReadOnlyList<string> data,
        Session session
    )
    {
        if (reference.Path is null && data.Any(HubReference.IsReference))
        {
            throw new PrismaticException(
                $"'{reference}' names no file, and the data is none of a repository; give git:REV:PATH",
                ExitCode.Usage
            );
        }
        var snapshot = await GitSnapshot.TakeAsync(reference, data, session.WorkingDirectory, session.Cancellation);
        return new BaselineInput($"{reference} ({snapshot.Commit[..12]})", null, snapshot.Paths, snapshot);
    }

    // Data may be JSON too: what does not look like a report is measured.
    private static async Task<Report?> ReportOfAsync(string path, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || !file.Exists || file.Length > LongestReport)
        {
            return null;
        }
        return await TextFile.ReadAsync(
            path,
            text => ReportJson.IsReport(text) ? ReportJson.Read(text) : null,
            cancellation
        );
    }
}

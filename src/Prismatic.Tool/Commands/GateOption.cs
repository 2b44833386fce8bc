using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tool.Commands;

/// <summary>The value of <c>--gates</c>, and the words that commands describe it by.</summary>
/// <param name="Path">A file, or "none"; null where nothing was given.</param>
internal readonly record struct GateOption(string? Path)
{
    public const string Template = "--gates <FILE>";
    public const string Help =
        "Limits that the numbers are held to, or none; where a gate fails the exit code is 1, after everything was written. "
        + "Default: prismatic.json here, where there is one.";

    public const string None = "none";

    /// <summary>The limits, read before any work; null where there are none.</summary>
    /// <exception cref="PrismaticException">The file is missing or wrong.</exception>
    public async Task<IReadOnlyList<Gate>?> ReadAsync(Session session)
    {
        if (string.Equals(Path, None, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        if (Path is { } named)
        {
            return await TextFile.ReadGatesAsync(named, session.Cancellation);
        }
        var found = System.IO.Path.Combine(session.WorkingDirectory, GateFile.DefaultName);
        if (!File.Exists(found))
        {
            return null;
        }
        session.Say($"Gates: {GateFile.DefaultName}; --gates none leaves them out");
        return await TextFile.ReadGatesAsync(found, session.Cancellation);
    }

    /// <summary>The report with what became of the limits, where there are limits or a baseline.</summary>
    public static Report Judged(Report report, IReadOnlyList<Gate>? gates, GateBaseline? baseline) =>
        gates is null && baseline is null
            ? report
            : report with
            {
                Gates = GateRecord.Of(GateCheck.Run(report, gates ?? [], baseline), baseline),
            };

    /// <summary>How a run ends that measured and wrote everything.</summary>
    public static ExitCode ExitCodeOf(Report report) =>
        report.Gates is { Passed: false } ? ExitCode.GateFailed : ExitCode.Pass;
}

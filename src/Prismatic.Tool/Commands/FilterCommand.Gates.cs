using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Tool.Commands;

/// <summary>Limits on what is kept, and what changes are measured from.</summary>
internal sealed partial class FilterCommand
{
    [Option(GateOption.Template, GateOption.Help, CommandOptionType.SingleValue)]
    public string? Gates { get; set; }

    [Option(
        "--baseline <REPORT>",
        "JSON report of an earlier filter, or of an audit, that changes are measured from.",
        CommandOptionType.SingleValue
    )]
    public string? Baseline { get; set; }

    private async Task<BaselineInput?> OpenBaselineAsync(Session session)
    {
        var baseline = await BaselineInput.OpenAsync(Baseline, Data, Hub, Offline, session);
        if (baseline is { Report: null })
        {
            baseline.Dispose();
            throw new PrismaticException(
                "--baseline of filter must be a JSON report; to compare kept rows with other data, audit them with --baseline",
                ExitCode.Usage
            );
        }
        return baseline;
    }
}

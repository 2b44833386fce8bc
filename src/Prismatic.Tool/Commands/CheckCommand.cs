using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Holds a report to limits; computes nothing.</summary>
[Command(
    "check",
    Description = "Hold a report to the limits of a small file; exit code 1 where a gate fails.",
    ExtendedHelpText = """
        Examples:
          prismatic audit train.parquet --json report.json && prismatic check report.json
          prismatic check report.json --gates strict.json --baseline main.json

        The file lists gates, comments allowed:
          { "gates": [ { "rule": "diversity", "of": "gradients", "min": 60, "maxDrop": "5%" } ] }
        prismatic explain lists the rules.
        """
)]
internal sealed class CheckCommand : Command
{
    [Argument(0, "REPORT", "Report that audit, filter, outputs or compare wrote with --json.")]
    [System.ComponentModel.DataAnnotations.Required(ErrorMessage = "REPORT is missing: give a report")]
    public string Report { get; set; } = "";

    [Option("--gates <FILE>", "The limits. Default: prismatic.json here.", CommandOptionType.SingleValue)]
    public string Gates { get; set; } = GateFile.DefaultName;

    [Option(
        "--baseline <REPORT>",
        "Report that changes are measured from. Default: the numbers that REPORT kept of the baseline it was made with.",
        CommandOptionType.SingleValue
    )]
    public string? Baseline { get; set; }

    [Option(
        ReportFiles.SarifTemplate,
        "Write gates that fail and what weighs in the verdict as SARIF 2.1.0.",
        CommandOptionType.SingleValue
    )]
    public string? Sarif { get; set; }

    [Option(AnnotationOption.Template, AnnotationOption.Help, CommandOptionType.SingleValue)]
    public AnnotationKind Annotations { get; set; }

    /// <inheritdoc/>
    public override bool ShowsData => true;

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var gates = await TextFile.ReadGatesAsync(Gates, session.Cancellation);
        var report = await TextFile.ReadAsync(Report, ReportJson.Read, session.Cancellation);
        // A report that was made with a baseline keeps its numbers.
        var baseline = Baseline is null
            ? GateBaseline.KeptIn(report)
            : GateBaseline.Of(
                Path.GetFileName(Baseline),
                await TextFile.ReadAsync(Baseline, ReportJson.Read, session.Cancellation)
            );
        var summary = GateRecord.Of(GateCheck.Run(report, gates, baseline), baseline);
        report = report with { Gates = summary };
        var findings = ReportFinding.All(report);
        if (Sarif is not null)
        {
            OutputPaths.Check(new[] { Report, Gates, Baseline }.OfType<string>(), [Sarif]);
            var sarif = SarifRenderer.Render(report, findings, report.Dataset.Places, showsTexts: false);
            await OutputFile.WriteAsync(Sarif, sarif, session.Cancellation);
        }
        GateTerminal.Write(summary, session.Terminal.Results());
        new AnnotationOption(Annotations).Write(findings, report.Dataset.Places, showsTexts: false, session);
        return summary.Passed ? ExitCode.Pass : ExitCode.GateFailed;
    }
}

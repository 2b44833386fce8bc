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
          prismatic check report.json --gate "exact-duplicates max 0.05; templates max 0.3 warning"

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

    [Option("--gates <FILE>", "The limits, or none. Default: prismatic.json here.", CommandOptionType.SingleValue)]
    public string? Gates { get; set; }

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

    [Option(
        "--gate <LIMITS>",
        "More gates in a line, such as 'exact-duplicates max 0.05; diversity of gradients min 60'. Without --gates they are all, unless "
            + "prismatic.json is here.",
        CommandOptionType.SingleValue
    )]
    public string? Gate { get; set; }

    [Option(
        "--severity <NAME>",
        "warning: no gate fails, all only warn; error: each as its file says. Default: error.",
        CommandOptionType.SingleValue
    )]
    public GateSeverity Severity { get; set; }

    [Option(
        "--origin <FILE>",
        "The file that annotations point at. Default: the data, as the report names it.",
        CommandOptionType.SingleValue
    )]
    public string? Origin { get; set; }

    [Option(AnnotationOption.Template, AnnotationOption.CheckHelp, CommandOptionType.SingleValue)]
    public AnnotationKind Annotations { get; set; }

    /// <inheritdoc/>
    public override bool ShowsData => true;

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var gates = await ReadGatesAsync(session.Cancellation);
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
        var annotations = new AnnotationOption(Annotations);
        if (!annotations.IsForBuild)
        {
            GateTerminal.Write(summary, session.Terminal.Results());
        }
        annotations.Write(findings, Origin is null ? report.Dataset.Places : [Origin], showsTexts: false, session);
        return summary.Passed ? ExitCode.Pass : ExitCode.GateFailed;
    }

    private async Task<IReadOnlyList<Gate>> ReadGatesAsync(CancellationToken cancellation)
    {
        var line = Gate is null ? [] : GateText.Read(Gate);
        var leavesFile =
            Gates == GateOption.None || (Gates is null && Gate is not null && !File.Exists(GateFile.DefaultName));
        IEnumerable<Gate> gates = leavesFile
            ? line
            : [.. await TextFile.ReadGatesAsync(Gates ?? GateFile.DefaultName, cancellation), .. line];
        return [.. Severity == GateSeverity.Warning ? gates.Select(gate => gate with { Severity = Severity }) : gates];
    }
}

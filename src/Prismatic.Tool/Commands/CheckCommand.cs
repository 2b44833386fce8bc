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
    [Argument(0, "REPORT", "Report that audit, filter or outputs wrote with --json.")]
    [System.ComponentModel.DataAnnotations.Required(ErrorMessage = "REPORT is missing: give a report")]
    public string Report { get; set; } = "";

    [Option("--gates <FILE>", "The limits. Default: prismatic.json here.", CommandOptionType.SingleValue)]
    public string Gates { get; set; } = "prismatic.json";

    [Option("--baseline <REPORT>", "Report that changes are measured from.", CommandOptionType.SingleValue)]
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
        var gates = await ReadAsync(Gates, GateFile.Read, session);
        var report = await ReadAsync(Report, ReportJson.Read, session);
        var baseline = Baseline is null ? null : await ReadAsync(Baseline, ReportJson.Read, session);
        var results = GateCheck.Run(report, gates, baseline);
        var findings = ReportFinding.All(report, results);
        if (Sarif is not null)
        {
            OutputPaths.Check(new[] { Report, Gates, Baseline }.OfType<string>(), [Sarif]);
            var sarif = SarifRenderer.Render(report, findings, report.Dataset.Files, showsTexts: false);
            await OutputFile.WriteAsync(Sarif, sarif, session.Cancellation);
        }
        GateTerminal.Write(results, session.Terminal.Results());
        new AnnotationOption(Annotations).Write(findings, report.Dataset.Files, showsTexts: false, session);
        return results.Any(result => result.Fails) ? ExitCode.GateFailed : ExitCode.Pass;
    }

    // A fault in a file is told with its name.
    private static async Task<T> ReadAsync<T>(string path, Func<string, T> read, Session session)
    {
        if (!File.Exists(path))
        {
            throw new PrismaticException($"'{path}' does not exist");
        }
        try
        {
            return read(await File.ReadAllTextAsync(path, session.Cancellation));
        }
        catch (PrismaticException fault)
        {
            throw new PrismaticException($"{path}: {fault.Message}", fault.ExitCode, fault);
        }
    }
}

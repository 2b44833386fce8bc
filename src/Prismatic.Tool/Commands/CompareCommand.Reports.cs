using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Tool.Commands;

/// <summary>Limits, and the forms of the report.</summary>
internal sealed partial class CompareCommand
{
    [Option(GateOption.Template, GateOption.Help, CommandOptionType.SingleValue)]
    public string? Gates { get; set; }

    [Option("--json <FILE>", "Write the report as JSON.", CommandOptionType.SingleValue)]
    public string? Json { get; set; }

    [Option("--html <FILE>", "Write the report as a page.", CommandOptionType.SingleValue)]
    public string? Html { get; set; }

    [Option(ReportFiles.MarkdownTemplate, ReportFiles.MarkdownHelp, CommandOptionType.SingleValue)]
    public string? Markdown { get; set; }

    [Option(ReportFiles.SarifTemplate, ReportFiles.SarifHelp, CommandOptionType.SingleValue)]
    public string? Sarif { get; set; }

    [Option(AnnotationOption.Template, AnnotationOption.Help, CommandOptionType.SingleValue)]
    public AnnotationKind Annotations { get; set; }

    [Option(ReportFiles.ExamplesTemplate, ReportFiles.ExamplesHelp, CommandOptionType.SingleValue)]
    public ExampleChoice? Examples { get; set; }

    private ReportFiles Files => new(Html, Json, Markdown, null, Sarif, Examples, new(Annotations));
}

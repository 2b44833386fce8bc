using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Tool.Commands;

internal sealed partial class FilterCommand
{
    [Option(ReportFiles.MarkdownTemplate, ReportFiles.MarkdownHelp, CommandOptionType.SingleValue)]
    public string? Markdown { get; set; }

    [Option(ReportFiles.CardTemplate, ReportFiles.CardHelp, CommandOptionType.SingleValue)]
    public string? Card { get; set; }

    [Option(ReportFiles.SarifTemplate, ReportFiles.SarifHelp, CommandOptionType.SingleValue)]
    public string? Sarif { get; set; }

    [Option(AnnotationOption.Template, AnnotationOption.Help, CommandOptionType.SingleValue)]
    public AnnotationKind Annotations { get; set; }

    [Option(ReportFiles.ExamplesTemplate, ReportFiles.ExamplesHelp, CommandOptionType.SingleValue)]
    public ExampleChoice? Examples { get; set; }

    [Option(ReportFiles.RowsTemplate, ReportFiles.RowsHelp, CommandOptionType.SingleValue)]
    public string? Rows { get; set; }

    private ReportFiles Files => new(Html, Json, Markdown, Card, Sarif, Examples, new(Annotations));
}

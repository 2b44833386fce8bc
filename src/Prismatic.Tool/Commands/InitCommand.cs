using McMaster.Extensions.CommandLineUtils;
using Prismatic.Data;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Hub;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Writes a file of gates with limits measured on data.</summary>
[Command(
    "init",
    Description = "Write a file of gates with limits that the data at hand passes, each a margin away from what was measured.",
    ExtendedHelpText = """
        Examples:
          prismatic init train.parquet
          prismatic init data/*.jsonl --prompt question --response answer --against test.jsonl
          prismatic init answers.jsonl --answers --output gates/answers.json
          prismatic init --report report.json
          prismatic init --schema > prismatic.schema.json
          prismatic init --github OWNER/NAME@COMMIT --paths "data/**"

        Each limit is what was measured and a margin: the widest of three spreads of the estimate, three
        errors of counting and a tenth of the number. Without DATA and --report limits are those from
        which a verdict calls data mixed.
        """
)]
internal sealed partial class InitCommand : DataCommand
{
    [Argument(0, "DATA", "Files, folders, globs, or hf://datasets/OWNER/NAME.")]
    public string[] Data { get; set; } = [];

    [Option(
        "--report <FILE>",
        "Take the numbers of a report that was written with --json; nothing is measured.",
        CommandOptionType.SingleValue
    )]
    public string? ReportFile { get; set; }

    [Option("-o|--output <FILE>", "The file. Default: prismatic.json here.", CommandOptionType.SingleValue)]
    public string Output { get; set; } = GateFile.DefaultName;

    [Option(
        "--github <ACTION>",
        "Write a workflow that runs the Action on pull requests; OWNER/NAME@COMMIT says where the Action lies. Without DATA and --report "
            + "no gates are written.",
        CommandOptionType.SingleValue
    )]
    public string? GitHub { get; set; }

    [Option(
        "--fork",
        "With --github, write also the half that comments on pull requests from forks.",
        CommandOptionType.NoValue
    )]
    public bool Fork { get; set; }

    [Option(
        "--paths <PATTERN>",
        "With --github, which files are data. May be given several times. Default: every Parquet, JSON Lines, CSV and TSV file.",
        CommandOptionType.MultipleValue
    )]
    public string[] Paths { get; set; } = [];

    [Option("--force", "Replace the file where there is one.", CommandOptionType.NoValue)]
    public bool Force { get; set; }

    [Option("--schema", "Print the JSON schema of files of gates, and write nothing.", CommandOptionType.NoValue)]
    public bool Schema { get; set; }

    /// <inheritdoc/>
    public override bool ShowsData => true;

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        if (Schema)
        {
            session.Terminal.Out.Write(GateSchema.Write());
            return ExitCode.Pass;
        }
        if (GitHub is not null)
        {
            await WriteWorkflowsAsync(GitHub, session);
            if (Data.Length == 0 && ReportFile is null)
            {
                return ExitCode.Pass;
            }
        }
        string[] local = [.. Data.Where(path => !HubReference.IsReference(path))];
        IReadOnlyList<string> files = local.Length == 0 ? [] : DataPaths.Resolve(local);
        OutputPaths.Check(files.Concat(new[] { ReportFile }.OfType<string>()), [Output]);
        if (!Force && File.Exists(Output))
        {
            throw new PrismaticException($"'{Output}' is there; --force replaces it", ExitCode.Usage);
        }
        var report =
            ReportFile is not null ? await TextFile.ReadAsync(ReportFile, ReportJson.Read, session.Cancellation)
            : Data.Length > 0 ? await MeasureAsync(session)
            : null;
        var file = report is null ? GateFileText.Starter() : GateFileText.Of(report);
        await OutputFile.WriteAsync(Output, file.Text, session.Cancellation, replaces: Force);
        foreach (var line in file.Choices.Prepend($"{Output}: {Numbers.Count(file.Gates, "gate")}"))
        {
            session.Terminal.Out.WriteLine(VisibleText.Of(line));
        }
        return ExitCode.Pass;
    }

    /// <inheritdoc/>
    public override Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (ReportFile is not null && Data.Length > 0)
        {
            throw new PrismaticException("DATA and --report exclude each other; give one of them", ExitCode.Usage);
        }
        Require(Output.Length > 0, "--output", "a file");
        Require(
            GitHub is null || WorkflowText.IsAction(GitHub),
            "--github",
            "OWNER/NAME@COMMIT, with the 40 digits of a commit"
        );
        Require(Paths.All(WorkflowText.IsPattern), "--paths", "a pattern of one line, without commas and without ${{");
        if (GitHub is null && (Fork || Paths.Length > 0))
        {
            throw new PrismaticException("--fork and --paths go with --github", ExitCode.Usage);
        }
        CheckMeasuring(terminal, cancellation);
        return base.Start(terminal, arguments, cancellation);
    }
}

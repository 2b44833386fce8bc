using System.ComponentModel.DataAnnotations;
using System.Globalization;
using McMaster.Extensions.CommandLineUtils;
using Prismatic.Duplicates;
using Prismatic.Encoders;
using Prismatic.Reports;
using Prismatic.Selection;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Says what changed between two versions of a data set.</summary>
[Command(
    "compare",
    Description = "Show what changed between two versions of a data set, and what the added rows bring.",
    ExtendedHelpText = """
        Examples:
          prismatic compare old.parquet new.parquet
          prismatic compare old.jsonl new.jsonl --key id --against test.jsonl
          prismatic compare git:origin/main train.jsonl --json compare.json
          prismatic compare git:v1:data/train.jsonl data/train.jsonl --features ngrams

        Reads what audit reads. git:REV is the data of the other side as it was at a revision.
        """
)]
internal sealed partial class CompareCommand : DataCommand
{
    [Argument(0, "BASE", "The earlier version: a file, folder, glob, hf:// name, git:REV or git:REV:PATH.")]
    [Required(ErrorMessage = "BASE is missing: give a file, a folder or a git revision")]
    public string Base { get; set; } = "";

    [Argument(1, "HEAD", "The later version, the same.")]
    [Required(ErrorMessage = "HEAD is missing: give a file, a folder or a git revision")]
    public string Head { get; set; } = "";

    [Option(
        "--key <COLUMN>",
        "Column that names rows, such as an id: rows of one key are one row. Default: rows are told apart by their texts.",
        CommandOptionType.SingleValue
    )]
    public string? Key { get; set; }

    [Option(
        "--against <PATH>",
        "Another data set, such as an evaluation set: how many new rows it holds. May be given several times.",
        CommandOptionType.MultipleValue
    )]
    public string[] Against { get; set; } = [];

    [Option(
        "--near-threshold <JACCARD>",
        "Jaccard similarity of 5-word shingles from which rows are near-duplicates, above 0 and at most 1. Default: 0.8.",
        CommandOptionType.SingleValue
    )]
    public double NearThreshold { get; set; } = new DuplicateOptions().Threshold;

    [Option(
        "--features <NAME>",
        "ngrams, hidden, encoder, gradients, several separated by commas, or all: the views to look through. Default: those of audit.",
        CommandOptionType.SingleValue
    )]
    public string? Features { get; set; }

    [Option(EncoderOption.PathTemplate, EncoderOption.PathHelp, CommandOptionType.SingleValue)]
    public string? Encoder { get; set; }

    [Option(EncoderOption.PoolingTemplate, EncoderOption.PoolingHelp, CommandOptionType.SingleValue)]
    public Pooling Pooling { get; set; }

    /// <inheritdoc/>
    public override bool ShowsData => true;

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var gates = await new GateOption(Gates).ReadAsync(session);
        using var sides = await OpenSidesAsync(session);
        var against = await OpenAgainstAsync(Against, session);
        OutputPaths.Check([.. sides.Files, .. against.SelectMany(other => other.Dataset.Files), Gates], Files.Paths);
        var (report, map) = await OnDeviceAsync(session, progress => MeasureAsync(sides, against, session, progress));
        report = GateOption.Judged(report, gates, null);
        await Files.WriteAsync(report, sides.Head.Dataset.Files, session, map);
        TerminalRenderer.Write(Files.Shown(report), session.Terminal.Results());
        if (Html is not null)
        {
            session.Terminal.Out.WriteLine($"\nReport: {VisibleText.Of(Html)}");
        }
        Files.Annotate(report, sides.Head.Dataset.Files, session);
        return GateOption.ExitCodeOf(report);
    }

    /// <inheritdoc/>
    public override Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        EncoderOption.Check(UsesEncoder);
        Require(NearThreshold is > 0 and <= 1, "--near-threshold", "above 0 and at most 1");
        Require(Key is null || Key.Length > 0, "--key", "a column");
        return base.Start(terminal, arguments, cancellation);
    }

    /// <inheritdoc/>
    protected override bool UsesModel => Choices.Any(choice => choice.UsesModel);

    /// <inheritdoc/>
    protected override EncoderOption EncoderOption => new(Encoder, Pooling);

    /// <inheritdoc/>
    protected override bool UsesEncoder => Choices.Any(choice => choice.UsesEncoder);

    private IReadOnlyList<FeatureChoice> Choices =>
        FeatureChoice.ParseList(
            Features ?? (Encoder is null ? SelectionDefaults.AuditViews : SelectionDefaults.AuditViewsWithEncoder),
            hasEncoder: Encoder is not null
        );

    private async Task<(Report Report, PageMap? Map)> MeasureAsync(
        ComparedSides sides,
        IReadOnlyList<AgainstSet> against,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var stop = session.Cancellation;
        var options = new DuplicateOptions { Threshold = NearThreshold, Seed = Seed };
        var found = await new CompareMeter(Key, options, Threads, Files.Letters).MeasureAsync(
            sides.Base,
            sides.Head,
            against,
            progress,
            stop
        );
        var union = found.Union;
        var rows = new UnionRows(sides.Base.Dataset, union.BaseNumbers, sides.Head.Dataset, union.NewNumbers);
        var meter = new CompareViewMeter(Seed, Settings);
        var views = new List<CompareViewMeasurement>();
        PlacedRows? places = null;
        await foreach (var extracted in ViewsOf(session).ExtractAsync(Choices, rows, progress))
        {
            var view = extracted.AsShown();
            views.Add(meter.Measure(view, found, progress, stop));
            if (Html is not null && view.Space.Name == MapMeter.ViewOf(Choices))
            {
                places = new MapMeter(Seed, Settings).Measure(view, views[^1].Labels, progress, stop);
            }
        }
        found = found with { Views = await new CompareLabels(Seed).ReadAsync(rows, views, progress, stop) };
        var summary = CompareBuilder.Summarise(
            found,
            await ExampleTexts.ReadAsync(sides.Base.Dataset, found.BaseExamples, Files.Letters, stop),
            await ExampleTexts.ReadAsync(sides.Head.Dataset, found.HeadExamples, Files.Letters, stop)
        );
        var report = new Report
        {
            ToolVersion = Versions.Program,
            Command = "compare",
            Verdict = CompareVerdict.Judge(summary),
            Dataset = DataLocation.Located(
                ReportBuilder.Summarise(found.Head.Dataset, found.Head.Scan),
                found.Head.Dataset.Files,
                session.WorkingDirectory
            ),
            Views = [],
            Compare = summary,
            Reproduce = new Reproduction { CommandLine = CommandLineOf(session), Parameters = Parameters(sides) },
        };
        return (report, places is null ? null : await MapAsync(places, rows, found, stop));
    }

    private Dictionary<string, string> Parameters(ComparedSides sides) =>
        new(Parameters(), StringComparer.Ordinal)
        {
            ["features"] = string.Join(',', Choices.Select(choice => choice.Name)),
            ["key"] = Key ?? "none",
            ["against"] = Against.Length == 0 ? "none" : string.Join(' ', Against.Select(NameOf)),
            ["near threshold"] = string.Create(CultureInfo.InvariantCulture, $"{NearThreshold}"),
            ["commit of base"] = sides.BaseCommit ?? "none",
            ["commit of head"] = sides.HeadCommit ?? "none",
        };
}

using System.Globalization;
using McMaster.Extensions.CommandLineUtils;
using Prismatic.Clustering;
using Prismatic.Data;
using Prismatic.Encoders;
using Prismatic.Features;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Selection;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Keeps a varied part of a data set.</summary>
[Command(
    "filter",
    Description = "Keep a varied part of a data set: rows of crowded clusters give way to rows of sparse ones.",
    ExtendedHelpText = """
        Examples:
          prismatic filter train.parquet -o varied.parquet --keep 30%
          prismatic filter train.parquet -o varied.parquet --keep 20000 --features ngrams
          prismatic filter new.jsonl -o add.parquet --keep 500 --pool accepted.parquet

        Exact duplicates go first, and with --near-copies remove also rows that repeat another with other
        numbers or names; where fewer rows than --keep are left, the most different of these come back.

        The output has every column of the input, in the same order, and
        prismatic_cluster, prismatic_cluster_size and prismatic_similarity. A side file lists every
        dropped row with the reason and its nearest kept row.
        """
)]
internal sealed partial class FilterCommand : DataCommand
{
    [Argument(0, "DATA", "Files, folders, globs, or hf://datasets/OWNER/NAME.")]
    [System.ComponentModel.DataAnnotations.Required(ErrorMessage = "DATA is missing: give a file, a folder or a glob")]
    public string[] Data { get; set; } = [];

    [Option("-o|--output <FILE>", "Parquet file with the kept rows, whatever DATA is.", CommandOptionType.SingleValue)]
    [System.ComponentModel.DataAnnotations.Required(ErrorMessage = "-o is missing: give the file to write")]
    public string Output { get; set; } = "";

    [Option("--keep <N>", "How much to keep: a number of rows, or a share such as 30%.", CommandOptionType.SingleValue)]
    [System.ComponentModel.DataAnnotations.Required(
        ErrorMessage = "--keep is missing: give a number of rows or a share"
    )]
    public string Keep { get; set; } = "";

    [Option(
        "--features <NAME>",
        "gradients, ngrams, hidden or encoder: what rows are compared by; or two joined, as in gradients+ngrams. Default: "
            + SelectionDefaults.Features
            + ".",
        CommandOptionType.SingleValue
    )]
    public string Features { get; set; } = SelectionDefaults.Features;

    [Option(EncoderOption.PathTemplate, EncoderOption.PathHelp, CommandOptionType.SingleValue)]
    public string? Encoder { get; set; }

    [Option(EncoderOption.PoolingTemplate, EncoderOption.PoolingHelp, CommandOptionType.SingleValue)]
    public Pooling Pooling { get; set; }

    [Option(
        "--rule <NAME>",
        "soft: keep rows with weight 1 / size of their cluster; hard: rows of the sparsest half of clusters. Default: "
            + SelectionDefaults.RuleName
            + ".",
        CommandOptionType.SingleValue
    )]
    public SelectionRule Rule { get; set; } = SelectionDefaults.Rule;

    [Option(
        "--near-copies <NAME>",
        "remove: rows that repeat another with other numbers or names go before clustering; keep: they are rows like "
            + "all others. Default: "
            + SelectionDefaults.NearCopies
            + ".",
        CommandOptionType.SingleValue
    )]
    public string NearCopyRule { get; set; } = SelectionDefaults.NearCopies;

    [Option(
        "--near-copy-threshold <COSINE>",
        "Least cosine of a near-copy, above 0 and at most 1. Default: 0.8.",
        CommandOptionType.SingleValue
    )]
    public double NearCopyThreshold { get; set; } = NearCopySpace.Threshold;

    [Option(
        "--pool <PATH>",
        "Rows already accepted: clusters are theirs, and sparse means sparse there.",
        CommandOptionType.SingleValue
    )]
    public string? Pool { get; set; }

    [Option(
        "--dropped <FILE>",
        "Side file, Parquet. Default: the output's name with .dropped.parquet.",
        CommandOptionType.SingleValue
    )]
    public string? Dropped { get; set; }

    [Option("--json <FILE>", "Write the report as JSON.", CommandOptionType.SingleValue)]
    public string? Json { get; set; }

    [Option("--html <FILE>", "Write the report as a page.", CommandOptionType.SingleValue)]
    public string? Html { get; set; }

    private bool RemovesNearCopies => string.Equals(NearCopyRule, "remove", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    protected override bool UsesModel => FeatureChoice.Parse(Features).UsesModel;

    /// <inheritdoc/>
    protected override EncoderOption EncoderOption => new(Encoder, Pooling);

    /// <inheritdoc/>
    protected override bool UsesEncoder => FeatureChoice.Parse(Features).UsesEncoder;

    private string DroppedPath => Dropped ?? Path.ChangeExtension(Output, ".dropped.parquet");

    /// <inheritdoc/>
    public override bool ShowsData => true;

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var gates = await new GateOption(Gates).ReadAsync(session);
        using var baseline = await OpenBaselineAsync(session);
        var dataset = await OpenAsync(Data, session);
        var pool = Pool is null ? null : await OpenAsync([Pool], session);
        OutputPaths.Check([.. dataset.Files, Gates, Baseline], [Output, DroppedPath, Rows, .. Files.Paths]);
        await ParquetFilterWriter.CheckAsync(dataset, Output, session.Cancellation);
        var report = await OnDeviceAsync(
            session,
            progress => FilterAsync(dataset, pool, (gates, baseline), session, progress)
        );
        TerminalRenderer.Write(Files.Shown(report), session.Terminal.Results());
        session.Terminal.Out.WriteLine(
            $"\nKept rows: {VisibleText.Of(Output)}\nDropped rows: {VisibleText.Of(DroppedPath)}"
        );
        Files.Annotate(report, dataset.Files, session);
        return GateOption.ExitCodeOf(report);
    }

    /// <inheritdoc/>
    public override Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        BudgetOption.Parse(Keep);
        Require(!IsOfAnotherKind(Output), "-o", "a Parquet file, such as kept.parquet: that is what is written");
        EncoderOption.Check(FeatureChoice.Parse(Features).UsesEncoder);
        var keeps = string.Equals(NearCopyRule, "keep", StringComparison.OrdinalIgnoreCase);
        Require(RemovesNearCopies || keeps, "--near-copies", "remove or keep");
        Require(NearCopyThreshold is > 0 and <= 1, "--near-copy-threshold", "above 0 and at most 1");
        return base.Start(terminal, arguments, cancellation);
    }

    // A name that promises something else would mislead whoever reads the file next.
    private static bool IsOfAnotherKind(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".json" or ".jsonl" or ".ndjson" or ".csv" or ".tsv" or ".txt";

    private async Task<Report> FilterAsync(
        Dataset dataset,
        Dataset? pool,
        (IReadOnlyList<Gate>? Gates, BaselineInput? Baseline) limits,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var stop = session.Cancellation;
        var options = new ScanOptions { DistinctOnly = true };
        var poolScan = pool is null ? null : await DatasetScan.RunAsync(pool, options, progress, stop);
        var scan = await DatasetScan.RunAsync(dataset, options with { Accepted = poolScan }, progress, stop);
        List<ChosenRows> sets = [new(dataset, scan)];
        if (pool is not null && poolScan is not null)
        {
            sets.Add(new ChosenRows(pool, poolScan));
        }
        var nearCopies = RemovesNearCopies
            ? await NearCopyRows.SearchAsync(sets, NearCopyThreshold, Settings, progress, stop)
            : null;
        var features = ViewsOf(session);
        var views = await features.ExtractAsync(FeatureChoice.Parse(Features), sets, progress);
        var selecting = Selecting(scan, views) with { NearCopyOf = nearCopies };
        var chosen = PrismaticFilter.Select(views[0].Space.Rows, selecting, Settings, progress, stop);
        var outcome = new FilterOutcome(scan, views[0].Space, chosen, views.ElementAtOrDefault(1)?.Space.RowIndices);
        // A view without limits tells a reader little: the report then looks at the rows through their words.
        var shown = VerdictRules.HasLimits(views[0].Space.Name)
            ? views[0]
            : (await features.ExtractAsync(FeatureChoice.Parse(FeatureChoice.NGrams), [sets[0]], progress))[0];
        var commonRows = (int?)limits.Baseline?.Report?.Views.Select(view => view.Rows).FirstOrDefault();
        var report = await ReportAsync(dataset, poolScan, outcome, shown, commonRows, session, progress);
        report = GateOption.Judged(report, limits.Gates, limits.Baseline?.Readings(null));
        var places = Html is null && Rows is null ? null : PlacesOf(outcome, views[0], progress, stop);
        var map = Html is null ? null : await MapAsync(places!, outcome, sets[0], stop);
        await WriteAsync(dataset, outcome, report, places, map, progress, session);
        return report;
    }

    private SelectionOptions Selecting(DatasetScan scan, IReadOnlyList<FeatureView> views) =>
        new()
        {
            Keep = KeepBudget.Rows(BudgetOption.Parse(Keep).For((int)scan.TextCount)),
            Rule = Rule,
            Seed = Seed,
            Clusters = new KMeansOptions { Seed = Seed },
            Pool = views.Count > 1 ? views[1].Space.Rows : null,
        };

    private async Task WriteAsync(
        Dataset dataset,
        FilterOutcome outcome,
        Report report,
        PlacedRows? places,
        PageMap? map,
        IProgress<StageProgress> progress,
        Session session
    )
    {
        var stop = session.Cancellation;
        using var companions = new CompanionFiles([DroppedPath, Rows, .. Files.Paths]);
        await ParquetTableWriter.WriteAsync(DroppedPath, outcome.DroppedColumns, stop);
        await Files.WriteAsync(report, dataset.Files, session, map);
        await Files.WriteRowsAsync(Rows, () => RowTable.OfFilter(dataset, outcome, places), stop);
        // Last, so that where this file is, everything is.
        await ParquetFilterWriter.WriteAsync(dataset, outcome.KeptRows, outcome.AddedColumns, Output, progress, stop);
        companions.Keep();
    }

    private async Task<Report> ReportAsync(
        Dataset dataset,
        DatasetScan? pool,
        FilterOutcome outcome,
        FeatureView view,
        int? commonRows,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var meter = new ViewMeter(Seed, Settings, commonRows);
        var kept = meter.Measure(view with { Space = outcome.After(view.Space) }, progress, session.Cancellation);
        var before = meter.Rarefy(outcome.Before(view.Space), kept.Rarefied.Count, progress, session.Cancellation);
        var dropped = new DroppedRows(outcome, Rule, NearCopyThreshold);
        var excerpts = await ExampleTexts.ReadAsync(
            dataset,
            kept.ExampleRows.Concat(dropped.ExampleRows),
            Files.Letters,
            session.Cancellation
        );
        var summary = ReportBuilder.Summarise(dataset, outcome.Scan) with { MeasuredRows = outcome.KeptRows.Count };
        List<ViewSummary> views = [ReportBuilder.Summarise(kept, excerpts)];
        return new Report
        {
            ToolVersion = Versions.Program,
            Command = "filter",
            // The verdict is on what was kept, where no row repeats another.
            Verdict = VerdictRules.Judge(summary with { ExactDuplicateShare = 0 }, views),
            Dataset = DataLocation.Located(summary, dataset.Files, session.WorkingDirectory),
            Views = views,
            Filter = new FilterSummary
            {
                Features = FeatureChoice.Parse(Features).Name,
                Rule = CommandText.Word(Rule),
                Budget = outcome.Selection.Budget,
                KeptRows = outcome.KeptRows.Count,
                DroppedRows = outcome.Dropped.Count,
                PoolRows = pool?.Rows.Count,
                Dropped = outcome.Reasons,
                Explorer = dropped.Summarise(excerpts, Files.Letters),
                NearCopies = RemovesNearCopies ? outcome.NearCopies(NearCopyThreshold) : null,
                Before = ReportBuilder.Summarise(before),
                After = views[0].Rarefied,
            },
            Reproduce = new Reproduction { CommandLine = CommandLineOf(session), Parameters = Parameters() },
        };
    }

    /// <inheritdoc/>
    protected override Dictionary<string, string> Parameters() =>
        new(base.Parameters(), StringComparer.Ordinal)
        {
            ["features"] = FeatureChoice.Parse(Features).Name,
            ["near-copies"] = RemovesNearCopies
                ? string.Create(CultureInfo.InvariantCulture, $"remove from cosine {NearCopyThreshold}")
                : "keep",
            ["keep"] = Keep,
            ["rule"] = CommandText.Word(Rule),
            ["pool"] = Pool is null ? "none" : NameOf(Pool),
        };
}

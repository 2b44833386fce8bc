using System.Globalization;
using McMaster.Extensions.CommandLineUtils;
using Prismatic.Data;
using Prismatic.Encoders;
using Prismatic.Features;
using Prismatic.Reports;
using Prismatic.Selection;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Says how varied a data set is.</summary>
[Command(
    "audit",
    Description = "Measure how varied a data set is, and show what repeats.",
    ExtendedHelpText = """
        Examples:
          prismatic audit train.parquet
          prismatic audit data/*.jsonl.gz --prompt question --response answer --sample 20000
          prismatic audit train.jsonl --encoder my-encoder/ --features ngrams,encoder
          prismatic audit hf://datasets/OWNER/NAME/CONFIG/SPLIT --model hf://OWNER/NAME@REVISION
          prismatic audit train.jsonl --against test.jsonl --duplicates duplicates.parquet
          prismatic audit chats.parquet --messages conversations --json report.json --html report.html
          prismatic audit data/train.jsonl --gates prismatic.json --baseline git:origin/main

        Reads Parquet, JSON Lines, JSON, CSV and TSV (JSON and CSV also as .gz): files, folders and globs.
        """
)]
internal sealed partial class AuditCommand : DataCommand
{
    private const string DefaultPage = "prismatic-report.html";

    [Argument(0, "DATA", "Files, folders, globs, or hf://datasets/OWNER/NAME.")]
    [System.ComponentModel.DataAnnotations.Required(ErrorMessage = "DATA is missing: give a file, a folder or a glob")]
    public string[] Data { get; set; } = [];

    [Option(
        "--features <NAME>",
        "ngrams, hidden, encoder, gradients, several separated by commas, or all: the views to look through. Default: "
            + SelectionDefaults.AuditViews
            + "; with --encoder, "
            + SelectionDefaults.AuditViewsWithEncoder
            + ".",
        CommandOptionType.SingleValue
    )]
    public string? Features { get; set; }

    [Option(EncoderOption.PathTemplate, EncoderOption.PathHelp, CommandOptionType.SingleValue)]
    public string? Encoder { get; set; }

    [Option(EncoderOption.PoolingTemplate, EncoderOption.PoolingHelp, CommandOptionType.SingleValue)]
    public Pooling Pooling { get; set; }

    [Option("--sample <N>", "Measure N rows, drawn by the seed. Default: all rows.", CommandOptionType.SingleValue)]
    public int? Sample { get; set; }

    [Option("--json <FILE>", "Write the report as JSON.", CommandOptionType.SingleValue)]
    public string? Json { get; set; }

    [Option(
        "--html <FILE>",
        "Write the report as a page. Default: prismatic-report.html here.",
        CommandOptionType.SingleValue
    )]
    public string Html { get; set; } = DefaultPage;

    /// <inheritdoc/>
    public override bool ShowsData => true;

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var gates = await new GateOption(Gates).ReadAsync(session);
        using var baseline = await BaselineInput.OpenAsync(Baseline, Data, Hub, Offline, session);
        var dataset = await OpenAsync(Data, session);
        var against = await OpenAgainstAsync(Against, session);
        OutputPaths.Check(
            [.. dataset.Files, .. against.SelectMany(other => other.Dataset.Files), Gates, Baseline],
            [.. Files.Paths, DuplicatesFile, Rows]
        );
        var today = new AuditInput(dataset, against, await GainSourceAsync(dataset, session)) { HasMap = true };
        var earlier = await EarlierAsync(baseline, against, session);
        var found = await OnDeviceAsync(session, progress => AuditAsync(today, earlier, baseline, session, progress));
        var report = GateOption.Judged(found.Report, gates, found.Baseline);
        await Files.WriteAsync(report, dataset.Files, session, found.Map);
        await Files.WriteRowsAsync(Rows, found.Rows, session.Cancellation);
        if (DuplicatesFile is not null)
        {
            await new DuplicateTable(found.Duplicates).WriteAsync(DuplicatesFile, session.Cancellation);
        }
        TerminalRenderer.Write(Files.Shown(report), session.Terminal.Results());
        session.Terminal.Out.WriteLine($"\nReport: {VisibleText.Of(Html)}");
        if (DuplicatesFile is not null)
        {
            session.Terminal.Out.WriteLine($"Duplicates: {VisibleText.Of(DuplicatesFile)}");
        }
        Files.Annotate(report, dataset.Files, session);
        return GateOption.ExitCodeOf(report);
    }

    /// <inheritdoc/>
    public override Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        EncoderOption.Check(Choices.Any(choice => choice.UsesEncoder));
        Require(Sample is null or > 0, "--sample", "at least 1");
        CheckDuplicates();
        CheckGain();
        return base.Start(terminal, arguments, cancellation);
    }

    /// <inheritdoc/>
    protected override bool UsesModel => NamesReasoning || Choices.Any(choice => choice.UsesModel);

    /// <inheritdoc/>
    protected override EncoderOption EncoderOption => new(Encoder, Pooling);

    /// <inheritdoc/>
    protected override bool UsesEncoder => Choices.Any(choice => choice.UsesEncoder);

    // An encoder that was given is what meaning is read by; without one the hidden states stand for it.
    private IReadOnlyList<FeatureChoice> Choices =>
        FeatureChoice.ParseList(
            Features ?? (Encoder is null ? SelectionDefaults.AuditViews : SelectionDefaults.AuditViewsWithEncoder),
            hasEncoder: Encoder is not null
        );

    private async Task<AuditResult> MeasureAsync(
        AuditInput input,
        DatasetScan scan,
        int? commonRows,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var stop = session.Cancellation;
        var (dataset, against, reasoning) = input;
        var rows = new ChosenRows(dataset, scan);
        var duplicates = await DuplicatesAsync(rows, against, session, progress);
        var words = await new WordMeter(Seed, Threads, Files.Letters).MeasureAsync(rows, progress, stop);
        var meter = new ViewMeter(Seed, Settings, commonRows);
        var measured = new List<ViewMeasurement>();
        var losses = new Dictionary<string, IReadOnlyList<float>>(StringComparer.Ordinal);
        MeaningMeasurement? meaning = null;
        PlacedRows? places = null;
        await foreach (var extracted in ViewsOf(session).ExtractAsync(Choices, rows, progress))
        {
            var view = extracted.AsShown();
            measured.Add(meter.Measure(view, progress, stop));
            losses[view.Space.Name] = view.Losses;
            if (input.HasMap && view.Space.Name == MapMeter.ViewOf(Choices))
            {
                places = new MapMeter(Seed, Settings).Measure(view, measured[^1].Clusters.Labels, progress, stop);
            }
            if (view.Space.Name == FeatureChoice.ForMeaning(Choices))
            {
                meaning = new MeaningMeter(Seed, Settings).Measure(
                    view,
                    duplicates.Result.Representatives,
                    progress,
                    stop
                );
            }
        }
        (measured, meaning) = await new ClusterLabels(Seed).ReadAsync(rows, measured, meaning, progress, stop);
        var agreements = ViewAgreement.OfAll(measured);
        var gain = await GainAsync(reasoning, rows, measured, session, progress);
        var examples = measured
            .SelectMany(view => view.ExampleRows)
            .Concat(agreements.SelectMany(a => a.ExampleRows))
            .Concat(gain?.ExampleRows ?? [])
            .Concat(meaning?.ExampleRows ?? [])
            .Concat(duplicates.ExampleRows);
        var excerpts = await ExampleTexts.ReadAsync(dataset, examples, Files.Letters, stop);
        var summary = ReportBuilder.Summarise(dataset, scan);
        List<ViewSummary> summaries = [.. measured.Select(view => ReportBuilder.Summarise(view, excerpts))];
        var report = new Report
        {
            ToolVersion = Versions.Program,
            Command = "audit",
            Verdict = VerdictRules.Judge(summary, summaries, words.Templates),
            Dataset = DataLocation.Located(summary, dataset.Files, session.WorkingDirectory),
            Views = summaries,
            Agreement =
                agreements.Count == 0 ? null : [.. agreements.Select(a => ReportBuilder.Summarise(a, excerpts))],
            Duplicates = await SummariseAsync(duplicates, excerpts, stop),
            Wording = words.Wording,
            Templates = words.Templates,
            Meaning = meaning is null ? null : MeaningBuilder.Summarise(meaning, excerpts),
            Gain = gain is null ? null : GainBuilder.Summarise(gain, excerpts),
            Reproduce = new Reproduction { CommandLine = CommandLineOf(session), Parameters = Parameters() },
        };
        return new AuditResult(
            report,
            duplicates,
            () => RowTable.OfAudit(dataset, scan, measured, losses, duplicates, places, Files.IsTextAskedFor),
            places is null ? null : await MapAsync(places, rows, duplicates, stop)
        );
    }

    /// <inheritdoc/>
    protected override Dictionary<string, string> Parameters() =>
        new(base.Parameters(), StringComparer.Ordinal)
        {
            ["features"] = string.Join(',', Choices.Select(choice => choice.Name)),
            ["against"] = Against.Length == 0 ? "none" : string.Join(' ', Against.Select(NameOf)),
            ["near threshold"] = string.Create(CultureInfo.InvariantCulture, $"{NearThreshold}"),
            ["reasoning"] =
                Reasoning is not null ? $"columns {Reasoning} and {Answer}"
                : AnswerSeparator is { } separator ? $"behind {separator}"
                : "where found",
            ["gain rows"] = $"{GainRows}",
            ["sample"] = Sample is { } rows ? $"{rows}" : "all rows",
        };
}

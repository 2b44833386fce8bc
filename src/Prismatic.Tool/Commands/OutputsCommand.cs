using McMaster.Extensions.CommandLineUtils;
using Prismatic.Encoders;
using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Reports;
using Prismatic.Responses;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Says how collapsed models are, and how alike several models are.</summary>
[Command(
    "outputs",
    Description = "Measure how alike the answers of models are: within a model, between models, across prompts.",
    ExtendedHelpText = """
        Examples:
          prismatic outputs answers.jsonl
          prismatic outputs gpt.jsonl claude.jsonl llama.jsonl --json report.json
          prismatic outputs answers.parquet --model-column name --equivalence normalised
          prismatic outputs answers.jsonl --humans survey.csv --viewpoints views.csv
          prismatic outputs answers.jsonl --gates prismatic.json --baseline git:origin/main

        Reads one answer a row, lists of answers in a column, chats, one file a model, and the layouts of
        NoveltyBench, tree of thoughts, AlpacaEval, Arena-Hard, llmfao and results of
        Microsoft.Extensions.AI.Evaluation.
        """
)]
internal sealed partial class OutputsCommand : MeasuringCommand
{
    private const string DefaultPage = "prismatic-outputs.html";
    private const string DefaultViews = "ngrams,hidden";
    private const string DefaultViewsWithEncoder = "ngrams,encoder";

    [Argument(0, "RESPONSES", "Files, folders, globs, or hf://datasets/OWNER/NAME.")]
    [System.ComponentModel.DataAnnotations.Required(
        ErrorMessage = "RESPONSES is missing: give a file, a folder or a glob"
    )]
    public string[] Responses { get; set; } = [];

    [Option(
        "--features <NAME>",
        "ngrams, hidden, encoder, gradients, several separated by commas, or all: the views to look through. Default: "
            + DefaultViews
            + "; with --encoder, "
            + DefaultViewsWithEncoder
            + ".",
        CommandOptionType.SingleValue
    )]
    public string? Features { get; set; }

    [Option(EncoderOption.PathTemplate, EncoderOption.PathHelp, CommandOptionType.SingleValue)]
    public string? Encoder { get; set; }

    [Option(EncoderOption.PoolingTemplate, EncoderOption.PoolingHelp, CommandOptionType.SingleValue)]
    public Pooling Pooling { get; set; }

    [Option(
        "--equivalence <RULE>",
        "When two answers are the same: exact, normalised, lexical, cosine, labels, or the path of an ONNX classifier of two "
            + "texts. Default: labels where every answer has one, else lexical.",
        CommandOptionType.SingleValue
    )]
    public string Equivalence { get; set; } = EquivalenceChoice.Auto;

    [Option(
        "--equivalence-threshold <X>",
        "Above it two answers are the same, by a rule that has a threshold. Default: that of the rule.",
        CommandOptionType.SingleValue
    )]
    public double? EquivalenceThreshold { get; set; }

    [Option("--json <FILE>", "Write the report as JSON.", CommandOptionType.SingleValue)]
    public string? Json { get; set; }

    [Option(
        "--html <FILE>",
        "Write the report as a page. Default: prismatic-outputs.html here.",
        CommandOptionType.SingleValue
    )]
    public string Html { get; set; } = DefaultPage;

    /// <inheritdoc/>
    public override bool ShowsData => true;

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var gates = await new GateOption(Gates).ReadAsync(session);
        using var baseline = await BaselineInput.OpenAsync(Baseline, Responses, Hub, Offline, session);
        await PrepareAsync(session);
        var files = await Hub.DataAsync(Responses, Offline, session);
        var read = await ResponseReader.ReadAsync(files, Fields, session.Cancellation);
        foreach (var line in read.Describe().Concat(read.Notes))
        {
            session.Say(line);
        }
        string[] data = [.. read.Files.Select(file => file.Path)];
        OutputPaths.Check([.. data, .. PeopleFiles, Gates, Baseline], Files.Paths);
        var people = await ReadPeopleAsync(session);
        var earlier = baseline is { Report: null }
            ? await ResponseReader.ReadAsync(baseline.Data, Fields, session.Cancellation)
            : null;
        var (report, past, map) = await OnDeviceAsync(
            session,
            progress => MeasureBothAsync(read, earlier, baseline, people, session, progress)
        );
        report = GateOption.Judged(report, gates, past);
        await Files.WriteAsync(report, data, session, map);
        TerminalRenderer.Write(Files.Shown(report), session.Terminal.Results());
        session.Terminal.Out.WriteLine($"\nReport: {VisibleText.Of(Html)}");
        Files.Annotate(report, data, session);
        return GateOption.ExitCodeOf(report);
    }

    /// <inheritdoc/>
    public override Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        EncoderOption.Check(UsesEncoder);
        PeopleColumns.Parse(HumanColumns);
        Require(EquivalenceThreshold is null or (>= -1 and <= 1), "--equivalence-threshold", "from -1 to 1");
        if (
            EquivalenceThreshold is not null
            && Rule.Name is EquivalenceChoice.Auto or "exact" or "normalised" or "labels"
        )
        {
            throw new PrismaticException(
                "--equivalence-threshold needs a rule that has one: --equivalence lexical, cosine or a classifier",
                ExitCode.Usage
            );
        }
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
            Features ?? (Encoder is null ? DefaultViews : DefaultViewsWithEncoder),
            hasEncoder: Encoder is not null
        );

    private EquivalenceChoice Rule => new(Equivalence, EquivalenceThreshold);

    private async Task<(Report Report, IReadOnlyList<FeatureSpace> Spaces)> MeasureAsync(
        ResponseRead read,
        PeopleFilesRead people,
        int? answersCompared,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        using var classifiers = new PairClassifiers(Settings, progress);
        var spaces = await SpacesAsync(read.Set, session, progress);
        var options = new HomogeneityOptions
        {
            Seed = Seed,
            Threads = Threads,
            AnswersCompared = answersCompared,
        };
        var rule = await EquivalenceAsync(read.Set, spaces[^1], classifiers, options, session);
        var results = new List<(FeatureSpace, HomogeneityResult)>();
        foreach (var space in spaces)
        {
            progress.Report(new StageProgress("comparing answers", results.Count, spaces.Count, "views"));
            results.Add((space, await HomogeneityAudit.RunAsync(read.Set, space, rule, options, session.Cancellation)));
        }
        progress.Report(new StageProgress("comparing answers", spaces.Count, spaces.Count, "views"));
        var outputs = OutputsBuilder.Summarise(read, results, Files.Letters);
        var report = new Report
        {
            ToolVersion = Versions.Program,
            Command = "outputs",
            Verdict = OutputsRules.Judge(outputs),
            Dataset = DataLocation.Located(
                OutputsBuilder.Dataset(read),
                read.Files.Select(file => file.Path),
                session.WorkingDirectory
            ),
            Views = [],
            Outputs = outputs,
            People = await PeopleAsync(read.Set, people, classifiers, session),
            Reproduce = new Reproduction { CommandLine = CommandLineOf(session), Parameters = Parameters() },
        };
        return (report, spaces);
    }

    private async Task<IReadOnlyList<FeatureSpace>> SpacesAsync(
        ResponseSet set,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var spaces = new List<FeatureSpace>();
        await foreach (var view in ViewsOf(session).ExtractAsync(Choices, new AnswerRows(set), progress))
        {
            spaces.Add(view.Space);
        }
        return spaces;
    }

    private async Task<Equivalence> EquivalenceAsync(
        ResponseSet set,
        FeatureSpace space,
        PairClassifiers classifiers,
        HomogeneityOptions options,
        Session session
    )
    {
        double? floor = null;
        if (Rule.NeedsView)
        {
            // The floor of the view is known once it was measured; the rule does not matter for that.
            var exact = Prismatic.Homogeneity.Equivalence.Exact(set);
            var first = await HomogeneityAudit.RunAsync(set, space, exact, options, session.Cancellation);
            floor = first.Between.Floor;
        }
        var path = Rule.IsClassifier ? await Hub.ModelAsync(Rule.Name, Offline, session) : null;
        return Rule.Of(set, space, floor, path is null ? null : classifiers.Load(path));
    }

    /// <inheritdoc/>
    protected override Dictionary<string, string> Parameters() =>
        new(base.Parameters(), StringComparer.Ordinal)
        {
            ["features"] = string.Join(',', Choices.Select(choice => choice.Name)),
            ["equivalence"] = Rule.IsClassifier ? NameOf(Rule.Name) : Rule.Name,
            ["equivalence threshold"] = EquivalenceThreshold is { } threshold
                ? threshold.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : "that of the rule",
            ["humans"] = Humans is null ? "none" : NameOf(Humans),
            ["viewpoints"] = Viewpoints is null ? "none" : NameOf(Viewpoints),
            ["classifier"] = Classifier is null ? "none" : NameOf(Classifier),
        };
}

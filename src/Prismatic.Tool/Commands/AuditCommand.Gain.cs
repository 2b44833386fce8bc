using McMaster.Extensions.CommandLineUtils;
using Prismatic.Data;
using Prismatic.Reports;
using Prismatic.Tool.Measuring;

namespace Prismatic.Tool.Commands;

/// <summary>Options of the information gain, and when it is measured.</summary>
internal sealed partial class AuditCommand
{
    [Option(
        "--reasoning <COLUMN>",
        "Column with the reasoning that leads to an answer, together with --answer: measures what it tells the proxy model.",
        CommandOptionType.SingleValue
    )]
    public string? Reasoning { get; set; }

    [Option("--answer <COLUMN>", "Column with answers.", CommandOptionType.SingleValue)]
    public string? Answer { get; set; }

    [Option(
        "--answer-separator <TEXT>",
        "What stands between reasoning and answer in a response. Default: #### or </think>, where nine of ten responses "
            + "have it and a view uses a model.",
        CommandOptionType.SingleValue
    )]
    public string? AnswerSeparator { get; set; }

    [Option(
        "--gain-rows <N>",
        "Rows whose reasoning is measured, drawn by the seed; 0 for none. Default: 1000.",
        CommandOptionType.SingleValue
    )]
    public int GainRows { get; set; } = 1000;

    private bool NamesReasoning => GainRows > 0 && (Reasoning ?? AnswerSeparator) is not null;

    private void CheckGain()
    {
        Require(GainRows >= 0, "--gain-rows", "at least 0");
        if ((Reasoning is null) != (Answer is null))
        {
            throw new PrismaticException("--reasoning and --answer go together; give both", ExitCode.Usage);
        }
        if (Reasoning is not null && AnswerSeparator is not null)
        {
            throw new PrismaticException(
                "--answer-separator and --reasoning exclude each other; give one of them",
                ExitCode.Usage
            );
        }
        Require(AnswerSeparator is null || AnswerSeparator.Trim().Length > 0, "--answer-separator", "some text");
    }

    // Before any long work, so that a wrong column ends here.
    private async Task<GainSource?> GainSourceAsync(Dataset dataset, Session session)
    {
        var source =
            GainRows == 0 ? null
            : Reasoning is not null ? await GainSource.OfColumnsAsync(dataset, Reasoning, Answer!, session.Cancellation)
            : AnswerSeparator is not null ? GainSource.OfSeparator(dataset, AnswerSeparator)
            : UsesModel ? await GainSource.DetectAsync(dataset, session.Cancellation)
            : null;
        if (source is not null)
        {
            session.Say($"Information gain: {source.Description}.");
        }
        return source;
    }

    private async Task<GainMeasurement?> GainAsync(
        GainSource? source,
        ChosenRows rows,
        IReadOnlyList<ViewMeasurement> views,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        if (source is null)
        {
            return null;
        }
        var meter = new GainMeter(ModelChoice, MaxTokens, Seed, Settings, session);
        var gain = await meter.MeasureAsync(rows, source, GainRows, progress);
        return gain.WithQuadrant(views, Seed);
    }
}

using McMaster.Extensions.CommandLineUtils;
using Prismatic.Pluralism;
using Prismatic.Reports;
using Prismatic.Responses;
using Prismatic.Tool.Measuring;

namespace Prismatic.Tool.Commands;

/// <summary>Options that set answers beside those of people, and the comparison.</summary>
internal sealed partial class OutputsCommand
{
    [Option(
        "--humans <FILE>",
        "How people answered the same questions: counts or shares by option, single answers, or a survey.",
        CommandOptionType.SingleValue
    )]
    public string? Humans { get; set; }

    [Option(
        "--human-columns <LIST>",
        "Columns of --humans that are not found by name: ROLE=COLUMN, separated by commas; roles are prompt, option, count, "
            + "share, people, group, order and person.",
        CommandOptionType.SingleValue
    )]
    public string? HumanColumns { get; set; }

    [Option(
        "--viewpoints <FILE>",
        "What can reasonably be said to a prompt, one viewpoint a row: measures how much of it answers state.",
        CommandOptionType.SingleValue
    )]
    public string? Viewpoints { get; set; }

    [Option(
        "--classifier <PATH>",
        "ONNX classifier of two texts that says whether the first entails the second: maps answers to options where no rule "
            + "does, and finds viewpoints. Default: rules and shared words.",
        CommandOptionType.SingleValue
    )]
    public string? Classifier { get; set; }

    private IEnumerable<string> PeopleFiles => new[] { Humans, Viewpoints }.OfType<string>();

    // Before any long work, so that a wrong column ends here.
    private async Task<PeopleFilesRead> ReadPeopleAsync(Session session)
    {
        if (HumanColumns is not null && Humans is null)
        {
            throw new PrismaticException("--human-columns needs --humans", ExitCode.Usage);
        }
        var humans = Humans is null
            ? null
            : await ReferenceReader.ReadAsync(Humans, PeopleColumns.Parse(HumanColumns), session.Cancellation);
        var viewpoints = Viewpoints is null
            ? null
            : await ViewpointReader.ReadAsync(Viewpoints, cancellationToken: session.Cancellation);
        foreach (
            var line in new[] { humans?.Description, viewpoints?.Description }
                .OfType<string>()
                .Concat(humans?.Notes ?? [])
        )
        {
            session.Say(line);
        }
        return new PeopleFilesRead(humans, viewpoints);
    }

    private async Task<PeopleSummary?> PeopleAsync(
        ResponseSet set,
        PeopleFilesRead files,
        PairClassifiers classifiers,
        Session session
    )
    {
        if (files is { Humans: null, Viewpoints: null })
        {
            return null;
        }
        var path = Classifier is null ? null : await Hub.ModelAsync(Classifier, Offline, session);
        var entails = path is null ? null : classifiers.Load(path);
        var options = new ComparisonOptions { Seed = Seed, Threads = Threads == 0 ? -1 : Threads };
        var scorer = entails is null ? ViewpointScorer.Lexical() : ViewpointScorer.Entailment(entails);
        return PeopleBuilder.Summarise(
            files.Humans is { } humans
                ? (humans, await HumanComparison.MeasureAsync(set, humans, options, entails, session.Cancellation))
                : null,
            files.Viewpoints is { } views
                ? (views, await OvertonCoverage.OfAsync(set, views, scorer, session.Cancellation))
                : null,
            Files.Letters,
            set
        );
    }

    private sealed record PeopleFilesRead(HumanReference? Humans, ViewpointReference? Viewpoints);
}

using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>Rules on answers of models: what <c>outputs</c> measures.</summary>
internal static class OutputRules
{
    public static IEnumerable<GateRule> All { get; } =
    [
        new(
            "PRS101",
            "different-answers",
            "Different answers to expect of k answers to a prompt, k the same for all models; 1 to k, of each model.",
            "It falls when a model collapses.",
            "Look at the prompts with the fewest different answers, and what the report says to try.",
            LowIsBad: true,
            report =>
                Models(
                    report,
                    (outputs, model) =>
                        Figure(
                            model.Name,
                            model.DistinctCompared,
                            $"{Rule(outputs)}, {outputs.AnswersCompared} answers",
                            model.Rows?.FewestDifferent
                        )
                )
        ),
        new(
            "PRS102",
            "repeated-answers",
            "Share of answers that repeat an earlier one to the same prompt, but for looks; 0 to 1, of each model.",
            "Answers that come back word for word are the plainest collapse.",
            "Look at sampling: temperature, seeds, caches.",
            LowIsBad: false,
            report =>
                Models(report, (_, model) => Figure(model.Name, model.NormalisedRepeats, "", model.Rows?.Repeated))
        ),
        new(
            "PRS103",
            "similarity-of-models",
            "Similarity of answers of different models to a prompt, above its floor; 0 unrelated, 1 the same, of each view.",
            "Models that answer alike add nothing to one another.",
            "Look at the square of models, and vary prompts rather than models.",
            LowIsBad: false,
            report =>
                (report.Outputs?.Views ?? [])
                    .Where(view => view.CorrectedInter is not null)
                    .Select(view => new GateReading(
                        view.Name,
                        view.CorrectedInter!.Value,
                        null,
                        view.Fingerprint,
                        view.Rows?.Between
                    ))
        ),
        new(
            "PRS104",
            "similarity-within",
            "Similarity of a model's answers to a prompt, above its floor; 0 unrelated, 1 the same; mean over models, of each view.",
            "Answers that are all alike are one answer.",
            "Look at the prompts that are most alike.",
            LowIsBad: false,
            report =>
                (report.Outputs?.Views ?? [])
                    .Where(view => view.Models.Any(model => model.Corrected is not null))
                    .Select(view => new GateReading(
                        view.Name,
                        view.Models.Select(model => model.Corrected).OfType<double>().Average(),
                        null,
                        view.Fingerprint,
                        view.Rows?.Within
                    ))
        ),
        new(
            "PRS105",
            "answers-across-prompts",
            "Share of answers of five words and more that nearly repeat one to another prompt; 0 to 1.",
            "The same answer to different prompts is a default, a cache or a fault.",
            "Look at the answers that are given to most prompts.",
            LowIsBad: false,
            report =>
                report.Outputs is { Across.NearRepeatedShare: { } near } outputs
                    ? [new GateReading(null, near, Rows: outputs.AcrossRows)]
                    : []
        ),
        new(
            "PRS106",
            "refusals",
            "Share of answers that refuse, by weight; 0 to 1, of each model.",
            "Answers that refuse make every other number say little.",
            "Read some refusals.",
            LowIsBad: false,
            report =>
                Models(
                    report,
                    (_, model) =>
                        model.Across is { } across
                            ? new GateReading(model.Name, across.RefusalShare, Rows: model.Rows?.Refusals)
                            : null
                )
        ),
        new(
            "PRS107",
            "distance-from-people",
            "Jensen-Shannon divergence from people less its chance level, base 2; about 0 where a model answers as they do; of each model.",
            "Answers that spread less than people's leave opinions out.",
            "Look at the questions furthest from people.",
            LowIsBad: false,
            report =>
                (report.People?.Models ?? [])
                    .Where(model => model.Groups.Count > 0)
                    .Select(model => new GateReading(
                        model.Model,
                        model.Groups[0].AboveChance.Mean,
                        model.Groups[0].AboveChance.StandardError,
                        model.Groups[0].Group ?? "everyone",
                        model.Rows?.Furthest
                    ))
        ),
        new(
            "PRS108",
            "unmapped-answers",
            "Share of answers to questions of people that name no option; 0 to 1, of each model.",
            "What is not mapped is not compared.",
            "Read some, and map them with --classifier.",
            LowIsBad: false,
            report =>
                (report.People?.Models ?? []).Select(model => new GateReading(
                    model.Model,
                    model.UnmappedShare,
                    Rows: model.Rows?.Unmapped
                ))
        ),
    ];

    private static IEnumerable<GateReading> Models(
        Report report,
        Func<OutputsSummary, OutputsModel, GateReading?> read
    ) =>
        report.Outputs is { } outputs ? outputs.Models.Select(model => read(outputs, model)).OfType<GateReading>() : [];

    private static GateReading? Figure(string of, MeanFigure? figure, string basis, IReadOnlyList<ExampleRow>? rows) =>
        figure is null ? null : new GateReading(of, figure.Mean, figure.StandardError, basis, rows);

    private static string Rule(OutputsSummary outputs) => $"{outputs.Equivalence}: {outputs.EquivalenceDefinition}";
}

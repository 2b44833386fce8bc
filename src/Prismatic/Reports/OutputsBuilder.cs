using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Responses;

namespace Prismatic.Reports;

/// <summary>Maps what was measured of answers to the report.</summary>
public static class OutputsBuilder
{
    private const int CollapsedShown = 10;
    private const int AcrossOfModel = 3;

    /// <summary>The answers as a data set: one row an answer.</summary>
    public static DatasetSummary Dataset(ResponseRead read)
    {
        string[] texts =
        [
            .. read.Set.Responses.Where(response => !string.IsNullOrWhiteSpace(response.Text)).Select(r => r.Text),
        ];
        var leftOut = read.LeftOut.Sum(reason => reason.Count);
        var repeats = texts.Length - texts.Distinct(StringComparer.Ordinal).Count();
        return new DatasetSummary
        {
            Files = [.. read.Files.Select(file => Path.GetFileName(file.Path))],
            Fields = string.Join(' ', read.Describe()),
            Rows = read.Set.Responses.Count + leftOut,
            RowsWithText = texts.Length,
            NullTexts = leftOut,
            EmptyTexts = read.EmptyAnswers,
            ExactDuplicates = repeats,
            ExactDuplicateShare = Rounded.Share(repeats, texts.Length),
            MeasuredRows = read.Set.Responses.Count(r => !string.IsNullOrWhiteSpace(r.Text) && r.Weight > 0),
        };
    }

    /// <summary>The measurements of every view; what does not depend on the view is taken from the first.</summary>
    /// <param name="read">The answers.</param>
    /// <param name="views">What was measured.</param>
    /// <param name="letters">Greatest length of a prompt or answer shown.</param>
    public static OutputsSummary Summarise(
        ResponseRead read,
        IReadOnlyList<(FeatureSpace Space, HomogeneityResult Result)> views,
        int letters = Excerpt.Length
    )
    {
        var (set, first) = (read.Set, views[0].Result);
        var texts = new AnswerTexts(set, letters);
        var examples = new AnswerExamples(set, letters);
        var across = first.AcrossByModel.ToDictionary(a => a.Model!.Value, a => Across(a, texts, AcrossOfModel));
        var summary = new OutputsSummary
        {
            Prompts = set.Prompts.Count,
            Answers = first.Models.Sum(model => model.Answers),
            LeftOut = [.. read.LeftOut.Select(left => new DropReason { Reason = left.Reason, Rows = left.Count })],
            Gaps =
            [
                .. read.Gaps.Select(gap => new ModelGap
                {
                    Model = set.Models[gap.Model],
                    Missing = gap.Missing,
                    Prompts = [.. gap.Examples.Select(texts.Prompt)],
                }),
            ],
            Notes = read.Notes,
            Equivalence = first.Equivalence,
            EquivalenceDefinition = first.EquivalenceDefinition,
            EquivalenceFloor = first.EquivalenceFloor is { } floor ? Rounded.Share(floor) : null,
            AnswersCompared = first.AnswersCompared,
            Models =
            [
                .. first.Models.Select(model =>
                    Model(model, set, across.GetValueOrDefault(model.Model)) with
                    {
                        Rows = examples.OfModel(model.Model, first),
                    }
                ),
            ],
            Switching = Switching(first.Between.Switching, set.Models.Count),
            SharedPhrases =
            [
                .. first.Between.Phrases.Select(phrase => new SharedPhraseSummary
                {
                    Phrase = Excerpt.Of(phrase.Text),
                    Models = [.. phrase.Models.Select(model => set.Models[model])],
                    Prompts = phrase.Prompts,
                    Example = texts.Answer(phrase.Example),
                }),
            ],
            Across = Across(first.Across, texts, int.MaxValue) with
            {
                PromptsSearched = first.PromptsSearched < first.Across.Prompts ? first.PromptsSearched : null,
            },
            AcrossRows = examples.OfMany(first.Across),
            Collapsed = [.. Collapsed(first, texts)],
            ByPrompt = PromptsBuilder.Summarise(first, set, letters),
            Views =
            [
                .. views.Select(view =>
                    OutputsViewBuilder.Summarise(view.Space, view.Result, set, letters) with
                    {
                        Rows = examples.OfView(view.Result),
                    }
                ),
            ],
            Advice = [],
        };
        return summary with { Advice = OutputsAdvice.Of(summary) };
    }

    private static OutputsModel Model(ModelHomogeneity model, ResponseSet set, AcrossSummary? across) =>
        new()
        {
            Name = set.Models[model.Model],
            Answers = model.Answers,
            Blank = model.Blank,
            Weightless = model.Weightless,
            Prompts = model.Prompts,
            FewestAnswers = model.FewestAnswers,
            MostAnswers = model.MostAnswers,
            Distinct = Score(model.Distinct),
            DistinctCompared = Score(model.DistinctCompared),
            Utility = Score(model.Utility),
            ExactRepeats = Share(model.ExactRepeats),
            NormalisedRepeats = Share(model.NormalisedRepeats),
            ClassEntropy = Share(model.ClassEntropy),
            EffectiveClasses = Score(model.EffectiveClasses),
            Across = across,
        };

    private static SwitchingSummary? Switching(Switching switching, int models) =>
        models > 1 && switching is { Answers: > 1 and { } answers }
            ? new SwitchingSummary
            {
                Answers = answers,
                OfOne = Score(switching.DistinctOfOne),
                OfMany = Score(switching.DistinctOfMany),
            }
            : null;

    private static AcrossSummary Across(CrossPrompt across, AnswerTexts texts, int listed) =>
        new()
        {
            Prompts = across.Prompts,
            RepeatedShare = across.RepeatedShare is { } repeated ? Rounded.Share(repeated) : null,
            NearRepeatedShare = across.NearRepeatedShare is { } near ? Rounded.Share(near) : null,
            RefusalShare = Rounded.Share(across.RefusalShare),
            MachineShare = Rounded.Share(across.MachineShare),
            RefusalExample = across.FirstRefusals is [var refusal, ..] ? texts.Answer(refusal) : null,
            MeanWords = Rounded.Score(across.Length.Mean),
            WordQuantiles = [across.Length.Tenth, across.Length.Median, across.Length.NineTenths],
            Repeated =
            [
                .. across
                    .Repeated.Take(listed)
                    .Select(answer => new StockAnswer
                    {
                        Answer = texts.Answer(answer.Answer),
                        Prompts = answer.Prompts,
                        Answers = answer.Answers,
                    }),
            ],
            Openings = Words(across.Openings, texts, listed),
            Closings = Words(across.Closings, texts, listed),
            Phrases = Words(across.Phrases, texts, listed),
        };

    private static List<StockWords> Words(IReadOnlyList<StockPhrase> phrases, AnswerTexts texts, int listed) =>
        [
            .. phrases
                .Take(listed)
                .Select(phrase => new StockWords
                {
                    Words = Excerpt.Of(phrase.Text),
                    Prompts = phrase.Prompts,
                    Share = Rounded.Share(phrase.Share),
                    Example = texts.Answer(phrase.Example),
                }),
        ];

    private static IEnumerable<CollapsedPrompt> Collapsed(HomogeneityResult result, AnswerTexts texts) =>
        result
            .Prompts.Where(prompt => prompt.Answers > 1 && prompt.Distinct < prompt.Answers)
            .OrderBy(prompt => (double)(prompt.Distinct - 1) / (prompt.Answers - 1))
            .ThenByDescending(prompt => prompt.Answers)
            .ThenBy(prompt => prompt.Prompt)
            .ThenBy(prompt => prompt.Model)
            .Take(CollapsedShown)
            .Select(prompt => new CollapsedPrompt
            {
                Prompt = texts.Prompt(prompt.Prompt),
                Model = texts.Model(prompt.Model),
                Answers = prompt.Answers,
                Distinct = prompt.Distinct,
                LargestClass = prompt.LargestClass.Size,
                Example = texts.Answer(prompt.LargestClass.Answer),
            });

    /// <summary>An effective number or a quality, with its error.</summary>
    internal static MeanFigure? Score(Estimate? estimate) => Figure(estimate, Rounded.Score);

    /// <summary>A share, similarity or entropy, with its error.</summary>
    internal static MeanFigure? Share(Estimate? estimate) => Figure(estimate, Rounded.Share);

    private static MeanFigure? Figure(Estimate? estimate, Func<double, double> round) =>
        estimate is { } known
            ? new MeanFigure
            {
                Mean = round(known.Mean),
                StandardError = known.StandardError is { } error ? round(error) : null,
                Count = known.Prompts,
            }
            : null;

    private sealed class AnswerTexts(ResponseSet set, int letters)
    {
        public string Answer(int place) => Excerpt.Of(set.Responses[place].Text, letters);

        public string Prompt(int place) => Excerpt.Of(set.Prompts[place], letters);

        public string Model(int place) => set.Models[place];
    }
}

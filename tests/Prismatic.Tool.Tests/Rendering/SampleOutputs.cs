using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>A report on answers that uses every field of that part, made by hand.</summary>
internal static class SampleOutputs
{
    public static Report Create(Func<string, string>? text = null)
    {
        text ??= plain => plain;
        var outputs = Outputs(text);
        // Judged by the plain names, since the rules know the views by name.
        var verdict = OutputsRules.Judge(Outputs(plain => plain));
        return new Report
        {
            ToolVersion = text("0.1.0"),
            Command = text("outputs"),
            Verdict = verdict with
            {
                Sentence = text(verdict.Sentence),
                Reasons = [.. verdict.Reasons.Select(reason => reason with { Rule = text(reason.Rule) })],
            },
            Dataset = new DatasetSummary
            {
                Files = [text("answers.jsonl")],
                Fields = text("one answer a row: prompts from 'prompt', answers from 'response'"),
                Rows = 66,
                RowsWithText = 62,
                NullTexts = 3,
                EmptyTexts = 1,
                ExactDuplicates = 17,
                ExactDuplicateShare = 0.2742,
                MeasuredRows = 61,
            },
            Views = [],
            Outputs = outputs,
            People = People(text),
            Reproduce = new Reproduction
            {
                CommandLine = text("prismatic outputs answers.jsonl"),
                Parameters = new Dictionary<string, string> { [text("seed")] = text("0") },
            },
        };
    }

    private static OutputsSummary Outputs(Func<string, string> text)
    {
        var summary = new OutputsSummary
        {
            Prompts = 12,
            Answers = 61,
            LeftOut = [new DropReason { Reason = text("answer missing"), Rows = 3 }],
            Gaps =
            [
                new ModelGap
                {
                    Model = text("wide"),
                    Missing = 2,
                    Prompts = [text("What would a tree say?")],
                },
            ],
            Notes = [text("2 answers have the prompt, model and sample of an earlier one.")],
            Equivalence = text("lexical"),
            EquivalenceDefinition = text("ROUGE-1 F above 0.458"),
            EquivalenceFloor = 0.0123,
            AnswersCompared = 5,
            Models = [Model(text("narrow"), 1.75, 0.41, text), Model(text("wide"), 4.02, 0.05, text)],
            Switching = new SwitchingSummary
            {
                Answers = 2,
                OfOne = Figure(1.25),
                OfMany = Figure(1.75),
            },
            SharedPhrases =
            [
                new SharedPhraseSummary
                {
                    Phrase = text("a river that carries us"),
                    Models = [text("narrow"), text("wide")],
                    Prompts = 2,
                    Example = text("Time is a river that carries us all."),
                },
            ],
            Across = Across(text) with { PromptsSearched = 10 },
            AcrossRows = [Row(8, text("Is it late? → It depends.")), Row(33, text("Is it far? → It depends."))],
            Collapsed =
            [
                new CollapsedPrompt
                {
                    Prompt = text("Suggest a name for a small bakery."),
                    Model = text("narrow"),
                    Answers = 5,
                    Distinct = 1,
                    LargestClass = 5,
                    Example = text("The Golden Crust"),
                },
            ],
            ByPrompt = SamplePrompts.Create(text),
            Views = [View(text)],
            Advice = [],
        };
        return summary with { Advice = [text("Mix models: 2 answers of one model are worth 1.3 different ones.")] };
    }

    private static OutputsModel Model(string name, double distinct, double repeats, Func<string, string> text) =>
        new()
        {
            Name = name,
            Answers = 30,
            Blank = 1,
            Weightless = 1,
            Prompts = 12,
            FewestAnswers = 2,
            MostAnswers = 5,
            Distinct = Figure(distinct),
            DistinctCompared = Figure(distinct - 0.2),
            Utility = Figure(3.25),
            ExactRepeats = Figure(repeats / 2),
            NormalisedRepeats = Figure(repeats),
            ClassEntropy = Figure(0.71),
            EffectiveClasses = Figure(2.03),
            Across = Across(text),
            Rows = new ModelRows
            {
                FewestDifferent = [Row(15, text("Suggest a name for a small bakery. → The Golden Crust"))],
                Repeated = [Row(16, text("Suggest a name for a small bakery. → the golden crust"))],
                Refusals = [Row(41, text("Tell me a secret. → I'm sorry, but I can't help with that."))],
            },
        };

    private static ExampleRow Row(long row, string excerpt) => new() { Row = row, Excerpt = excerpt };

    private static AcrossSummary Across(Func<string, string> text) =>
        new()
        {
            Prompts = 12,
            RepeatedShare = 0.0656,
            NearRepeatedShare = 0.0328,
            RefusalShare = 0.0164,
            MachineShare = 0.0328,
            RefusalExample = text("I'm sorry, but I can't help with that."),
            MeanWords = 9.51,
            WordQuantiles = [3, 9, 14],
            Repeated =
            [
                new StockAnswer
                {
                    Answer = text("It depends."),
                    Prompts = 3,
                    Answers = 4,
                },
            ],
            Openings = [Words(text("time is a"), 3)],
            Closings = [Words(text("cup of tea"), 2)],
            Phrases = [Words(text("with a good book and"), 3)],
        };

    private static StockWords Words(string words, int prompts) =>
        new()
        {
            Words = words,
            Prompts = prompts,
            Share = prompts / 12.0,
            Example = words + " …",
        };

    private static OutputsView View(Func<string, string> text) =>
        new()
        {
            Name = text("ngrams"),
            Description = text("What the rows say."),
            Fingerprint = text("ngrams-1"),
            Parameters = new Dictionary<string, string> { [text("dimensions")] = text("1024") },
            Floor = 0.0412,
            Inter = 0.3123,
            CorrectedInter = 0.2827,
            SwitchingGain = Figure(0.1234),
            Threshold = 0.8,
            CorrectedThreshold = 0.7778,
            ClusterThreshold = 0.5,
            Models = [Similarity(text("narrow"), 0, 0.6), Similarity(text("wide"), 1, null)],
            MostAlike =
            [
                new AlikeAnswers
                {
                    Prompt = text("Describe the sea."),
                    Similarity = 0.91,
                    FirstModel = text("narrow"),
                    First = text("A vast mirror of the sky."),
                    SecondModel = text("wide"),
                    Second = text("A vast and endless mirror."),
                    Cosine = 0.95,
                },
            ],
            Rows = new AlikeRows
            {
                Between =
                [
                    Row(20, text("Describe the sea. → A vast mirror of the sky.")),
                    Row(50, text("Describe the sea. → A vast and endless mirror.")),
                ],
                Within =
                [
                    Row(21, text("Describe the sea. → A mirror of the sky.")),
                    Row(22, text("Describe the sea. → A mirror.")),
                ],
            },
            Similarities =
            [
                [0.61, 0.3123],
                [0.3123, null],
            ],
            Corrected =
            [
                [0.5933, 0.2827],
                [0.2827, null],
            ],
        };

    private static ModelSimilarity Similarity(string model, int cluster, double? corrected) =>
        new()
        {
            Model = model,
            Cluster = cluster,
            Similarity = corrected is null ? null : Figure(0.61),
            Floor = 0.04,
            Corrected = corrected,
            ShareAlike = corrected is null ? null : 0.25,
            CorrectedShareAlike = corrected is null ? null : 0.3333,
            EffectiveAnswers = corrected is null ? null : Figure(2.4),
            WithoutVector = 0,
        };

    private static PeopleSummary People(Func<string, string> text) =>
        new()
        {
            Reference = text("Options: question from 'question', option from 'option', counts from 'n'."),
            Viewpoints = text("Viewpoints: prompts from 'prompt', viewpoints from 'view'."),
            Notes = [text("1 row without an option was left out.")],
            Sentences = [text("narrow answers differently from people.")],
            Models =
            [
                new PeopleModel
                {
                    Model = text("narrow"),
                    Answers = 20,
                    UnmappedShare = 0.1,
                    Rules = new Dictionary<string, int> { [text("leading")] = 18, [text("unmapped")] = 2 },
                    OtherAnswers = 4,
                    Unanswered = 1,
                    Unmapped = 1,
                    Coverage = Figure(0.9),
                    Groups =
                    [
                        new PeopleGroup
                        {
                            Group = text("north"),
                            JensenShannon = Figure(0.3123),
                            ByChance = Figure(0.0512),
                            AboveChance = Figure(0.2611),
                            ShareBeyondChance = 0.75,
                            EntropyRatio = Figure(0.41),
                            EntropyRatioByChance = Figure(0.93),
                            ModesMatch = 0.5,
                            EarthMovers = Figure(0.22),
                            EarthMoversByChance = Figure(0.04),
                        },
                    ],
                    Rows = new PeopleRows
                    {
                        Furthest = [Row(60, text("Should shops open on Sundays? → Yes."))],
                        Unmapped = [Row(61, text("Should shops open on Sundays? → Perhaps."))],
                    },
                    Furthest =
                    [
                        new PeopleQuestion
                        {
                            Prompt = text("Should shops open on Sundays?"),
                            Group = text("north"),
                            JensenShannon = 0.6123,
                            Limit = 0.1512,
                            Options =
                            [
                                new OptionShares
                                {
                                    Option = text("yes"),
                                    Model = 1,
                                    People = 0.5123,
                                },
                            ],
                        },
                    ],
                },
            ],
            Overton =
            [
                new OvertonSummary
                {
                    Model = text("narrow"),
                    Scorer = text("shared words"),
                    Threshold = 0.5,
                    WithinAnswer = Figure(0.25),
                    OverAnswers = Figure(0.4),
                    Score = Figure(0.31),
                    Unanswered = 1,
                    Shortened = 2,
                    Missed =
                    [
                        new MissedViewpoint
                        {
                            Prompt = text("Should shops open on Sundays?"),
                            Viewpoint = text("Staff need a common day off."),
                            Nearest = text("Shops need staff."),
                            Score = 0.25,
                        },
                    ],
                },
            ],
        };

    private static MeanFigure Figure(double mean) =>
        new()
        {
            Mean = mean,
            StandardError = 0.0312,
            Count = 12,
        };
}

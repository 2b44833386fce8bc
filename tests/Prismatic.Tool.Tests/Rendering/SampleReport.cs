using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>A report that uses every field, made by hand.</summary>
internal static class SampleReport
{
    public static Report Create(Func<string, string>? text = null)
    {
        text ??= plain => plain;
        var dataset = new DatasetSummary
        {
            Files = [text("train.parquet"), text("more.parquet")],
            Paths = [text("data/train.parquet"), text("data/new/more.parquet")],
            Fields = text("prompt from 'question', response from 'answer' (found by name)"),
            Rows = 1234,
            RowsWithText = 1230,
            NullTexts = 3,
            EmptyTexts = 1,
            FirstWithoutText = [3, 17, 420, 1001],
            ExactDuplicates = 14,
            ExactDuplicateShare = 0.0114,
            MeasuredRows = 1230,
        };
        IReadOnlyList<ViewSummary> views =
        [
            View("ngrams", 0.38, null, text),
            View("gradients", 0.12, Familiar(text), text),
        ];
        // Judged by the plain names, since the rules know the views by name.
        var verdict = VerdictRules.Judge(
            dataset,
            [View("ngrams", 0.38, null, plain => plain), View("gradients", 0.12, null, plain => plain)]
        );
        return new Report
        {
            ToolVersion = text("0.1.0"),
            Command = text("audit"),
            Verdict = verdict with
            {
                Sentence = text(verdict.Sentence),
                Reasons = [.. verdict.Reasons.Select(reason => reason with { Rule = text(reason.Rule) })],
            },
            Dataset = dataset,
            Views = views,
            Agreement =
            [
                new AgreementSummary
                {
                    First = text("ngrams"),
                    Second = text("gradients"),
                    Kind = AgreementKind.OnlyFirst,
                    Sentences = [text("Words repeat but gradients differ."), text("They order rows differently.")],
                    PairCorrelation = 0.4123,
                    CrowdingCorrelation = -0.0512,
                    NearTemplateInBoth = 0.1,
                    NearTemplateInFirst = 0.28,
                    NearTemplateInSecond = 0.02,
                    CrowdedInFirst = [Crowded(31, text("Lea has 5 books and reads 2 of them."))],
                    CrowdedInSecond = [Crowded(77, text("First we add, then we divide."))],
                },
            ],
            Duplicates = SampleDuplicates.Create(text),
            Wording = new WordingSummary
            {
                Rows = 1230,
                Words = 61_234,
                Tokens = text("words between white space"),
                Distinct = [0.0512, 0.2011, 0.3777, 0.5123],
                NGramDiversity = 1.1311,
                SelfRepetition = 3.2145,
                CompressionRatio = 3.41,
                MovingTypeTokenRatio = 0.7812,
                SelfBleu = 0.6123,
                Homogenization = 0.2345,
                HomogenizationRows = 500,
                Lengths = SampleCharts.Lengths(),
                Parameters = new Dictionary<string, string>
                {
                    ["distinct"] = text("words between white space; n from 1 to 4"),
                    ["selfRepetition"] = text("4-grams"),
                },
                AtBudget = new WordingAtBudget
                {
                    Words = 10_000,
                    Draws = 5,
                    Rows = 200.8,
                    Distinct = [Drawn(0.1012), Drawn(0.3011), Drawn(0.4777), Drawn(0.6123)],
                    NGramDiversity = Drawn(1.5311),
                    SelfRepetition = Drawn(2.1145),
                    CompressionRatio = Drawn(2.91),
                    MovingTypeTokenRatio = Drawn(0.7813),
                    SelfBleu = Drawn(0.4123),
                },
                Openings =
                [
                    new PhraseShare
                    {
                        Phrase = text("How many pens"),
                        Rows = 99,
                        Share = 0.0805,
                    },
                ],
                Closings =
                [
                    new PhraseShare
                    {
                        Phrase = text("in all?"),
                        Rows = 45,
                        Share = 0.0366,
                    },
                ],
            },
            Templates = Templates(text),
            Meaning = new MeaningSummary
            {
                View = text("encoder"),
                Source = text(
                    "MiniLM (0123456789abcdef), mean of last_hidden_state, 384 numbers a row, at most 256 tokens"
                ),
                Fingerprint = text("encoder/0123456789abcdef/mean/max-256/v1"),
                Sentences = [text("9.0 % of the rows say in other words what an earlier row says.")],
                Floor = 0.2113,
                Threshold = 0.8,
                DifferentWords = 1169,
                ComparedRows = 1169,
                Rows = 105,
                Share = 0.0898,
                Clusters = 77,
                Largest =
                [
                    new MeaningFamily
                    {
                        Rows = 6,
                        First = Example(21, text("The rate was wrong for what I bought.")),
                        Examples =
                        [
                            new MeaningRow
                            {
                                Row = 88,
                                Similarity = 0.8412,
                                WordOverlap = 0.1818,
                                Excerpt = text("My exchange was charged badly."),
                            },
                        ],
                    },
                ],
            },
            Gain = Gain(text),
            Filter = new FilterSummary
            {
                Features = text("ngrams"),
                Rule = text("soft"),
                Budget = 300,
                KeptRows = 300,
                DroppedRows = 934,
                PoolRows = 50,
                Dropped = [new DropReason { Reason = text("exact duplicate of an earlier row"), Rows = 14 }],
                Explorer = SampleDropped.Create(text),
                NearCopies = new NearCopySummary
                {
                    Threshold = 0.8,
                    Found = 41,
                    TakenBack = 9,
                },
                Before = Rarefied(141.25),
                After = Rarefied(190.5),
            },
            Gates = SampleGates.Create(text),
            Reproduce = new Reproduction
            {
                CommandLine = text("prismatic filter train.parquet -o out.parquet --keep 300"),
                Parameters = new Dictionary<string, string> { [text("seed")] = text("0") },
            },
        };
    }

    private static GainSummary Gain(Func<string, string> text) =>
        new()
        {
            Source = text("response from 'answer', its answer behind the last '####' (found)"),
            Cue = text("The answer is"),
            Fingerprint = text("gain/0123456789abcdef/plain/v1"),
            Rows = 980,
            RowsWithoutReasoning = 7,
            RowsWithoutAnswer = 13,
            TruncatedRows = 5,
            Sentences = [text("The reasoning tells the proxy model about the answer: +2.10 ± 0.05.")],
            LossWithout = 3.372,
            Own = Figure(2.104, 0.93),
            Control = Figure(-0.031, 0.47),
            Specific = Figure(2.135, 0.92),
            Masked = Figure(0.212, 0.55),
            FirstToken = Figure(0.915, 0.75),
            Efficiency = 0.0412,
            Quadrant = new GainQuadrant
            {
                View = text("gradients"),
                SparseClusters = 49,
                Cells =
                [
                    Cell(true, true, 310, GainRow(31, 4.2, 5.1, text("Lea has 5 books."))),
                    Cell(true, false, 20, GainRow(77, -0.5, -1.25, text("How long is a rope?"))),
                    Cell(false, true, 600, GainRow(5, 3.3, null, text("Mia has 8 pens."))),
                    Cell(false, false, 50),
                ],
            },
        };

    private static GainFigure Figure(double mean, double above) =>
        new()
        {
            Mean = mean,
            StandardError = 0.051,
            Median = mean - 0.02,
            AboveZero = above,
        };

    private static QuadrantCell Cell(bool sparse, bool high, int rows, params GainRow[] examples) =>
        new()
        {
            Sparse = sparse,
            HighGain = high,
            Rows = rows,
            Share = Math.Round(rows / 980.0, 4),
            Examples = examples,
        };

    private static GainRow GainRow(long row, double gain, double? specific, string excerpt) =>
        new()
        {
            Row = row,
            Gain = gain,
            Specific = specific,
            ClusterRows = 3,
            Excerpt = excerpt,
        };

    private static ViewSummary View(
        string name,
        double crowded,
        FamiliaritySummary? familiarity,
        Func<string, string> text
    ) =>
        new()
        {
            Name = text(name),
            Description = text("what the rows say, by runs of characters"),
            Fingerprint = text("ngrams-1"),
            Parameters = new Dictionary<string, string> { [text("dimensions")] = text("1024"), ["another"] = "3 to 5" },
            Rows = 1230,
            Dimensions = 1024,
            Vendi = new VendiScores
            {
                Order1 = 412.37,
                Order2 = 88.12,
                OrderInfinity = 9.41,
            },
            Ceiling = new VendiScores
            {
                Order1 = 675.12,
                Order2 = 559.02,
                OrderInfinity = 280.1,
            },
            ShareOfCeiling = 0.6108,
            Rarefied = Rarefied(141.25),
            Raw = familiarity is null ? null : new RawScores { Order1 = 301.5, Rarefied = Rarefied(99.5) },
            Clusters = new ClusterSummary
            {
                Count = 123,
                EffectiveCount = 90.41,
                CrowdedShare = crowded,
                CrowdedCosine = 0.5,
                Spread = new ClusterSpread
                {
                    Rows = 1000,
                    Draws = 5,
                    EffectiveCount = 83.21,
                    EffectiveCountDeviation = 1.42,
                    CrowdedShare = 0.31,
                    CrowdedShareDeviation = 0.0213,
                },
                Sizes =
                [
                    new SizeClass
                    {
                        From = 1,
                        To = 1,
                        Clusters = 20,
                        Rows = 20,
                    },
                    new SizeClass
                    {
                        From = 2,
                        To = 3,
                        Clusters = 40,
                        Rows = 100,
                    },
                    new SizeClass
                    {
                        From = 64,
                        To = 127,
                        Clusters = 3,
                        Rows = 1110,
                    },
                ],
                Largest =
                [
                    new ClusterExample
                    {
                        Rows = 120,
                        Share = 0.0976,
                        MeanSimilarity = 0.91,
                        MeanCosine = 0.83,
                        Crowded = true,
                        Terms = [text("apples"), text("buys more")],
                        Examples = [Example(7, text("Tom has 3 apples and buys 4 more. How many has he now?"))],
                    },
                ],
            },
            Modes =
            [
                new ModeSummary { Share = 0.1063, Examples = [Example(12, text("Mia has 8 pens."))] },
                new ModeSummary { Share = 0.0311, Examples = [Example(900, text("Explain how tides work."))] },
            ],
            Spectrum = SampleCharts.Spectrum(),
            Nearest = SampleCharts.Similarities(),
            Familiarity = familiarity,
        };

    private static FamiliaritySummary Familiar(Func<string, string> text) =>
        new()
        {
            MeanLoss = 2.113,
            LossMask = text("response tokens"),
            TruncatedRows = 5,
            TruncatedShare = 0.0041,
            Tokens = 98_765,
            Lengths = SampleCharts.Lengths(),
        };

    private static TemplatesSummary Templates(Func<string, string> text) =>
        new()
        {
            Rows = 1230,
            WordsOfRow = 256,
            Tokens = text("words between white space"),
            FewestRows = 5,
            Count = 17,
            FollowingRows = 300,
            FollowingShare = 0.2439,
            MostlyRows = 201,
            MostlyShare = 0.1634,
            Largest =
            [
                new TemplateExample
                {
                    Text = text("… buys … pens. How many …"),
                    Words = 4,
                    Rows = 99,
                    Share = 0.0805,
                    MostlyRows = 61,
                    SlotCount = 3,
                    Slots =
                    [
                        new SlotExample
                        {
                            Different = 12,
                            Examples =
                            [
                                new FillerExample { Words = text("Tom"), Rows = 20 },
                                new FillerExample { Words = text("Lea"), Rows = 11 },
                            ],
                        },
                    ],
                    Examples = [new ExampleRow { Row = 4, Excerpt = text("Tom buys 3 pens.") }],
                },
            ],
            Phrases =
            [
                new PhraseExample
                {
                    Phrase = text("pens. How many does"),
                    Words = 4,
                    Rows = 45,
                    Share = 0.0366,
                    Examples = [new ExampleRow { Row = 19, Excerpt = text("Tom buys 4 pens. How many does he") }],
                },
            ],
        };

    private static DrawnValue Drawn(double mean) => new() { Mean = mean, StandardDeviation = 0.0111 };

    private static RarefiedScore Rarefied(double mean) =>
        new()
        {
            Rows = 256,
            Draws = 10,
            Mean = mean,
            StandardDeviation = 3.21,
            ShareOfCeiling = Math.Round(mean / 225.92, 4),
        };

    private static CrowdedRow Crowded(long row, string excerpt) =>
        new()
        {
            Row = row,
            CrowdingInFirst = 0.6312,
            CrowdingInSecond = 0.1118,
            Excerpt = excerpt,
        };

    private static ExampleRow Example(long row, string excerpt) => new() { Row = row, Excerpt = excerpt };
}

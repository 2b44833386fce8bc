using Prismatic.Duplicates;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Rendering;

/// <summary>A report on two versions of a data set that uses every field of that part, made by hand.</summary>
internal static class SampleCompare
{
    public static Report Create(Func<string, string>? text = null)
    {
        text ??= plain => plain;
        // Judged by the plain names.
        var verdict = CompareVerdict.Judge(Compare(plain => plain));
        return new Report
        {
            ToolVersion = text("0.1.0"),
            Command = text("compare"),
            Verdict = verdict with
            {
                Sentence = text(verdict.Sentence),
                Reasons = [.. verdict.Reasons.Select(reason => reason with { Rule = text(reason.Rule) })],
            },
            Dataset = Data(text, "new.jsonl", 1150),
            Views = [],
            Compare = Compare(text),
            Reproduce = new Reproduction
            {
                CommandLine = text("prismatic compare old.jsonl new.jsonl --against test.jsonl"),
                Parameters = new Dictionary<string, string> { [text("seed")] = text("0") },
            },
        };
    }

    private static DatasetSummary Data(Func<string, string> text, string file, int rows) =>
        new()
        {
            Files = [text(file)],
            Fields = text("Text: column 'text' (found by name)."),
            Rows = rows,
            RowsWithText = rows - 3,
            NullTexts = 2,
            EmptyTexts = 1,
            ExactDuplicates = 12,
            ExactDuplicateShare = 0.012,
            MeasuredRows = rows - 3,
        };

    private static CompareSummary Compare(Func<string, string> text) =>
        new()
        {
            BaseName = text("old.jsonl"),
            HeadName = text("new.jsonl"),
            Base = Data(text, "old.jsonl", 1000),
            MatchedBy = text("their texts"),
            Added = 200,
            Removed = 50,
            Changed = 7,
            Unchanged = 943,
            AddedExamples = [Row(text, 990, "Natalia sold 12 clips to her friends.")],
            RemovedExamples = [Row(text, 3, "A train takes 4 hours.")],
            ChangedExamples = [Pair(text, 17, 18, "base", 0.8125), Pair(text, 40, 41, "base", null)],
            Views =
            [
                View(text, "ngrams", Gain(40.25, 41.5, GainLevel.Alike), 5),
                View(text, "gradients", Gain(3.1, 9.4, GainLevel.Narrower), 0),
                View(text, "hidden", null, 0) with
                {
                    Added = null,
                    Removed = null,
                },
            ],
            Repeats = new CompareRepeats
            {
                Looked = 199,
                Rows = 6,
                Share = 0.0302,
                OfBase = 4,
                Kinds = Kinds(text, 3, "head"),
            },
            Against =
            [
                new CompareAgainst
                {
                    Name = text("test.jsonl"),
                    Looked = 206,
                    Rows = 3,
                    Share = 0.0146,
                    Kinds = Kinds(text, 2, "test.jsonl"),
                },
            ],
        };

    private static List<CompareRepeatKind> Kinds(Func<string, string> text, int exact, string set) =>
        [
            new()
            {
                Kind = DuplicateKind.Exact,
                Rows = exact,
                Examples = [Pair(text, 995, 12, set, 1)],
            },
            new()
            {
                Kind = DuplicateKind.Normalised,
                Rows = 1,
                Examples = [Pair(text, 996, 13, set, 1)],
            },
            new()
            {
                Kind = DuplicateKind.Near,
                Rows = 0,
                Examples = [],
            },
        ];

    private static CompareView View(Func<string, string> text, string name, CompareGain? gain, int grown) =>
        new()
        {
            Name = text(name),
            Fingerprint = text($"{name}/1"),
            Base = 384.25,
            Head = 380.5,
            Change = -3.75,
            Gain = gain,
            Added = new CompareDiversity
            {
                Rows = 199,
                Mean = 120.5,
                Deviation = 0,
                BaseMean = 160.25,
                BaseDeviation = 1.5,
            },
            Removed = new CompareDiversity
            {
                Rows = 50,
                Mean = 48.5,
                Deviation = 0,
                BaseMean = 47.25,
                BaseDeviation = 0.5,
            },
            Clusters = new CompareClusters
            {
                Count = 116,
                Grown = grown,
                Shrunk = 1,
                New = 2,
                Vanished = 1,
                MostGrown =
                    grown == 0
                        ? []
                        : [Cluster(text, 3, 75, 0.0622, ["natalia sold", "clips"]), Cluster(text, 0, 12, 0.0104, [])],
                MostShrunk = [Cluster(text, 30, 4, -0.0265, ["trains"])],
            },
        };

    private static CompareCluster Cluster(
        Func<string, string> text,
        int before,
        int after,
        double change,
        string[] terms
    ) =>
        new()
        {
            Base = before,
            Head = after,
            ShareChange = change,
            Error = 0.0031,
            Terms = [.. terms.Select(text)],
            Examples = [Row(text, 991, "Natalia sold 99 clips to her friends.")],
        };

    private static CompareGain Gain(double added, double chance, GainLevel level) =>
        new()
        {
            Rows = 199,
            PoolRows = 798,
            Draws = 10,
            Added = added,
            AddedDeviation = 0.25,
            Chance = chance,
            ChanceDeviation = 0.5,
            ShareOfChance = Math.Round(added / chance, 4),
            Level = level,
        };

    private static ExampleRow Row(Func<string, string> text, long row, string excerpt) =>
        new() { Row = row, Excerpt = text(excerpt) };

    private static ComparePair Pair(Func<string, string> text, long row, long of, string set, double? similarity) =>
        new()
        {
            Row = row,
            Excerpt = text("How many clips did Natalia sell?"),
            Of = of,
            OfSet = text(set),
            OfExcerpt = text("How many clips did she sell?"),
            Similarity = similarity,
        };
}

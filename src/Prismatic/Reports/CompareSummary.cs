using System.ComponentModel;
using System.Text.Json.Serialization;
using Prismatic.Duplicates;

namespace Prismatic.Reports;

/// <summary>What changed between two versions of a data set; the report's dataset is HEAD.</summary>
public sealed record CompareSummary
{
    [Description("What BASE was called on the command line, without its folder.")]
    public required string BaseName { get; init; }

    [Description("What HEAD was called on the command line, without its folder.")]
    public required string HeadName { get; init; }

    [Description("What was read of BASE.")]
    public required DatasetSummary Base { get; init; }

    [Description("How rows of both were found to be the same, in words.")]
    public required string MatchedBy { get; init; }

    [Description("Rows of HEAD that BASE does not have; of a text that both have, as many as HEAD has more.")]
    public required long Added { get; init; }

    [Description("Rows of BASE that HEAD does not have.")]
    public required long Removed { get; init; }

    [Description("Rows that have another text in HEAD, by their key, or because both texts are near-duplicates.")]
    public required long Changed { get; init; }

    [Description("Rows with the same text in both.")]
    public required long Unchanged { get; init; }

    [Description("Some added rows.")]
    public required IReadOnlyList<ExampleRow> AddedExamples { get; init; }

    [Description("Some removed rows.")]
    public required IReadOnlyList<ExampleRow> RemovedExamples { get; init; }

    [Description("Some changed rows, the most changed first; of is their number in BASE.")]
    public required IReadOnlyList<ComparePair> ChangedExamples { get; init; }

    [Description("One entry for each feature space.")]
    public required IReadOnlyList<CompareView> Views { get; init; }

    [Description("Added rows that repeat a row of BASE or another added row.")]
    public required CompareRepeats Repeats { get; init; }

    [Description(
        "One entry for each set given with --against: new rows (added and changed) that it holds; null where there is none."
    )]
    public IReadOnlyList<CompareAgainst>? Against { get; init; }
}

/// <summary>A row beside another one.</summary>
public sealed record ComparePair
{
    [Description("Row number in HEAD.")]
    public required long Row { get; init; }

    [Description("The beginning of its text.")]
    public required string Excerpt { get; init; }

    [Description("The other row's number.")]
    public required long Of { get; init; }

    [Description("Where the other row is: base, head, or the name of another set.")]
    public required string OfSet { get; init; }

    [Description("The beginning of its text.")]
    public required string OfExcerpt { get; init; }

    [Description("Jaccard similarity of word shingles, 1 of copies; null where a key makes them one row.")]
    public double? Similarity { get; init; }
}

/// <summary>Rows that repeat another.</summary>
public sealed record CompareRepeats
{
    [Description("Added rows with text that were looked at.")]
    public required int Looked { get; init; }

    [Description("Those that repeat a row of BASE or an earlier added row.")]
    public required int Rows { get; init; }

    [Description("These over added rows with text, 0 to 1.")]
    public required double Share { get; init; }

    [Description("Of these, rows most like a row of BASE.")]
    public required int OfBase { get; init; }

    [Description("One entry for each kind: exact, normalised, near.")]
    public required IReadOnlyList<CompareRepeatKind> Kinds { get; init; }
}

/// <summary>Rows that repeat another in one way.</summary>
public sealed record CompareRepeatKind
{
    [Description("exact: character by character; normalised: in normal form; near: from the threshold on.")]
    public required DuplicateKind Kind { get; init; }

    [Description("Rows of this kind.")]
    public required int Rows { get; init; }

    [Description("Pairs to look at, the least similar first.")]
    public required IReadOnlyList<ComparePair> Examples { get; init; }
}

/// <summary>What another set holds of new rows.</summary>
public sealed record CompareAgainst
{
    [Description("The other set.")]
    public required string Name { get; init; }

    [Description("New rows with text: added and changed ones.")]
    public required int Looked { get; init; }

    [Description("Those that the other set holds.")]
    public required int Rows { get; init; }

    [Description("These over new rows with text, 0 to 1.")]
    public required double Share { get; init; }

    [Description("One entry for each kind.")]
    public required IReadOnlyList<CompareRepeatKind> Kinds { get; init; }
}

/// <summary>What changed in one feature space; vectors were made once for the rows of both sets.</summary>
public sealed record CompareView
{
    [Description("Short name of the view.")]
    public required string Name { get; init; }

    [Description("Identity of everything that made the vectors.")]
    public required string Fingerprint { get; init; }

    [Description("Effective number of BASE's rows (Vendi score of order 1).")]
    public required double Base { get; init; }

    [Description("Effective number of HEAD's rows.")]
    public required double Head { get; init; }

    [Description("HEAD less BASE.")]
    public required double Change { get; init; }

    [Description(
        "What added rows bring beside as many of BASE's own; null where nothing was added, or BASE has one row."
    )]
    public CompareGain? Gain { get; init; }

    [Description("Diversity of added rows beside BASE's at as many rows; null below two rows.")]
    public CompareDiversity? Added { get; init; }

    [Description("Diversity of removed rows beside BASE's at as many rows; null below two rows.")]
    public CompareDiversity? Removed { get; init; }

    [Description("One clustering of all rows, and what changed in it.")]
    public required CompareClusters Clusters { get; init; }
}

/// <summary>How what added rows bring stands to chance.</summary>
public enum GainLevel
{
    [JsonStringEnumMemberName("narrower")]
    Narrower,

    [JsonStringEnumMemberName("alike")]
    Alike,

    [JsonStringEnumMemberName("wider")]
    Wider,
}

/// <summary>What rows bring to a part of BASE from which as many were held back.</summary>
public sealed record CompareGain
{
    [Description("Rows brought in each draw: all added rows, at most half of BASE.")]
    public required int Rows { get; init; }

    [Description("Rows of BASE that they are brought to.")]
    public required int PoolRows { get; init; }

    [Description("Draws.")]
    public required int Draws { get; init; }

    [Description("Effective rows that added rows bring, mean over draws.")]
    public required double Added { get; init; }

    [Description("Standard deviation over draws.")]
    public required double AddedDeviation { get; init; }

    [Description("The chance level: effective rows that as many of BASE's own rows bring, mean over draws.")]
    public required double Chance { get; init; }

    [Description("Standard deviation over draws.")]
    public required double ChanceDeviation { get; init; }

    [Description("added over chance; null where the chance level is not clearly above 0.")]
    public double? ShareOfChance { get; init; }

    [Description("narrower, alike or wider: beyond two standard deviations of the chance level.")]
    public required GainLevel Level { get; init; }
}

/// <summary>Two sets of rows at one number of rows.</summary>
public sealed record CompareDiversity
{
    [Description("Rows of each draw.")]
    public required int Rows { get; init; }

    [Description("Effective number of the rows in question, mean over draws.")]
    public required double Mean { get; init; }

    [Description("Standard deviation over draws; 0 where all rows are in one.")]
    public required double Deviation { get; init; }

    [Description("Effective number of BASE's rows, mean over draws.")]
    public required double BaseMean { get; init; }

    [Description("Standard deviation over draws.")]
    public required double BaseDeviation { get; init; }
}

/// <summary>Clusters of the rows of both sets.</summary>
public sealed record CompareClusters
{
    [Description("Clusters.")]
    public required int Count { get; init; }

    [Description("Clusters whose share of HEAD is above their share of BASE by more than three standard errors.")]
    public required int Grown { get; init; }

    [Description("Clusters whose share fell by more than three standard errors.")]
    public required int Shrunk { get; init; }

    [Description("Clusters without a row of BASE.")]
    public required int New { get; init; }

    [Description("Clusters without a row of HEAD.")]
    public required int Vanished { get; init; }

    [Description("Clusters that grew beyond chance, the most first.")]
    public required IReadOnlyList<CompareCluster> MostGrown { get; init; }

    [Description("Clusters that shrank beyond chance, the most first.")]
    public required IReadOnlyList<CompareCluster> MostShrunk { get; init; }
}

/// <summary>One cluster in both sets.</summary>
public sealed record CompareCluster
{
    [Description("Rows of BASE.")]
    public required int Base { get; init; }

    [Description("Rows of HEAD.")]
    public required int Head { get; init; }

    [Description("Share of HEAD's rows less share of BASE's.")]
    public required double ShareChange { get; init; }

    [Description("Standard error of that change by chance alone.")]
    public required double Error { get; init; }

    [Description("Words that set the cluster apart.")]
    public required IReadOnlyList<string> Terms { get; init; }

    [Description("Rows of it nearest its centre: of HEAD where it grew, of BASE where it shrank.")]
    public required IReadOnlyList<ExampleRow> Examples { get; init; }
}

using Prismatic.Comparing;
using Prismatic.Diversity;
using Prismatic.Duplicates;

namespace Prismatic.Reports;

/// <summary>States what changed between two data sets as reports do.</summary>
public static class CompareBuilder
{
    /// <summary>The summary.</summary>
    /// <param name="found">What was found.</param>
    /// <param name="ofBase">Texts of <see cref="CompareMeasurement.BaseExamples"/>, by row number.</param>
    /// <param name="ofHead">Texts of <see cref="CompareMeasurement.HeadExamples"/>, by row number.</param>
    public static CompareSummary Summarise(
        CompareMeasurement found,
        IReadOnlyDictionary<long, string> ofBase,
        IReadOnlyDictionary<long, string> ofHead
    )
    {
        var changes = found.Changes;
        return new CompareSummary
        {
            BaseName = found.Base.Name,
            HeadName = found.Head.Name,
            Base = ReportBuilder.Summarise(found.Base.Dataset, found.Base.Scan),
            MatchedBy = found.MatchedBy,
            Added = changes.Added.Count,
            Removed = changes.Removed.Count,
            Changed = changes.Changed.Count,
            Unchanged = changes.Unchanged.Count,
            AddedExamples = [.. found.FirstAdded.Select(row => Row(row, ofHead))],
            RemovedExamples = [.. found.FirstRemoved.Select(row => Row(row, ofBase))],
            ChangedExamples =
            [
                .. found.MostChanged.Select(pair => new ComparePair
                {
                    Row = pair.Head,
                    Excerpt = ofHead[pair.Head],
                    Of = pair.Base,
                    OfSet = "base",
                    OfExcerpt = ofBase[pair.Base],
                    Similarity = pair.Similarity is { } alike ? Rounded.Share(alike) : null,
                }),
            ],
            Views = [.. found.Views.Select(view => View(view, found.Union, ofBase, ofHead))],
            Repeats = Repeats(found, ofBase, ofHead),
            Against =
                found.Against.Count == 0 ? null : [.. found.Against.Select(other => Against(other, found, ofHead))],
        };
    }

    private static CompareView View(
        CompareViewMeasurement view,
        RowUnion union,
        IReadOnlyDictionary<long, string> ofBase,
        IReadOnlyDictionary<long, string> ofHead
    )
    {
        return new CompareView
        {
            Name = view.Space.Name,
            Fingerprint = view.Space.Fingerprint,
            Base = Rounded.Score(view.Base),
            Head = Rounded.Score(view.Head),
            Change = Rounded.Score(view.Head - view.Base),
            Gain = view.Gain is { } gain ? Gain(gain) : null,
            Added = Diversity(view.Added),
            Removed = Diversity(view.Removed),
            Clusters = new CompareClusters
            {
                Count = view.Clusters.Count,
                Grown = view.Clusters.Count(cluster => cluster.IsClear && cluster.Change > 0),
                Shrunk = view.Clusters.Count(cluster => cluster.IsClear && cluster.Change < 0),
                New = view.Clusters.Count(cluster => cluster.Base == 0),
                Vanished = view.Clusters.Count(cluster => cluster.Head == 0),
                MostGrown = [.. view.Shown.Where(cluster => cluster.Growth.Change > 0).Select(Cluster)],
                MostShrunk = [.. view.Shown.Where(cluster => cluster.Growth.Change < 0).Select(Cluster)],
            },
        };

        CompareCluster Cluster(ShownCluster cluster) =>
            new()
            {
                Base = cluster.Growth.Base,
                Head = cluster.Growth.Head,
                ShareChange = Rounded.Share(cluster.Growth.Change),
                Error = Rounded.Share(cluster.Growth.Error),
                Terms = cluster.Terms,
                Examples =
                [
                    .. cluster
                        .Examples.Select(place => Row(union.NumberOf(place), union.IsNew(place) ? ofHead : ofBase))
                        .DistinctBy(row => row.Excerpt),
                ],
            };
    }

    private static CompareGain Gain(PoolGain gain) =>
        new()
        {
            Rows = gain.Rows,
            PoolRows = gain.PoolRows,
            Draws = gain.Added.Count,
            Added = Rounded.Score(gain.AddedGain.Mean),
            AddedDeviation = Rounded.Score(gain.AddedGain.Spread),
            Chance = Rounded.Score(gain.ChanceGain.Mean),
            ChanceDeviation = Rounded.Score(gain.ChanceGain.Spread),
            ShareOfChance = gain.ShareOfChance is { } share ? Rounded.Share(share) : null,
            Level = gain.Reading switch
            {
                GainReading.Narrower => GainLevel.Narrower,
                GainReading.Wider => GainLevel.Wider,
                _ => GainLevel.Alike,
            },
        };

    private static CompareDiversity? Diversity((RarefactionResult Own, RarefactionResult Base)? both) =>
        both is not var (own, pool)
            ? null
            : new CompareDiversity
            {
                Rows = own.Count,
                Mean = Rounded.Score(own.Order1.Mean),
                Deviation = Rounded.Score(own.Order1.Spread),
                BaseMean = Rounded.Score(pool.Order1.Mean),
                BaseDeviation = Rounded.Score(pool.Order1.Spread),
            };

    private static CompareRepeats Repeats(
        CompareMeasurement found,
        IReadOnlyDictionary<long, string> ofBase,
        IReadOnlyDictionary<long, string> ofHead
    )
    {
        var union = found.Union;
        return new CompareRepeats
        {
            Looked = union.Added.Count,
            Rows = found.Repeats.Count,
            Share = Rounded.Share(found.Repeats.Count, union.Added.Count),
            OfBase = found.Repeats.Count(row => !union.IsNew(row.Of)),
            Kinds = Kinds(
                found.Repeats,
                pair => new ComparePair
                {
                    Row = union.NumberOf(pair.Row),
                    Excerpt = ofHead[union.NumberOf(pair.Row)],
                    Of = union.NumberOf(pair.Of),
                    OfSet = union.IsNew(pair.Of) ? "head" : "base",
                    OfExcerpt = (union.IsNew(pair.Of) ? ofHead : ofBase)[union.NumberOf(pair.Of)],
                    Similarity = Rounded.Share(pair.Similarity),
                }
            ),
        };
    }

    private static CompareAgainst Against(
        CompareOverlap other,
        CompareMeasurement found,
        IReadOnlyDictionary<long, string> ofHead
    ) =>
        new()
        {
            Name = other.Name,
            Looked = found.NewRows.Count,
            Rows = other.Rows.Count,
            Share = Rounded.Share(other.Rows.Count, found.NewRows.Count),
            Kinds = Kinds(
                other.Rows,
                pair => new ComparePair
                {
                    Row = found.NewRows[pair.Row],
                    Excerpt = ofHead[found.NewRows[pair.Row]],
                    Of = pair.Of,
                    OfSet = other.Name,
                    OfExcerpt = other.Excerpts[pair.Of],
                    Similarity = Rounded.Share(pair.Similarity),
                }
            ),
        };

    private static List<CompareRepeatKind> Kinds(IReadOnlyList<Overlap> rows, Func<Overlap, ComparePair> state)
    {
        var pairs = CompareMeasurement.Pairs(rows).ToLookup(pair => pair.Kind);
        return
        [
            .. Enum.GetValues<DuplicateKind>()
                .Select(kind => new CompareRepeatKind
                {
                    Kind = kind,
                    Rows = rows.Count(row => row.Kind == kind),
                    Examples = [.. pairs[kind].Select(state)],
                }),
        ];
    }

    private static ExampleRow Row(long row, IReadOnlyDictionary<long, string> excerpts) =>
        new() { Row = row, Excerpt = excerpts[row] };
}

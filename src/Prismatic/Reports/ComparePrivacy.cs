namespace Prismatic.Reports;

/// <summary>Takes the text of rows out of a comparison; see <see cref="Privacy"/>.</summary>
internal static class ComparePrivacy
{
    public static CompareSummary Without(CompareSummary compare) =>
        compare with
        {
            AddedExamples = Rows(compare.AddedExamples),
            RemovedExamples = Rows(compare.RemovedExamples),
            ChangedExamples = Pairs(compare.ChangedExamples),
            Views =
            [
                .. compare.Views.Select(view =>
                    view with
                    {
                        Clusters = view.Clusters with
                        {
                            MostGrown = Clusters(view.Clusters.MostGrown),
                            MostShrunk = Clusters(view.Clusters.MostShrunk),
                        },
                    }
                ),
            ],
            Repeats = compare.Repeats with { Kinds = Kinds(compare.Repeats.Kinds) },
            Against = Privacy.Without(compare.Against, other => other with { Kinds = Kinds(other.Kinds) }),
        };

    private static IReadOnlyList<CompareCluster> Clusters(IReadOnlyList<CompareCluster> clusters) =>
        Privacy.Without(clusters, cluster => cluster with { Terms = [], Examples = Rows(cluster.Examples) })!;

    private static IReadOnlyList<CompareRepeatKind> Kinds(IReadOnlyList<CompareRepeatKind> kinds) =>
        Privacy.Without(kinds, kind => kind with { Examples = Pairs(kind.Examples) })!;

    private static IReadOnlyList<ExampleRow> Rows(IReadOnlyList<ExampleRow> rows) =>
        Privacy.Without(rows, row => row with { Excerpt = Privacy.Hidden })!;

    private static IReadOnlyList<ComparePair> Pairs(IReadOnlyList<ComparePair> pairs) =>
        Privacy.Without(pairs, pair => pair with { Excerpt = Privacy.Hidden, OfExcerpt = Privacy.Hidden })!;
}

using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Selection;

namespace Prismatic.Meaning;

/// <summary>How rows of one meaning are looked for.</summary>
public sealed record SemanticOptions
{
    /// <summary>Least cosine of two rows of one meaning, the rows less their mean; in (0, 1].</summary>
    public required double Threshold { get; init; }

    /// <summary>Most rows compared; of more, so many are drawn by the seed. 50,000 take about 10¹² multiply-adds.</summary>
    public int MostRows { get; init; } = 50_000;

    /// <summary>Of the draw.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The threshold that docs/benchmarks/meaning.md sets for a view: of rows called duplicates, at least 95 in 100 bear the label
    /// of the row they repeat. An encoder says so from 0.80 on, the hidden states of the embedded proxy only from 0.95 on.
    /// </summary>
    public static double ThresholdOf(string view) => view == "encoder" ? 0.80 : 0.95;
}

/// <summary>A row that says what an earlier one says.</summary>
/// <param name="Row">Its place among all rows.</param>
/// <param name="Of">The place of the row it repeats.</param>
/// <param name="Similarity">Their cosine, less the mean.</param>
public readonly record struct SemanticDuplicate(int Row, int Of, float Similarity);

/// <summary>What was found.</summary>
/// <param name="Pairs">One for each row that repeats another, by row.</param>
/// <param name="Candidates">Rows that are no near-duplicate of an earlier one in their words.</param>
/// <param name="Compared">Of these, the rows that were compared.</param>
public sealed record SemanticDuplicateResult(IReadOnlyList<SemanticDuplicate> Pairs, int Candidates, int Compared);

/// <summary>
/// Rows that say the same in other words: of each cluster of near-duplicates in words one row, compared with all others by the
/// cosine of their vectors. A row repeats the most similar earlier row that itself repeats none.
/// </summary>
/// <remarks>
/// As SemDeDup does (Abbas et al. 2023, arXiv 2303.09540), but over all pairs instead of pairs within clusters. Cosines are taken
/// less the mean of the rows, so that one threshold means the same for encoders whose texts share more or less
/// (docs/benchmarks/meaning.md). n² d / 2 products for n rows compared, by <see cref="NearCopies"/>.
/// </remarks>
public static class SemanticDuplicates
{
    /// <summary>Finds them.</summary>
    /// <param name="rows">n × d unit rows, centred.</param>
    /// <param name="representatives">For each row the first that says (nearly) the same in the same words; itself where none does.</param>
    /// <param name="options">Threshold and limits.</param>
    /// <param name="settings">Device and threads; the number of threads never changes a result.</param>
    /// <param name="progress">"near-copies", in rows.</param>
    /// <param name="cancellation">Checked once a block of products.</param>
    /// <exception cref="PrismaticException">A row that is not finite or not of unit length.</exception>
    public static SemanticDuplicateResult Find(
        Matrix rows,
        IReadOnlyList<int> representatives,
        SemanticOptions options,
        SessionSettings? settings = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (representatives.Count != rows.RowCount)
        {
            throw new ArgumentException("One representative a row.", nameof(representatives));
        }
        int[] candidates = [.. Enumerable.Range(0, rows.RowCount).Where(row => representatives[row] == row)];
        var compared = Drawn(candidates, options);
        var copies = NearCopies.Search(
            compared.Length == rows.RowCount ? rows : rows.Gather(compared),
            options.Threshold,
            null,
            settings,
            progress,
            cancellation
        );
        List<SemanticDuplicate> pairs =
        [
            .. copies
                .Select((copy, place) => (copy, place))
                .Where(found => found.copy.Of != found.place)
                .Select(found => new SemanticDuplicate(
                    compared[found.place],
                    compared[found.copy.Of],
                    found.copy.Similarity
                )),
        ];
        return new SemanticDuplicateResult(pairs, candidates.Length, compared.Length);
    }

    // The rows whose hash is smallest: a larger limit keeps those of a smaller one.
    private static int[] Drawn(int[] candidates, SemanticOptions options) =>
        candidates.Length <= options.MostRows
            ? candidates
            :
            [
                .. candidates
                    .OrderBy(row => Pcg32.Hash(options.Seed, (ulong)row))
                    .ThenBy(row => row)
                    .Take(options.MostRows)
                    .Order(),
            ];
}

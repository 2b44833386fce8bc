using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Selection;

/// <summary>
/// Near-copies by exact greedy removal: rows in order, the first of its kind stands, and a row whose cosine with an
/// earlier standing row is at least the threshold is a near-copy of the most similar such row.
/// </summary>
/// <remarks>
/// A row is compared with rows that stand only, so a chain of small changes is cut where it leaves the threshold, and
/// later rows never change what was said of earlier ones. Cosines are float products: what lies within 1e-6 below the
/// threshold counts as at it, so that a threshold of 1 finds equal rows. Which vectors to compare is the caller's choice;
/// <see cref="NearCopySpace"/> is the one made for this.
/// </remarks>
public static class NearCopies
{
    private const double Rounding = 1e-6;
    private const int RowBlock = 1024;
    private const int TargetBlock = 1024;

    /// <summary>For each row the index of the earlier row it is a near-copy of, or its own index where it stands.</summary>
    /// <param name="unitRows">n × d, rows of unit length.</param>
    /// <param name="threshold">Least cosine of a near-copy, in (0, 1].</param>
    /// <param name="settings">Device and threads; the number of threads never changes the result.</param>
    /// <param name="progress">"near-copies", in rows.</param>
    /// <param name="cancellation">Checked once a block of 1024 × 1024 products.</param>
    /// <returns>n indices.</returns>
    /// <exception cref="PrismaticException">A row that is not finite or not of unit length.</exception>
    /// <remarks>
    /// n m d products where m rows stand, n² d / 2 when all do; memory a block of 4 MB a thread beside the rows.
    /// </remarks>
    public static int[] Find(
        Matrix unitRows,
        double threshold,
        SessionSettings? settings = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    ) => [.. Search(unitRows, threshold, null, settings, progress, cancellation).Select(copy => copy.Of)];

    /// <summary>As <see cref="Find"/>, with the cosines, and with rows that stand before all others.</summary>
    /// <param name="unitRows">n × d, rows of unit length.</param>
    /// <param name="threshold">Least cosine of a near-copy, in (0, 1].</param>
    /// <param name="accepted">Rows already accepted, all of which stand; unit rows of the same space. Null for none.</param>
    /// <param name="settings">Device and threads; the number of threads never changes the result.</param>
    /// <param name="progress">"near-copies", in rows.</param>
    /// <param name="cancellation">Checked once a block of 1024 × 1024 products.</param>
    /// <returns>One entry a row, in order.</returns>
    /// <exception cref="PrismaticException">A row that is not finite or not of unit length.</exception>
    public static IReadOnlyList<NearCopy> Search(
        Matrix unitRows,
        double threshold,
        Matrix? accepted,
        SessionSettings? settings = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (!(threshold > 0 && threshold <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold lies in (0, 1].");
        }
        if (accepted is not null && accepted.ColumnCount != unitRows.ColumnCount)
        {
            throw new ArgumentException("Accepted rows are not of one feature space.", nameof(accepted));
        }
        var all = new RowView(unitRows);
        all.RequireUnitRows("features", settings?.Threads ?? 0);
        var result = new NearCopy[unitRows.RowCount];
        if (result.Length == 0)
        {
            return result;
        }
        using var search = new BlockSearch(all, threshold - Rounding, accepted, settings);
        for (var start = 0; start < result.Length; start += RowBlock)
        {
            progress?.Report(new StageProgress("near-copies", start, result.Length));
            search.Decide(start, result.AsSpan(start, Math.Min(RowBlock, result.Length - start)), cancellation);
        }
        progress?.Report(new StageProgress("near-copies", result.Length, result.Length));
        return result;
    }

    /// <summary>
    /// One block of rows after another: the nearest of the rows that stood before the block by arg-max products, side by
    /// side over blocks of standing rows; then, in order, the rows of the block among each other.
    /// </summary>
    private sealed class BlockSearch : IDisposable
    {
        private readonly RowView _rows;
        private readonly RowView? _accepted;
        private readonly double _least;
        private readonly int _threads;
        private readonly NearestKernel _nearest;
        private readonly ProductKernel _products;
        private readonly List<int> _standing = [];
        private readonly float[] _own;

        public BlockSearch(RowView rows, double least, Matrix? accepted, SessionSettings? settings)
        {
            settings ??= new SessionSettings();
            // A device takes one product after another; a CPU takes one a core.
            var onCpu = settings.Device.IsCpu;
            var kernels = onCpu ? settings with { Threads = 1 } : settings;
            (_rows, _least) = (rows, least);
            _accepted = accepted is null ? null : new RowView(accepted);
            _threads = onCpu ? RowBlocks.Threads(settings.Threads) : 1;
            _nearest = new NearestKernel(rows.ColumnCount, kernels);
            _products = new ProductKernel(rows.ColumnCount, kernels);
            var largest = Math.Min(RowBlock, rows.RowCount);
            _own = new float[largest * largest];
        }

        public void Decide(int start, Span<NearCopy> result, CancellationToken cancellation)
        {
            var count = result.Length;
            var standing = _rows.Select([.. _standing]);
            List<Part> parts = [.. Parts(_accepted, true), .. Parts(standing, false)];
            var block = _rows.Block(start, count, []);
            // The block's products with itself are the last piece of the same work.
            RowBlocks.Run(
                parts.Count + 1,
                1,
                _threads,
                () => new float[TargetBlock * _rows.ColumnCount],
                (piece, _, scratch) =>
                {
                    if (piece == parts.Count)
                    {
                        _products.Run(block, block, _own.AsMemory(0, count * count));
                        return;
                    }
                    var part = parts[piece];
                    (part.Labels, part.Similarities) = (new long[count], new float[count]);
                    var targets = part.View.Block(part.Start, part.Count, scratch);
                    _nearest.Run(block, targets, part.Labels, part.Similarities);
                },
                cancellation
            );
            var firstOfBlock = _standing.Count;
            for (var i = 0; i < count; i++)
            {
                var found = Among(firstOfBlock, start, i, count, Before(parts, i, start + i));
                result[i] = found.Similarity >= _least ? found : new NearCopy(start + i, false, 1);
                if (result[i].Of == start + i && !result[i].OfAccepted)
                {
                    _standing.Add(start + i);
                }
            }
        }

        public void Dispose()
        {
            _nearest.Dispose();
            _products.Dispose();
        }

        /// <summary>Rows of earlier blocks; of equally similar ones the first, accepted rows before all others.</summary>
        private NearCopy Before(List<Part> parts, int row, int own)
        {
            var best = new NearCopy(own, false, float.NegativeInfinity);
            foreach (var part in parts)
            {
                if (part.Similarities[row] > best.Similarity)
                {
                    var target = part.Start + (int)part.Labels[row];
                    best = new NearCopy(
                        part.Accepted ? target : _standing[target],
                        part.Accepted,
                        part.Similarities[row]
                    );
                }
            }
            return best;
        }

        /// <summary>Standing rows of the same block before the row; those of earlier blocks win ties.</summary>
        private NearCopy Among(int first, int start, int row, int count, NearCopy best)
        {
            for (var k = first; k < _standing.Count; k++)
            {
                var similarity = _own[(row * count) + (_standing[k] - start)];
                if (similarity > best.Similarity)
                {
                    best = new NearCopy(_standing[k], false, similarity);
                }
            }
            return best;
        }

        private static IEnumerable<Part> Parts(RowView? view, bool accepted)
        {
            for (var first = 0; first < (view?.RowCount ?? 0); first += TargetBlock)
            {
                yield return new Part(view!, first, Math.Min(TargetBlock, view!.RowCount - first), accepted);
            }
        }

        private sealed class Part(RowView view, int start, int count, bool accepted)
        {
            public readonly RowView View = view;
            public readonly int Start = start;
            public readonly int Count = count;
            public readonly bool Accepted = accepted;
            public long[] Labels = [];
            public float[] Similarities = [];
        }
    }
}

/// <summary>What one row is: standing, or a near-copy.</summary>
/// <param name="Of">The row it is a near-copy of, or its own index where it stands.</param>
/// <param name="OfAccepted">Whether <paramref name="Of"/> is an index of the accepted rows.</param>
/// <param name="Similarity">Cosine with that row; 1 where the row stands.</param>
public readonly record struct NearCopy(int Of, bool OfAccepted, float Similarity);

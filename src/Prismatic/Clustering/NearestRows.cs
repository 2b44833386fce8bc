using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Clustering;

/// <summary>
/// For every row the nearest of some targets by cosine, as blocked matrix products on ONNX Runtime. Each block runs on
/// one thread and blocks run side by side, so a result never depends on the number of threads.
/// </summary>
public sealed class NearestRows : IDisposable
{
    private const int RowBlock = 1024;

    // Scores of one block, 1024 × 1024 floats, stay near the core that made them.
    private const int TargetBlock = 1024;
    private readonly NearestKernel _kernel;
    private readonly int _threads;

    /// <summary>Prepares for rows of length <paramref name="columnCount"/>.</summary>
    public NearestRows(int columnCount, SessionSettings? settings = null)
    {
        settings ??= new SessionSettings();
        // A device takes one product after another; a CPU takes one a core.
        var onCpu = settings.Device.IsCpu;
        _threads = onCpu ? RowBlocks.Threads(settings.Threads) : 1;
        _kernel = new NearestKernel(columnCount, onCpu ? settings with { Threads = 1 } : settings);
    }

    /// <summary>Labels and similarities of every row; of equally near targets the lowest index wins.</summary>
    /// <param name="rows">n × d.</param>
    /// <param name="targets">k × d, k &gt; 0.</param>
    /// <param name="labels">Result: index of the target, n.</param>
    /// <param name="similarities">Result: inner product with it, n.</param>
    /// <param name="cancellation">Checked once a block of 1024 rows.</param>
    /// <remarks>O(n k d).</remarks>
    public void Find(RowView rows, RowView targets, int[] labels, float[] similarities, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(targets.RowCount);
        RowBlocks.Run(
            rows.RowCount,
            RowBlock,
            _threads,
            () => new Scratch(rows, targets),
            (start, count, scratch) =>
            {
                var block = rows.Block(start, count, scratch.Rows);
                var best = similarities.AsMemory(start, count);
                for (var first = 0; first < targets.RowCount; first += TargetBlock)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var targetCount = Math.Min(TargetBlock, targets.RowCount - first);
                    var part = targets.Block(first, targetCount, scratch.Targets);
                    if (first == 0)
                    {
                        _kernel.Run(block, part, scratch.Labels.AsMemory(0, count), best);
                        Copy(scratch.Labels, labels.AsSpan(start, count));
                    }
                    else
                    {
                        var found = scratch.Similarities.AsMemory(0, count);
                        _kernel.Run(block, part, scratch.Labels.AsMemory(0, count), found);
                        Improve(scratch.Labels, found.Span, first, labels.AsSpan(start, count), best.Span);
                    }
                }
            },
            cancellation
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel.Dispose();

    private static void Copy(long[] found, Span<int> labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = (int)found[i];
        }
    }

    private static void Improve(
        long[] found,
        ReadOnlySpan<float> foundSimilarities,
        int first,
        Span<int> labels,
        Span<float> similarities
    )
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (foundSimilarities[i] > similarities[i])
            {
                labels[i] = first + (int)found[i];
                similarities[i] = foundSimilarities[i];
            }
        }
    }

    private sealed class Scratch(RowView rows, RowView targets)
    {
        public readonly float[] Rows = For(rows, RowBlock);
        public readonly float[] Targets = For(targets, TargetBlock);
        public readonly float[] Similarities = new float[RowBlock];
        public readonly long[] Labels = new long[RowBlock];

        private static float[] For(RowView view, int block) =>
            view.IsWhole ? [] : new float[Math.Min(block, view.RowCount) * view.ColumnCount];
    }
}

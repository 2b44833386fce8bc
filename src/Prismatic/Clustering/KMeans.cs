using System.Numerics.Tensors;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Clustering;

/// <summary>
/// Spherical k-means (Dhillon and Modha 2001; Lloyd's rounds by cosine), the "tensorized" clustering of Prismatic
/// Synthesis: rows are assigned by blocked matrix products on ONNX Runtime.
/// </summary>
public static class KMeans
{
    /// <summary>Clusters all rows of a matrix; see <see cref="Fit(RowView,KMeansOptions,SessionSettings?,IProgress{StageProgress}?,CancellationToken)"/>.</summary>
    public static KMeansResult Fit(
        Matrix points,
        KMeansOptions options,
        SessionSettings? settings = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    ) => Fit(new RowView(points), options, settings, progress, cancellation);

    /// <summary>Clusters rows by cosine.</summary>
    /// <param name="points">n × d, unit rows, n at least 1.</param>
    /// <param name="options">Clusters, rounds, seed.</param>
    /// <param name="settings">Device and threads. The number of threads never changes the result.</param>
    /// <param name="progress">"clusters", in rounds.</param>
    /// <param name="cancellation">Checked once a block of rows.</param>
    /// <exception cref="PrismaticException">No rows, or a row that is not finite or not of unit length.</exception>
    /// <remarks>O(n k d) a round; beyond the points it allocates 16 n + 8 k d bytes.</remarks>
    public static KMeansResult Fit(
        RowView points,
        KMeansOptions options,
        SessionSettings? settings = null,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        settings ??= new SessionSettings();
        if (points.RowCount == 0)
        {
            throw new PrismaticException("there are no rows to cluster; check the input and its text column");
        }
        points.RequireUnitRows("features", settings.Threads);
        using var nearest = new NearestRows(points.ColumnCount, settings);
        var rounds = options.Iterations;
        progress?.Report(new StageProgress("clusters", 0, rounds, "iterations"));
        var centroids = FirstCentroids(points, options, nearest, cancellation);
        var state = new State(points.RowCount, centroids);
        var round = 0;
        for (; round < rounds; round++)
        {
            state.Objectives.Add(Assign(points, state, nearest, cancellation));
            var moved =
                state.CompareLabels() | EmptyClusters.Reseed(points, state.Labels, state.Similarities, centroids);
            if (!moved)
            {
                break;
            }
            Move(points, state, settings.Threads, cancellation);
            progress?.Report(new StageProgress("clusters", round + 1, rounds, "iterations"));
        }
        if (round == rounds)
        {
            state.Objectives.Add(Assign(points, state, nearest, cancellation));
        }
        progress?.Report(new StageProgress("clusters", rounds, rounds, "iterations"));
        return Result(state, round);
    }

    private static Matrix FirstCentroids(
        RowView points,
        KMeansOptions options,
        NearestRows nearest,
        CancellationToken cancellation
    )
    {
        if (options.InitialCentroids is not { } given)
        {
            var count = options.CountFor(points.RowCount);
            var chosen = PlusPlusSeeding.Choose(points, count, options.Seed, nearest, cancellation);
            return points.Matrix.Gather(Array.ConvertAll(chosen, points.RowIndex));
        }
        if (given.ColumnCount != points.ColumnCount || given.RowCount == 0)
        {
            throw new ArgumentException("First centroids must be at least one row as long as the points.");
        }
        new RowView(given).RequireUnitRows("first centroids");
        return new Matrix(given.RowCount, given.ColumnCount, given.Rows(0, given.RowCount).ToArray());
    }

    private static double Assign(RowView points, State state, NearestRows nearest, CancellationToken cancellation)
    {
        nearest.Find(points, new RowView(state.Centroids), state.Labels, state.Similarities, cancellation);
        var sum = 0.0;
        foreach (var similarity in state.Similarities)
        {
            sum += similarity;
        }
        return sum;
    }

    /// <summary>Moves every centroid to the direction of its rows' sum.</summary>
    private static void Move(RowView points, State state, int threads, CancellationToken cancellation)
    {
        var (order, starts) = RowsByCluster(state.Labels, state.Centroids.RowCount);
        // A cluster at a time, its rows in ascending order: the same sums whoever adds them.
        RowBlocks.Run(
            state.Centroids.RowCount,
            1,
            threads,
            () => (Part: new float[points.ColumnCount], Sum: new double[points.ColumnCount]),
            (cluster, _, scratch) =>
            {
                var rows = order.AsSpan(starts[cluster], starts[cluster + 1] - starts[cluster]);
                Direction(points, rows, scratch.Part, scratch.Sum, state.Centroids[cluster]);
            },
            cancellation
        );
    }

    private static void Direction(
        RowView points,
        ReadOnlySpan<int> rows,
        float[] part,
        double[] sum,
        Span<float> result
    )
    {
        // Sums in float over few rows only; a large cluster would lose digits.
        const int Run = 64;
        if (rows.Length == 0)
        {
            return;
        }
        Array.Clear(sum);
        while (rows.Length > 0)
        {
            var run = rows[..Math.Min(Run, rows.Length)];
            Array.Clear(part);
            foreach (var row in run)
            {
                TensorPrimitives.Add(part, points[row], part);
            }
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += part[i];
            }
            rows = rows[run.Length..];
        }
        var norm = TensorPrimitives.Norm<double>(sum);
        // Rows that cancel out have no direction: the centroid stays.
        if (norm > 1e-12)
        {
            for (var i = 0; i < sum.Length; i++)
            {
                result[i] = (float)(sum[i] / norm);
            }
        }
    }

    private static (int[] Order, int[] Starts) RowsByCluster(int[] labels, int clusterCount)
    {
        var starts = new int[clusterCount + 1];
        foreach (var label in labels)
        {
            starts[label + 1]++;
        }
        for (var cluster = 0; cluster < clusterCount; cluster++)
        {
            starts[cluster + 1] += starts[cluster];
        }
        var (order, next) = (new int[labels.Length], starts.AsSpan(0, clusterCount).ToArray());
        for (var row = 0; row < labels.Length; row++)
        {
            order[next[labels[row]]++] = row;
        }
        return (order, starts);
    }

    /// <summary>Leaves out clusters that the last assignment left empty: no row is nearest to them.</summary>
    private static KMeansResult Result(State state, int iterations)
    {
        var counts = new int[state.Centroids.RowCount];
        foreach (var label in state.Labels)
        {
            counts[label]++;
        }
        int[] used = [.. Enumerable.Range(0, counts.Length).Where(cluster => counts[cluster] > 0)];
        var renamed = new int[counts.Length];
        for (var i = 0; i < used.Length; i++)
        {
            renamed[used[i]] = i;
        }
        return new KMeansResult
        {
            Labels = Array.ConvertAll(state.Labels, label => renamed[label]),
            Centroids = used.Length == counts.Length ? state.Centroids : state.Centroids.Gather(used),
            Similarities = state.Similarities,
            Sizes = Array.ConvertAll(used, cluster => counts[cluster]),
            Objectives = state.Objectives,
            Iterations = iterations,
        };
    }

    private sealed class State(int rowCount, Matrix centroids)
    {
        private readonly int[] _previous = Enumerable.Repeat(-1, rowCount).ToArray();

        public Matrix Centroids { get; } = centroids;

        public int[] Labels { get; } = new int[rowCount];

        public float[] Similarities { get; } = new float[rowCount];

        public List<double> Objectives { get; } = [];

        /// <summary>Whether any label changed since the last call.</summary>
        public bool CompareLabels()
        {
            var changed = !Labels.AsSpan().SequenceEqual(_previous);
            Labels.CopyTo(_previous, 0);
            return changed;
        }
    }
}

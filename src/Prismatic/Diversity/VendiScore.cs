using System.Numerics.Tensors;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Diversity;

/// <summary>
/// Vendi score (Friedman and Dieng 2023; orders: Pasarkar and Dieng 2024): how many distinct rows a set is worth, the
/// exponential of the entropy of the eigenvalues of K / n with cosine kernel K. On gradients it is the G-Vendi score.
/// </summary>
public static class VendiScore
{
    // Up to this much work the products are made in double: a few tenths of a second.
    private const double DoubleWork = 4096.0 * 1024 * 1024;

    /// <summary>Scores all rows of a matrix.</summary>
    public static VendiResult Of(
        Matrix rows,
        SessionSettings? settings = null,
        CancellationToken cancellation = default
    ) => Of(new RowView(rows), settings, cancellation);

    /// <summary>Scores rows by the smaller of the two Gram matrices: d × d, or n × n when there are fewer rows.</summary>
    /// <param name="rows">n × d, unit rows, n at least 1.</param>
    /// <param name="settings">Device and threads; the number of threads never changes the result.</param>
    /// <param name="cancellation">Checked once a block of rows.</param>
    /// <exception cref="PrismaticException">No rows, or a row that is not finite or not of unit length.</exception>
    /// <remarks>O(n d m + m³) with m the smaller of n and d.</remarks>
    public static VendiResult Of(
        RowView rows,
        SessionSettings? settings = null,
        CancellationToken cancellation = default
    )
    {
        settings ??= new SessionSettings();
        using var gram = GramOf(rows, settings, cancellation);
        var eigen = new SymmetricEigen(gram.Normalised(), gram.Dimension, settings.Threads, cancellation);
        return OfEigenvalues(eigen.Values, rows.RowCount, rows.ColumnCount);
    }

    /// <summary>Scores rows of unequal weight, such as their lengths: K_ij sqrt(p_i p_j) in place of K / n.</summary>
    /// <param name="rows">n × d, unit rows, n at least 1.</param>
    /// <param name="weights">
    /// One for each row, not negative, not all 0; only their shares p count. A weight of 2 is a row that is there twice.
    /// </param>
    /// <param name="settings">Device and threads; the number of threads never changes the result.</param>
    /// <param name="cancellation">Checked once a block of rows.</param>
    /// <exception cref="ArgumentException">Not one weight a row, one that is negative or not finite, or nothing but 0.</exception>
    /// <exception cref="PrismaticException">No rows, or a row that is not finite or not of unit length.</exception>
    /// <remarks>The probability-weighted score of Friedman and Dieng 2023, section 3. Copies the rows once.</remarks>
    public static VendiResult Of(
        RowView rows,
        IReadOnlyList<double> weights,
        SessionSettings? settings = null,
        CancellationToken cancellation = default
    )
    {
        settings ??= new SessionSettings();
        RequireRows(rows.RowCount);
        rows.RequireUnitRows("features", settings.Threads);
        using var gram = GramOfAny(new RowView(Scaled(rows, weights)), settings, cancellation);
        var eigen = new SymmetricEigen(gram.Normalised(), gram.Dimension, settings.Threads, cancellation);
        return OfEigenvalues(eigen.Values, rows.RowCount, rows.ColumnCount);
    }

    /// <summary>Scores what a sum holds, without the rows.</summary>
    /// <exception cref="PrismaticException">The sum is empty.</exception>
    public static VendiResult Of(GramAccumulator gram, int threads = 0, CancellationToken cancellation = default)
    {
        RequireRows(gram.Count);
        var eigen = new SymmetricEigen(gram.Normalised(), gram.Dimension, threads, cancellation);
        return OfEigenvalues(eigen.Values, gram.Count, gram.Dimension);
    }

    /// <summary>Scores of eigenvalues that sum to 1; those at or below 0 are rounding and count as 0.</summary>
    public static VendiResult OfEigenvalues(IReadOnlyList<double> eigenvalues, long rowCount, int dimension)
    {
        var (entropy, squares, largest) = (0.0, 0.0, 0.0);
        foreach (var value in eigenvalues)
        {
            if (value > 0)
            {
                entropy -= value * Math.Log(value);
                squares += value * value;
                largest = Math.Max(largest, value);
            }
        }
        return new VendiResult
        {
            RowCount = rowCount,
            Dimension = dimension,
            Order1 = Math.Exp(entropy),
            Order2 = 1 / squares,
            OrderInfinity = 1 / largest,
            Eigenvalues = eigenvalues,
        };
    }

    /// <summary>The Gram matrix of the smaller side: d × d, or with fewer rows than columns n × n.</summary>
    internal static GramAccumulator GramOf(RowView rows, SessionSettings settings, CancellationToken cancellation)
    {
        RequireRows(rows.RowCount);
        rows.RequireUnitRows("features", settings.Threads);
        return GramOfAny(rows, settings, cancellation);
    }

    private static GramAccumulator GramOfAny(RowView rows, SessionSettings settings, CancellationToken cancellation)
    {
        var (n, d) = (rows.RowCount, rows.ColumnCount);
        var inDouble = (double)n * d * Math.Min(n, d) <= DoubleWork;
        var gram = new GramAccumulator(Math.Min(n, d), settings, inDouble);
        if (n >= d)
        {
            gram.Add(rows, cancellation);
            return gram;
        }
        // Columns take the part of rows: X X^T is the sum over columns. Some at a time, since d may be large.
        const int ColumnBlock = 4096;
        for (var first = 0; first < d; first += ColumnBlock)
        {
            var columns = new Matrix(Math.Min(ColumnBlock, d - first), n);
            for (var i = 0; i < n; i++)
            {
                var row = rows[i];
                for (var j = 0; j < columns.RowCount; j++)
                {
                    columns.Values[(j * n) + i] = row[first + j];
                }
            }
            gram.Add(new RowView(columns), cancellation);
        }
        return gram;
    }

    // Rows times the root of their weight: the trace of their Gram matrix is the sum of the weights, which it is divided by.
    private static Matrix Scaled(RowView rows, IReadOnlyList<double> weights)
    {
        if (weights.Count != rows.RowCount)
        {
            throw new ArgumentException($"{weights.Count} weights for {rows.RowCount} rows.", nameof(weights));
        }
        var most = weights.Max();
        if (weights.Any(weight => !(weight >= 0)) || !(most > 0) || !double.IsFinite(most))
        {
            throw new ArgumentException("Weights are finite, not negative and not all 0.", nameof(weights));
        }
        var scaled = new Matrix(rows.RowCount, rows.ColumnCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            TensorPrimitives.Multiply(rows[i], (float)Math.Sqrt(weights[i] / most), scaled[i]);
        }
        return scaled;
    }

    private static void RequireRows(long count)
    {
        if (count == 0)
        {
            throw new PrismaticException("there are no rows to score; check the input and its text column");
        }
    }
}

using System.Numerics.Tensors;
using Prismatic.Numerics;

namespace Prismatic.Features;

/// <summary>How the rows of a view change with a number known of each row: least squares in every column.</summary>
/// <param name="Slope">Change of the row for each unit of the covariate, length d.</param>
/// <param name="CovariateMean">Where the trend adds nothing: a row of this covariate is left as it is.</param>
public sealed record LinearTrend(float[] Slope, double CovariateMean)
{
    /// <summary>Fits the trend.</summary>
    /// <param name="rows">n × d, n at least 1.</param>
    /// <param name="covariate">n numbers; when they are all the same the slope is zero.</param>
    /// <exception cref="ArgumentException">No rows, or not one number a row.</exception>
    public static LinearTrend Fit(Matrix rows, ReadOnlySpan<double> covariate)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.RowCount, nameof(rows));
        RequireCount(rows, covariate);
        var mean = TensorPrimitives.Sum(covariate) / covariate.Length;
        var (products, squares) = (new double[rows.ColumnCount], 0.0);
        var wide = new double[rows.ColumnCount];
        for (var i = 0; i < rows.RowCount; i++)
        {
            // Distances from the mean sum to nothing, so the rows' own mean falls out of the products.
            var distance = covariate[i] - mean;
            TensorPrimitives.ConvertTruncating<float, double>(rows[i], wide);
            TensorPrimitives.MultiplyAdd(wide, distance, products, products);
            squares += distance * distance;
        }
        return new LinearTrend(Array.ConvertAll(products, p => squares > 0 ? (float)(p / squares) : 0), mean);
    }

    internal static void RequireCount(Matrix rows, ReadOnlySpan<double> covariate)
    {
        if (rows.RowCount != covariate.Length)
        {
            throw new ArgumentException($"{covariate.Length} numbers for {rows.RowCount} rows.", nameof(covariate));
        }
    }
}

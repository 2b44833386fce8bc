using System.Numerics.Tensors;

namespace Prismatic.Numerics;

/// <summary>Dense n × d matrix of 32-bit floats, row-major in one array; rows are spans into it.</summary>
public sealed class Matrix
{
    /// <summary>A zero matrix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative size, or more than 2^31 elements.</exception>
    public Matrix(int rowCount, int columnCount)
        : this(rowCount, columnCount, new float[checked(rowCount * columnCount)]) { }

    /// <summary>Wraps <paramref name="values"/> (row-major) without copying.</summary>
    public Matrix(int rowCount, int columnCount, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        ArgumentOutOfRangeException.ThrowIfNegative(columnCount);
        if (values.Length < (long)rowCount * columnCount)
        {
            throw new ArgumentException("Fewer values than rows times columns.", nameof(values));
        }
        RowCount = rowCount;
        ColumnCount = columnCount;
        Values = values;
    }

    /// <summary>n.</summary>
    public int RowCount { get; }

    /// <summary>d.</summary>
    public int ColumnCount { get; }

    /// <summary>The elements, row after row; may be longer than n·d.</summary>
    public float[] Values { get; }

    /// <summary>Row <paramref name="index"/>, length d.</summary>
    public Span<float> this[int index] => Values.AsSpan(checked(index * ColumnCount), ColumnCount);

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/>, one after another.</summary>
    public Span<float> Rows(int start, int count) =>
        Values.AsSpan(checked(start * ColumnCount), checked(count * ColumnCount));

    /// <summary>A copy of the named rows, in that order.</summary>
    public Matrix Gather(IReadOnlyList<int> rows)
    {
        var result = new Matrix(rows.Count, ColumnCount);
        for (var i = 0; i < rows.Count; i++)
        {
            this[rows[i]].CopyTo(result[i]);
        }
        return result;
    }

    /// <summary>Scales <paramref name="row"/> to unit length in place.</summary>
    /// <returns>The length before; 0 (and the row left as it is) when it has no direction.</returns>
    public static float NormaliseRow(Span<float> row)
    {
        // Summed in float by vector lanes, then checked: a row of gradients is far from the limits of float.
        var norm = MathF.Sqrt(TensorPrimitives.SumOfSquares(row));
        if (norm > 0 && float.IsFinite(norm))
        {
            TensorPrimitives.Divide(row, norm, row);
        }
        return norm;
    }
}

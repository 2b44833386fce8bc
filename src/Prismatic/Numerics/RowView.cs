using System.Numerics.Tensors;

namespace Prismatic.Numerics;

/// <summary>
/// Rows of a matrix, all of them or a chosen list, without a copy: subsamples, kept rows and rows without duplicates
/// are lists of indices into the one matrix that is in memory.
/// </summary>
public sealed class RowView
{
    private const float UnitTolerance = 1e-3f;
    private readonly int[]? _rows;

    /// <summary>All rows of <paramref name="matrix"/>, or those that <paramref name="rows"/> names, in that order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A named row does not exist.</exception>
    public RowView(Matrix matrix, int[]? rows = null)
    {
        Matrix = matrix;
        _rows = rows;
        if (rows is not null && Array.Exists(rows, row => (uint)row >= (uint)matrix.RowCount))
        {
            throw new ArgumentOutOfRangeException(nameof(rows), "A row index beyond the matrix.");
        }
    }

    /// <summary>Where the rows live.</summary>
    public Matrix Matrix { get; }

    /// <summary>Whether blocks of rows are parts of the matrix itself.</summary>
    public bool IsWhole => _rows is null;

    /// <summary>n, the rows of the view.</summary>
    public int RowCount => _rows?.Length ?? Matrix.RowCount;

    /// <summary>d.</summary>
    public int ColumnCount => Matrix.ColumnCount;

    /// <summary>Row <paramref name="index"/> of the view, length d.</summary>
    public ReadOnlySpan<float> this[int index] => Matrix[RowIndex(index)];

    /// <summary>The index in the matrix of row <paramref name="index"/> of the view.</summary>
    public int RowIndex(int index) => _rows is null ? index : _rows[index];

    /// <summary>The view without some of its rows: <paramref name="rows"/> are indices into this view.</summary>
    public RowView Select(int[] rows) => new(Matrix, _rows is null ? rows : Array.ConvertAll(rows, row => _rows[row]));

    /// <summary>
    /// Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> one after another: the matrix
    /// itself where its order allows, else copied into <paramref name="scratch"/> (at least count · d long).
    /// </summary>
    public Memory<float> Block(int start, int count, float[] scratch)
    {
        if (_rows is null)
        {
            return Matrix.Values.AsMemory(checked(start * ColumnCount), checked(count * ColumnCount));
        }
        for (var i = 0; i < count; i++)
        {
            this[start + i].CopyTo(scratch.AsSpan(i * ColumnCount));
        }
        return scratch.AsMemory(0, count * ColumnCount);
    }

    /// <summary>Stops at the room's door: every row must be finite and of length 1 ± 1e-3.</summary>
    /// <param name="what">What the rows are, for the message.</param>
    /// <param name="threads">Workers; 0 for one a core.</param>
    /// <exception cref="PrismaticException">A row holds NaN or infinity, or is not of unit length.</exception>
    public void RequireUnitRows(string what, int threads = 0)
    {
        var faulty = int.MaxValue;
        var gate = new Lock();
        RowBlocks.Run(
            RowCount,
            1024,
            threads,
            (start, count) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    // NaN fails the comparison too.
                    if (!(MathF.Abs(TensorPrimitives.SumOfSquares(this[i]) - 1) <= 2 * UnitTolerance))
                    {
                        lock (gate)
                        {
                            faulty = Math.Min(faulty, i);
                        }
                        return;
                    }
                }
            },
            CancellationToken.None
        );
        if (faulty != int.MaxValue)
        {
            var length = TensorPrimitives.Norm(this[faulty]);
            throw new PrismaticException(
                float.IsFinite(length)
                    ? $"row {RowIndex(faulty)} of the {what} has length {length:G4} instead of 1; "
                        + "leave out rows without a direction"
                    : $"row {RowIndex(faulty)} of the {what} is not finite (NaN or infinity); "
                        + "check the model and the row's text"
            );
        }
    }
}

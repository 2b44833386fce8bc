using System.Numerics.Tensors;
using Prismatic.Features;
using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>
/// Answers as unit vectors, and their mean for each cell. Means are all that similarities need: the mean cosine of two groups is the
/// product of their means, so nothing here looks at pairs.
/// </summary>
internal sealed class AnswerVectors
{
    private readonly FeatureSpace _space;
    private readonly int[] _rows;
    private readonly Matrix _means;
    private readonly double[] _weights;

    /// <summary>Sums up every cell.</summary>
    /// <exception cref="PrismaticException">A row of an answer that takes part is not of unit length or not finite.</exception>
    public AnswerVectors(AnswerTable table, FeatureSpace space, int threads, CancellationToken cancellation)
    {
        _space = space;
        _rows = new int[table.Set.Responses.Count];
        Array.Fill(_rows, -1);
        for (var row = 0; row < space.RowIndices.Count; row++)
        {
            if ((ulong)space.RowIndices[row] >= (ulong)_rows.Length)
            {
                throw new ArgumentException("A row of an answer that the set has not.", nameof(space));
            }
            _rows[space.RowIndices[row]] = row;
        }
        int[] used =
        [
            .. table.Cells.SelectMany(cell => cell.Answers).Select(answer => _rows[answer]).Where(row => row >= 0),
        ];
        new RowView(space.Rows, used).RequireUnitRows("answers", threads);
        _means = new Matrix(table.Cells.Count, space.Rows.ColumnCount);
        _weights = new double[table.Cells.Count];
        Intra = new double?[table.Cells.Count];
        RowBlocks.Run(
            table.Cells.Count,
            1,
            threads,
            () => (Sum: new double[Dimension], Row: new double[Dimension]),
            (start, _, scratch) => Add(table, start, scratch.Sum, scratch.Row),
            cancellation
        );
    }

    /// <summary>d.</summary>
    public int Dimension => _space.Rows.ColumnCount;

    /// <summary>For each cell the mean cosine of two different answers, drawn by their weights; null with fewer than two.</summary>
    public double?[] Intra { get; }

    /// <summary>Whether any answer of the cell has a vector.</summary>
    public bool Has(int cell) => _weights[cell] > 0;

    /// <summary>The mean of the cell's vectors, by weight; not of unit length.</summary>
    public ReadOnlySpan<float> Mean(int cell) => _means[cell];

    /// <summary>The row of an answer; -1 where it has none.</summary>
    public int RowOf(int answer) => _rows[answer];

    /// <summary>Answers of a cell that have a vector, as rows.</summary>
    public RowView Rows(IEnumerable<int> answers) =>
        new(_space.Rows, [.. answers.Select(answer => _rows[answer]).Where(row => row >= 0)]);

    private void Add(AnswerTable table, int cell, double[] sum, double[] row)
    {
        Array.Clear(sum);
        var (weight, squares, count) = (0.0, 0.0, 0);
        foreach (var answer in table.Cells[cell].Answers)
        {
            if (_rows[answer] < 0)
            {
                continue;
            }
            TensorPrimitives.ConvertTruncating<float, double>(_space.Rows[_rows[answer]], row);
            var w = table.Set.Responses[answer].Weight;
            // Rows lie on a grid and are only nearly of unit length; equal ones are to have cosine 1.
            TensorPrimitives.MultiplyAdd(row, w / TensorPrimitives.Norm<double>(row), sum, sum);
            weight += w;
            squares += w * w;
            count++;
        }
        _weights[cell] = weight;
        if (count == 0)
        {
            return;
        }
        if (count > 1)
        {
            var pairs = (weight * weight) - squares;
            var cosine = (TensorPrimitives.SumOfSquares<double>(sum) - squares) / pairs;
            Intra[cell] = Math.Clamp(cosine, -1, 1);
        }
        var mean = _means[cell];
        for (var i = 0; i < sum.Length; i++)
        {
            mean[i] = (float)(sum[i] / weight);
        }
    }
}

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
        int[] answers = [.. table.Cells[cell].Answers.Where(answer => _rows[answer] >= 0)];
        var weights = AnswerWeights.Scaled(Array.ConvertAll(answers, a => table.Set.Responses[a].Weight));
        var (weight, pairs, products) = (0.0, 0.0, 0.0);
        for (var i = 0; i < answers.Length; i++)
        {
            TensorPrimitives.ConvertTruncating<float, double>(_space.Rows[_rows[answers[i]]], row);
            // Rows lie on a grid and are only nearly of unit length; equal ones are to have cosine 1.
            TensorPrimitives.Multiply(row, weights[i] / TensorPrimitives.Norm<double>(row), row);
            // With all earlier ones at once: nothing is subtracted, so that small weights lose nothing beside large ones.
            products += TensorPrimitives.Dot<double>(sum, row);
            pairs += weight * weights[i];
            TensorPrimitives.Add(sum, row, sum);
            weight += weights[i];
        }
        _weights[cell] = weight;
        if (answers.Length == 0)
        {
            return;
        }
        if (answers.Length > 1)
        {
            Intra[cell] = Math.Clamp(products / pairs, -1, 1);
        }
        var mean = _means[cell];
        for (var i = 0; i < sum.Length; i++)
        {
            mean[i] = (float)(sum[i] / weight);
        }
    }
}

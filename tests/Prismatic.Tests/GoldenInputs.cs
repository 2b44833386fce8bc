using Prismatic.Numerics;

namespace Prismatic.Tests;

/// <summary>The small inputs that the reference values were made with, by the linear congruential generator of their
/// makers: x ← 6364136223846793005 x + 1442695040888963407 mod 2^64, the top 31 bits of each.</summary>
internal static class GoldenInputs
{
    /// <summary>64 rows of 16 around 6 centres.</summary>
    public static double[][] MatrixRows()
    {
        const int Rows = 64;
        const int Columns = 16;
        const int Groups = 6;
        var state = 77UL;
        double Unit()
        {
            state = unchecked((state * 6364136223846793005UL) + 1442695040888963407UL);
            return ((state >> 33) % (1 << 21) / (double)(1 << 20)) - 1;
        }
        var centres = new double[Groups][];
        for (var group = 0; group < Groups; group++)
        {
            centres[group] = [.. Enumerable.Range(0, Columns).Select(_ => 2 * Unit())];
        }
        return
        [
            .. Enumerable
                .Range(0, Rows)
                .Select(row => centres[row % Groups].Select(centre => centre + (1.25 * Unit())).ToArray()),
        ];
    }

    /// <summary>The same rows, scaled to unit length in double and rounded once.</summary>
    public static Matrix UnitRows()
    {
        var rows = MatrixRows();
        var matrix = new Matrix(rows.Length, rows[0].Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var norm = Math.Sqrt(rows[i].Sum(value => value * value));
            for (var j = 0; j < rows[i].Length; j++)
            {
                matrix[i][j] = (float)(rows[i][j] / norm);
            }
        }
        return matrix;
    }

    /// <summary>Independent isotropic unit rows.</summary>
    public static Matrix RandomUnitRows(int rowCount, int columnCount, ulong seed)
    {
        var random = new Pcg32(seed);
        var matrix = new Matrix(rowCount, columnCount);
        for (var i = 0; i < rowCount; i++)
        {
            foreach (ref var value in matrix[i])
            {
                value = (float)random.NextGaussian();
            }
            Matrix.NormaliseRow(matrix[i]);
        }
        return matrix;
    }
}

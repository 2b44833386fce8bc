using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Prismatic.Data;

/// <summary>Single values of a Parquet file as text: numbers, truth values and decimals too.</summary>
internal static class ParquetTexts
{
    // Field numbers in parquet.thrift: of SchemaElement, and of DecimalType within its logical type.
    private const int ScaleField = 7;
    private const int LogicalField = 10;
    private const int LogicalDecimal = 5;
    private const int LogicalScaleField = 1;

    private static readonly string[] Refused = ["date", "time", "timestamp", "interval", "float16", "UUID", "BSON"];

    /// <summary>The values of these columns, row by row, streaming. The array is reused between rows.</summary>
    /// <exception cref="PrismaticException">A column is no single value, of a kind not read here, or corrupt.</exception>
    public static async IAsyncEnumerable<Cell[]> ReadAsync(
        string path,
        IReadOnlyList<string> columns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var file = await ParquetFile.OpenAsync(path, cancellationToken);
        int[] leaves = [.. columns.Select(column => Leaf(file, column))];
        var cells = new Cell[columns.Count];
        for (var group = 0; group < file.Footer.RowGroups.Count; group++)
        {
            var read = new ParquetColumn[leaves.Length];
            for (var i = 0; i < leaves.Length; i++)
            {
                read[i] = await file.ReadColumnAsync(group, leaves[i], cancellationToken);
            }
            var next = new int[leaves.Length];
            for (var row = 0; row < file.Footer.RowGroups[group].RowCount; row++)
            {
                for (var i = 0; i < leaves.Length; i++)
                {
                    cells[i] = new Cell(read[i].IsDefined(row) ? Text(read[i], next[i]++) : null);
                }
                yield return cells;
            }
        }
    }

    private static int Leaf(ParquetFile file, string column)
    {
        for (var i = 0; i < file.Footer.Leaves.Count; i++)
        {
            var leaf = file.Footer.Leaves[i];
            if (leaf.DottedPath == column && leaf.MaxRepetition == 0 && IsRead(leaf))
            {
                return i;
            }
        }
        throw new PrismaticException(
            $"column '{column}' of '{file.Path}' holds no single text or number; write it as text"
        );
    }

    private static bool IsRead(ParquetNode leaf) =>
        leaf.Physical != ParquetPhysical.Int96
        && !Refused.Contains(leaf.TypeName)
        && (leaf.Physical != ParquetPhysical.FixedLenByteArray || leaf.TypeName == "decimal");

    private static string Text(ParquetColumn column, int at)
    {
        var isDecimal = column.Leaf.TypeName == "decimal";
        return column.Values switch
        {
            bool[] values => values[at] ? "true" : "false",
            int[] values when isDecimal => Scaled(column.Leaf, values[at]),
            long[] values when isDecimal => Scaled(column.Leaf, values[at]),
            int[] values when column.Leaf.TypeName == "uint32" => Invariant((uint)values[at]),
            long[] values when column.Leaf.TypeName == "uint64" => Invariant((ulong)values[at]),
            int[] values => Invariant(values[at]),
            long[] values => Invariant(values[at]),
            float[] values => Invariant(values[at]),
            double[] values => Invariant(values[at]),
            ReadOnlyMemory<byte>[] values when isDecimal => Scaled(
                column.Leaf,
                new BigInteger(values[at].Span, isUnsigned: false, isBigEndian: true)
            ),
            var values => LenientText.Encoding.GetString(((ReadOnlyMemory<byte>[])values)[at].Span),
        };
    }

    private static string Scaled(ParquetNode leaf, BigInteger unscaled)
    {
        var scale = (int)(
            leaf.Element.Struct(LogicalField)?.Struct(LogicalDecimal)?.Integer(LogicalScaleField)
            ?? leaf.Element.Integer(ScaleField)
            ?? 0
        );
        if (scale is < 0 or > 1000)
        {
            throw new PrismaticException($"column '{leaf.DottedPath}' holds decimals of a scale out of range");
        }
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return unscaled.Sign < 0 ? "-" + text : text;
    }

    private static string Invariant<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}

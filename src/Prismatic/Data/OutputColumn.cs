namespace Prismatic.Data;

/// <summary>Gives the vector of a row without copying it.</summary>
public delegate ReadOnlySpan<float> VectorSource(int row);

/// <summary>A column of values in memory, to be written to Parquet; made by the static methods.</summary>
public sealed class OutputColumn
{
    private readonly Action<ParquetChunkWriter, int> _append;

    private OutputColumn(string name, int count, ThriftStruct[] elements, Action<ParquetChunkWriter, int> append) =>
        (Name, Count, Elements, _append) = (name, count, elements, append);

    /// <summary>Name of the column in the file.</summary>
    public string Name { get; }

    /// <summary>Rows.</summary>
    public int Count { get; }

    // Schema elements in file order, the column's own first.
    internal ThriftStruct[] Elements { get; }

    /// <summary>A required column of 32-bit integers.</summary>
    public static OutputColumn Int(string name, IReadOnlyList<int> values) =>
        Required(name, ParquetPhysical.Int32, values, (chunk, value) => chunk.AddValues<int>([value]));

    /// <summary>A column of 32-bit integers with nulls.</summary>
    public static OutputColumn Int(string name, IReadOnlyList<int?> values) =>
        Optional(name, ParquetPhysical.Int32, values, (chunk, value) => chunk.AddValues<int>([value]));

    /// <summary>A required column of 64-bit integers.</summary>
    public static OutputColumn Long(string name, IReadOnlyList<long> values) =>
        Required(name, ParquetPhysical.Int64, values, (chunk, value) => chunk.AddValues<long>([value]));

    /// <summary>A column of 64-bit integers with nulls.</summary>
    public static OutputColumn Long(string name, IReadOnlyList<long?> values) =>
        Optional(name, ParquetPhysical.Int64, values, (chunk, value) => chunk.AddValues<long>([value]));

    /// <summary>A required column of 32-bit floats.</summary>
    public static OutputColumn Float(string name, IReadOnlyList<float> values) =>
        Required(name, ParquetPhysical.Float, values, (chunk, value) => chunk.AddValues<float>([value]));

    /// <summary>A column of 32-bit floats with nulls.</summary>
    public static OutputColumn Float(string name, IReadOnlyList<float?> values) =>
        Optional(name, ParquetPhysical.Float, values, (chunk, value) => chunk.AddValues<float>([value]));

    /// <summary>A required column of 64-bit floats.</summary>
    public static OutputColumn Double(string name, IReadOnlyList<double> values) =>
        Required(name, ParquetPhysical.Double, values, (chunk, value) => chunk.AddValues<double>([value]));

    /// <summary>A column of 64-bit floats with nulls.</summary>
    public static OutputColumn Double(string name, IReadOnlyList<double?> values) =>
        Optional(name, ParquetPhysical.Double, values, (chunk, value) => chunk.AddValues<double>([value]));

    /// <summary>A required column of booleans.</summary>
    public static OutputColumn Bool(string name, IReadOnlyList<bool> values) =>
        Required(name, ParquetPhysical.Boolean, values, (chunk, value) => chunk.AddBoolean(value));

    /// <summary>A column of booleans with nulls.</summary>
    public static OutputColumn Bool(string name, IReadOnlyList<bool?> values) =>
        Optional(name, ParquetPhysical.Boolean, values, (chunk, value) => chunk.AddBoolean(value));

    /// <summary>A column of text with nulls.</summary>
    public static OutputColumn Text(string name, IReadOnlyList<string?> values) =>
        new(
            name,
            values.Count,
            [ParquetElements.Text(name)],
            (chunk, row) =>
            {
                chunk.AddLevels(0, values[row] is null ? 0 : 1);
                if (values[row] is { } value)
                {
                    chunk.AddText(value);
                }
            }
        );

    /// <summary>A required column of lists of floats, one vector a row.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="count">Rows.</param>
    /// <param name="vectors">Called once for every row, in order.</param>
    public static OutputColumn FloatVectors(string name, int count, VectorSource vectors) =>
        new(
            name,
            count,
            ParquetElements.List(
                name,
                ParquetElements.Leaf("element", ParquetPhysical.Float, ParquetRepetition.Required)
            ),
            (chunk, row) =>
            {
                var vector = vectors(row);
                if (vector.Length == 0)
                {
                    chunk.AddLevels(0, 0);
                }
                for (var i = 0; i < vector.Length; i++)
                {
                    chunk.AddLevels(i == 0 ? 0 : 1, 1);
                }
                chunk.AddValues(vector);
            }
        );

    internal OutputColumn Renamed(string name)
    {
        ThriftStruct[] elements = [Elements[0].Clone().Text(4, name), .. Elements[1..]];
        return new OutputColumn(name, Count, elements, _append);
    }

    internal void Append(ParquetChunkWriter chunk, int row) => _append(chunk, row);

    private static OutputColumn Required<T>(
        string name,
        ParquetPhysical physical,
        IReadOnlyList<T> values,
        Action<ParquetChunkWriter, T> add
    ) =>
        new(
            name,
            values.Count,
            [ParquetElements.Leaf(name, physical, ParquetRepetition.Required)],
            (chunk, row) =>
            {
                chunk.AddLevels(0, 0);
                add(chunk, values[row]);
            }
        );

    private static OutputColumn Optional<T>(
        string name,
        ParquetPhysical physical,
        IReadOnlyList<T?> values,
        Action<ParquetChunkWriter, T> add
    )
        where T : struct =>
        new(
            name,
            values.Count,
            [ParquetElements.Leaf(name, physical, ParquetRepetition.Optional)],
            (chunk, row) =>
            {
                chunk.AddLevels(0, values[row].HasValue ? 1 : 0);
                if (values[row] is { } value)
                {
                    add(chunk, value);
                }
            }
        );
}

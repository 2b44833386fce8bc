using System.Buffers.Binary;

namespace Prismatic.Data;

/// <summary>Where one column of one row group lies in a Parquet file.</summary>
/// <param name="Codec">Compression, by the format's number.</param>
/// <param name="ValueCount">Values with nulls: rows, or list items where the column repeats.</param>
/// <param name="Start">Offset of the first page header.</param>
internal sealed record ParquetChunk(int Codec, long ValueCount, long Start);

/// <summary>One row group: its rows, and a chunk for every leaf in schema order.</summary>
internal sealed record ParquetRowGroup(long RowCount, IReadOnlyList<ParquetChunk> Chunks);

/// <summary>The metadata at the end of a Parquet file, read and checked by ourselves.</summary>
/// <param name="Raw">All of it, for a writer that must lose nothing.</param>
/// <param name="Root">The schema.</param>
/// <param name="Leaves">Its columns, in order.</param>
/// <param name="RowGroups">Where the data lies.</param>
/// <param name="DataEnd">Offset of the first byte behind the data.</param>
internal sealed record ParquetFooter(
    ThriftStruct Raw,
    ParquetNode Root,
    IReadOnlyList<ParquetNode> Leaves,
    IReadOnlyList<ParquetRowGroup> RowGroups,
    long DataEnd
)
{
    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    private const int MaxFooterBytes = 256 << 20;

    // A page of nulls is tiny, so a claim can not be checked against bytes alone; beyond this it must be earned.
    private const long ValuesWithoutProof = 1L << 24;
    private const long ValuesPerByte = 1L << 12;

    public long RowCount => RowGroups.Sum(group => group.RowCount);

    /// <summary>Reads the footer.</summary>
    /// <exception cref="InvalidDataException">Not Parquet, truncated, encrypted, or inconsistent.</exception>
    public static async Task<ParquetFooter> ReadAsync(FileStream file, CancellationToken cancellationToken)
    {
        var tail = new byte[8];
        if (file.Length < 12)
        {
            throw new InvalidDataException("it is too short to be a Parquet file");
        }
        var head = new byte[4];
        await ReadAtAsync(file, 0, head, cancellationToken);
        await ReadAtAsync(file, file.Length - 8, tail, cancellationToken);
        if (head.AsSpan().SequenceEqual("PARE"u8) || tail.AsSpan(4).SequenceEqual("PARE"u8))
        {
            throw new InvalidDataException("it is encrypted, which is not supported: decrypt it first");
        }
        if (!head.AsSpan().SequenceEqual(Magic))
        {
            throw new InvalidDataException("it does not start as a Parquet file does");
        }
        if (!tail.AsSpan(4).SequenceEqual(Magic))
        {
            throw new InvalidDataException(
                "it does not end as a Parquet file does: it is cut off or still being written"
            );
        }
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        var dataEnd = file.Length - 8 - length;
        if (dataEnd < 4 || length > MaxFooterBytes)
        {
            throw new InvalidDataException("its metadata is longer than the file");
        }
        var bytes = new byte[length];
        await ReadAtAsync(file, dataEnd, bytes, cancellationToken);
        return Parse(bytes, dataEnd);
    }

    private static ParquetFooter Parse(byte[] bytes, long dataEnd)
    {
        var raw = new ThriftReader(bytes).ReadStruct();
        if (raw.Has(8))
        {
            throw new InvalidDataException("it is encrypted, which is not supported: decrypt it first");
        }
        var root = ParquetNode.Build(raw.List<ThriftStruct>(2));
        ParquetNode[] leaves = [.. root.Leaves];
        var groups = raw.List<ThriftStruct>(4).Select(group => RowGroup(group, leaves, dataEnd)).ToArray();
        var rows = raw.Integer(3) ?? 0;
        // Some writers leave the total out.
        return rows == 0 || groups.Sum(group => group.RowCount) == rows
            ? new ParquetFooter(raw, root, leaves, groups, dataEnd)
            : throw new InvalidDataException("its row groups do not add up to its number of rows");
    }

    private static ParquetRowGroup RowGroup(ThriftStruct group, ParquetNode[] leaves, long dataEnd)
    {
        var rows = group.Integer(3) ?? -1;
        var columns = group.List<ThriftStruct>(1);
        if (rows is < 0 or > int.MaxValue || columns.Count != leaves.Length)
        {
            throw new InvalidDataException("a row group does not fit the schema");
        }
        return new ParquetRowGroup(rows, [.. columns.Select((column, i) => Chunk(column, leaves[i], rows, dataEnd))]);
    }

    private static ParquetChunk Chunk(ThriftStruct column, ParquetNode leaf, long rows, long dataEnd)
    {
        if (column.Has(8) || column.Has(9))
        {
            throw new InvalidDataException($"its column '{leaf.DottedPath}' is encrypted, which is not supported");
        }
        var meta = column.Struct(3);
        if (meta is null || column.Has(1))
        {
            throw new InvalidDataException($"its column '{leaf.DottedPath}' lies in another file");
        }
        var path = meta.List<byte[]>(3).Select(System.Text.Encoding.UTF8.GetString);
        var values = meta.Integer(5) ?? -1;
        // Writers disagree on offsets of absent pages; the first page is the lowest one given.
        var start = new[] { meta.Integer(9), meta.Integer(11) }.Where(offset => offset is > 0).Min() ?? -1;
        var bytes = Math.Min(meta.Integer(7) ?? 0, dataEnd);
        var earned = Math.Max(ValuesWithoutProof, bytes * ValuesPerByte);
        if (
            !path.SequenceEqual(leaf.Path)
            || meta.Integer(1) != (long?)leaf.Physical
            || (leaf.MaxRepetition == 0 ? values != rows : values < rows)
            || values > Math.Min(earned, Array.MaxLength / 4)
            || (values > 0 && (start < 4 || start >= dataEnd))
        )
        {
            throw new InvalidDataException($"its column '{leaf.DottedPath}' does not fit the schema or the file");
        }
        return new ParquetChunk((int)(meta.Integer(4) ?? 0), values, start);
    }

    public static async Task ReadAtAsync(
        FileStream file,
        long offset,
        Memory<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        file.Position = offset;
        await file.ReadExactlyAsync(buffer, cancellationToken);
    }
}

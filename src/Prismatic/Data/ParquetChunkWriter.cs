using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Prismatic.Data;

/// <summary>
/// Gathers the values of one leaf until a row group is written: pages of about 1 MB, plain encoding, GZIP or none, with
/// checksums. Plain values of a physical type are the bytes every reader knows, whatever the annotation above them.
/// </summary>
internal sealed class ParquetChunkWriter(ParquetNode leaf, bool compress = true)
{
    private const int PageBytes = 1 << 20;
    private const int NoCodec = 0;
    private const int GzipCodec = 2;
    private const int PlainEncoding = 0;
    private const int RleEncoding = 3;

    private readonly ArrayBufferWriter<byte> _plain = new();
    private readonly ArrayBufferWriter<byte> _pages = new();
    private readonly List<int> _definitions = [];
    private readonly List<int> _repetitions = [];
    private readonly List<bool> _booleans = [];
    private int _entries;
    private long _chunkEntries;
    private long _uncompressed;

    public ParquetNode Leaf => leaf;

    /// <summary>Bytes held in memory.</summary>
    public long BufferedBytes => _plain.WrittenCount + _pages.WrittenCount + _entries * 2L * sizeof(int);

    /// <summary>Appends one null, or one place in an empty list, or the levels before one value.</summary>
    public void AddLevels(int repetition, int definition)
    {
        _entries++;
        if (leaf.MaxRepetition > 0)
        {
            _repetitions.Add(repetition);
        }
        if (leaf.MaxDefinition > 0)
        {
            _definitions.Add(definition);
        }
    }

    public void AddBoolean(bool value) => _booleans.Add(value);

    /// <summary>Appends values laid out as the format does: little endian, one after the other.</summary>
    public void AddValues<T>(ReadOnlySpan<T> values)
        where T : unmanaged => _plain.Write(MemoryMarshal.AsBytes(values));

    /// <summary>Appends a value of a type with a fixed length.</summary>
    public void AddFixedBytes(ReadOnlySpan<byte> value) => _plain.Write(value);

    public void AddBytes(ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_plain.GetSpan(sizeof(int)), value.Length);
        _plain.Advance(sizeof(int));
        _plain.Write(value);
    }

    public void AddText(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        BinaryPrimitives.WriteInt32LittleEndian(_plain.GetSpan(sizeof(int)), length);
        _plain.Advance(sizeof(int));
        _plain.Advance(Encoding.UTF8.GetBytes(value, _plain.GetSpan(length)));
    }

    /// <summary>Copies entries of a column that was read, with their values. Whole rows only.</summary>
    public void Copy(ParquetColumn column, Range entries, Range values)
    {
        var (entry, count) = entries.GetOffsetAndLength(column.Count);
        var (value, valueCount) = values.GetOffsetAndLength(column.ValueCount);
        _entries += count;
        if (column.Repetitions is not null)
        {
            _repetitions.AddRange(column.Repetitions.AsSpan(entry, count));
        }
        if (column.Definitions is not null)
        {
            _definitions.AddRange(column.Definitions.AsSpan(entry, count));
        }
        switch (column.Values)
        {
            case bool[] booleans:
                _booleans.AddRange(booleans.AsSpan(value, valueCount));
                break;
            case int[] numbers:
                AddValues<int>(numbers.AsSpan(value, valueCount));
                break;
            case long[] numbers:
                AddValues<long>(numbers.AsSpan(value, valueCount));
                break;
            case float[] numbers:
                AddValues<float>(numbers.AsSpan(value, valueCount));
                break;
            case double[] numbers:
                AddValues<double>(numbers.AsSpan(value, valueCount));
                break;
            default:
                CopyBytes(((ReadOnlyMemory<byte>[])column.Values).AsSpan(value, valueCount));
                break;
        }
    }

    /// <summary>To be called between rows: closes the page where it is full.</summary>
    public void EndRows()
    {
        if (_plain.WrittenCount + (_entries + _booleans.Count) / 4 >= PageBytes)
        {
            ClosePage();
        }
    }

    /// <summary>Writes the chunk at the place where the stream stands, and is empty again.</summary>
    /// <returns>The chunk as the footer describes it.</returns>
    public async Task<ThriftStruct> FlushAsync(Stream output, CancellationToken cancellationToken)
    {
        ClosePage();
        var start = output.Position;
        await output.WriteAsync(_pages.WrittenMemory, cancellationToken);
        var meta = new ThriftStruct()
            .I32(1, (int)leaf.Physical!.Value)
            .With(2, ThriftType.List, new ThriftList(ThriftType.I32, [(long)PlainEncoding, (long)RleEncoding]))
            .With(3, ThriftType.List, new ThriftList(ThriftType.Binary, [.. leaf.Path.Select(Encoding.UTF8.GetBytes)]))
            .I32(4, compress ? GzipCodec : NoCodec)
            .I64(5, _chunkEntries)
            .I64(6, _uncompressed)
            .I64(7, _pages.WrittenCount)
            .I64(9, start);
        _pages.Clear();
        (_chunkEntries, _uncompressed) = (0, 0);
        return new ThriftStruct().I64(2, start).Struct(3, meta);
    }

    private void CopyBytes(ReadOnlySpan<ReadOnlyMemory<byte>> values)
    {
        var fixedLength = leaf.Physical switch
        {
            ParquetPhysical.Int96 => 12,
            ParquetPhysical.FixedLenByteArray => leaf.TypeLength,
            _ => -1,
        };
        foreach (var value in values)
        {
            if (fixedLength < 0)
            {
                AddBytes(value.Span);
            }
            else if (value.Length == fixedLength)
            {
                _plain.Write(value.Span);
            }
            else
            {
                throw new PrismaticException(
                    $"column '{leaf.DottedPath}' holds values of another length than its type"
                );
            }
        }
    }

    private void ClosePage()
    {
        if (_entries == 0)
        {
            return;
        }
        var page = new ArrayBufferWriter<byte>(_plain.WrittenCount + _entries + 64);
        if (leaf.MaxRepetition > 0)
        {
            ParquetLevels.Write(CollectionsMarshal.AsSpan(_repetitions), leaf.MaxRepetition, page);
        }
        if (leaf.MaxDefinition > 0)
        {
            ParquetLevels.Write(CollectionsMarshal.AsSpan(_definitions), leaf.MaxDefinition, page);
        }
        page.Write(_plain.WrittenSpan);
        PackBooleans(page);
        var compressed = compress ? Compress(page.WrittenSpan) : page.WrittenSpan.ToArray();
        var header = ThriftWriter.ToBytes(
            new ThriftStruct()
                .I32(1, 0)
                .I32(2, page.WrittenCount)
                .I32(3, compressed.Length)
                .I32(4, (int)Crc32.Append(0, compressed))
                .Struct(
                    5,
                    new ThriftStruct().I32(1, _entries).I32(2, PlainEncoding).I32(3, RleEncoding).I32(4, RleEncoding)
                )
        );
        _pages.Write(header);
        _pages.Write(compressed);
        _uncompressed += header.Length + page.WrittenCount;
        _chunkEntries += _entries;
        _entries = 0;
        _plain.Clear();
        _booleans.Clear();
        _definitions.Clear();
        _repetitions.Clear();
    }

    private void PackBooleans(ArrayBufferWriter<byte> page)
    {
        for (var start = 0; start < _booleans.Count; start += 8)
        {
            var packed = 0;
            for (var bit = 0; bit < Math.Min(8, _booleans.Count - start); bit++)
            {
                packed |= _booleans[start + bit] ? 1 << bit : 0;
            }
            page.GetSpan(1)[0] = (byte)packed;
            page.Advance(1);
        }
    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        return compressed.ToArray();
    }
}

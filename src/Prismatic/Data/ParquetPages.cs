using System.Buffers;

namespace Prismatic.Data;

/// <summary>
/// Walks the page headers of a column chunk before anything is decoded, so that sizes which do not fit the file stop
/// here instead of becoming allocations or endless loops; checks the checksum of every page that has one.
/// </summary>
internal static class ParquetPages
{
    private const int MaxPageBytes = 512 << 20;
    private const int MaxHeaderBytes = 16 << 20;

    /// <summary>Checks all pages of the chunk.</summary>
    /// <returns>Offset of the first byte behind the chunk.</returns>
    /// <exception cref="InvalidDataException">The pages do not make the chunk the footer describes.</exception>
    public static async Task<long> CheckAsync(
        FileStream file,
        ParquetChunk chunk,
        ParquetNode leaf,
        long dataEnd,
        CancellationToken cancellationToken
    )
    {
        var (position, values) = (chunk.Start, 0L);
        while (values < chunk.ValueCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (header, headerBytes) = await ReadHeaderAsync(file, position, dataEnd, cancellationToken);
            var compressed = header.Integer(3) ?? -1;
            position += headerBytes;
            if (
                compressed < 0
                || compressed > dataEnd - position
                || header.Integer(2) is not (>= 0 and <= MaxPageBytes)
            )
            {
                throw new InvalidDataException("a page is larger than the file or than this program reads");
            }
            if (header.Integer(4) is { } crc)
            {
                await CheckSumAsync(file, position, (int)compressed, (uint)crc, cancellationToken);
            }
            values += Values(header, leaf, chunk);
            position += compressed;
        }
        return values == chunk.ValueCount
            ? position
            : throw new InvalidDataException("its pages hold more values than announced");
    }

    private static long Values(ThriftStruct header, ParquetNode leaf, ParquetChunk chunk)
    {
        var (page, isDictionary) = header.Integer(1) switch
        {
            0 => (header.Struct(5), false),
            2 => (header.Struct(7), true),
            3 => (header.Struct(8), false),
            _ => throw new InvalidDataException("a page is of an unknown kind"),
        };
        if (page?.Integer(1) is not { } count || count < 0 || count > Math.Max(chunk.ValueCount, MaxPageBytes))
        {
            throw new InvalidDataException("a page gives no sensible number of values");
        }
        if (header.Integer(1) == 3 && (leaf.MaxRepetition > 0 || page.Integer(6) > 0))
        {
            throw new NotSupportedException(
                "it keeps repetition levels in version 2 data pages, which the Parquet reader cannot decode; "
                    + "rewrite the file with version 1 data pages"
            );
        }
        var minBytes = leaf.Physical switch
        {
            ParquetPhysical.FixedLenByteArray => leaf.TypeLength,
            ParquetPhysical.Int64 or ParquetPhysical.Double => 8,
            ParquetPhysical.Boolean => 0,
            _ => 4,
        };
        if (isDictionary && count * minBytes > header.Integer(2))
        {
            throw new InvalidDataException("a dictionary announces more values than its bytes can hold");
        }
        return isDictionary ? 0 : count;
    }

    private static async Task<(ThriftStruct Header, int Bytes)> ReadHeaderAsync(
        FileStream file,
        long position,
        long dataEnd,
        CancellationToken cancellationToken
    )
    {
        // Statistics inside a header can be as long as the longest text of the page.
        for (var size = 1 << 12; ; size <<= 4)
        {
            var take = (int)Math.Min(size, dataEnd - position);
            var bytes = new byte[take];
            await ParquetFooter.ReadAtAsync(file, position, bytes, cancellationToken);
            try
            {
                return Parse(bytes);
            }
            catch (InvalidDataException) when (take == size && size < MaxHeaderBytes)
            {
                // Perhaps only cut off: look again with more bytes.
            }
        }
    }

    private static (ThriftStruct Header, int Bytes) Parse(byte[] bytes)
    {
        var reader = new ThriftReader(bytes);
        var header = reader.ReadStruct();
        return (header, reader.Position);
    }

    private static async Task CheckSumAsync(
        FileStream file,
        long position,
        int length,
        uint expected,
        CancellationToken cancellationToken
    )
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            uint crc = 0;
            for (var done = 0; done < length; )
            {
                var part = buffer.AsMemory(0, Math.Min(buffer.Length, length - done));
                await ParquetFooter.ReadAtAsync(file, position + done, part, cancellationToken);
                crc = Crc32.Append(crc, part.Span);
                done += part.Length;
            }
            if (crc != expected)
            {
                throw new InvalidDataException("a page does not match its checksum");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

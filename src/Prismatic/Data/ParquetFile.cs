using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace Prismatic.Data;

/// <summary>
/// A Parquet file open for reading, column by column of a row group. Parquet.Net decodes the pages; it is shown a
/// schema reduced to physical types and levels, so every value arrives as the bytes in the file say, and every nesting
/// that levels can express is read, whatever annotations the file carries.
/// </summary>
internal sealed class ParquetFile : IAsyncDisposable
{
    private const int LzoCodec = 3;
    private const int HadoopLz4Codec = 5;

    private static readonly byte[] Untouched = [0];

    private readonly FileStream _file;
    private readonly SplicedStream _stream;
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;

    private ParquetFile(string path, FileStream file, SplicedStream stream, ParquetReader reader, ParquetFooter footer)
    {
        (Path, _file, _stream, _reader, Footer) = (path, file, stream, reader, footer);
        _fields = reader.Schema.GetDataFields();
    }

    public ParquetFooter Footer { get; }

    /// <summary>As the user named it.</summary>
    public string Path { get; }

    /// <summary>Opens the file and checks its metadata.</summary>
    /// <exception cref="PrismaticException">The file cannot be read.</exception>
    public static Task<ParquetFile> OpenAsync(string path, CancellationToken cancellationToken) =>
        ParquetFaults.GuardAsync(path, null, () => OpenCoreAsync(path, cancellationToken));

    /// <summary>Reads one column of one row group. Memory: the column, decoded.</summary>
    /// <exception cref="PrismaticException">The column is corrupt, or of a kind that cannot be decoded.</exception>
    public Task<ParquetColumn> ReadColumnAsync(int group, int leaf, CancellationToken cancellationToken) =>
        ParquetFaults.GuardAsync(
            Path,
            Footer.Leaves[leaf].DottedPath,
            () => ReadColumnCoreAsync(group, leaf, cancellationToken),
            Footer.RowGroups[group].Chunks[leaf].Codec switch
            {
                LzoCodec => " (it is compressed with LZO: write it with another compression)",
                HadoopLz4Codec => " (it is compressed with LZ4 in Hadoop's old way: write it with LZ4_RAW or another)",
                _ => "",
            }
        );

    /// <summary>Checks the page headers of one column without decoding it.</summary>
    /// <exception cref="PrismaticException">The column is corrupt, or of a kind that cannot be decoded.</exception>
    public Task CheckColumnAsync(int group, int leaf, CancellationToken cancellationToken) =>
        ParquetFaults.GuardAsync(
            Path,
            Footer.Leaves[leaf].DottedPath,
            () =>
                ParquetPages.CheckAsync(
                    _file,
                    Footer.RowGroups[group].Chunks[leaf],
                    Footer.Leaves[leaf],
                    Footer.DataEnd,
                    cancellationToken
                )
        );

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _stream.DisposeAsync();
        await _file.DisposeAsync();
    }

    private static async Task<ParquetFile> OpenCoreAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            var footer = await ParquetFooter.ReadAsync(file, cancellationToken);
            if (footer.Leaves.Count == 0)
            {
                throw new InvalidDataException("it has no columns");
            }
            var stream = new SplicedStream(file, footer.DataEnd, PhysicalFooter.Build(footer));
            var options = new ParquetOptions { TreatBigIntegersAsDates = false };
            var reader = await ParquetReader.CreateAsync(stream, options, cancellationToken: cancellationToken);
            return new ParquetFile(path, file, stream, reader, footer);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<ParquetColumn> ReadColumnCoreAsync(int group, int leafIndex, CancellationToken cancellationToken)
    {
        var (leaf, chunk) = (Footer.Leaves[leafIndex], Footer.RowGroups[group].Chunks[leafIndex]);
        var end = await ParquetPages.CheckAsync(_file, chunk, leaf, Footer.DataEnd, cancellationToken);
        _stream.SetWindow(chunk.Start, end);
        return leaf.Physical switch
        {
            ParquetPhysical.Boolean => await ReadTwiceAsync(group, leafIndex, false, true, cancellationToken),
            ParquetPhysical.Int32 => await ReadTwiceAsync(group, leafIndex, 0x5A17_C3E1, -77_777, cancellationToken),
            ParquetPhysical.Int64 => await ReadTwiceAsync(
                group,
                leafIndex,
                0x5A17_C3E1_0BAD_2F4BL,
                -7L,
                cancellationToken
            ),
            ParquetPhysical.Float => await ReadTwiceAsync(group, leafIndex, 7.7e31f, -7.7e-31f, cancellationToken),
            ParquetPhysical.Double => await ReadTwiceAsync(group, leafIndex, 7.7e301, -7.7e-301, cancellationToken),
            _ => await ReadBytesAsync(group, leafIndex, cancellationToken),
        };
    }

    private async Task<ParquetColumn> ReadBytesAsync(int group, int leaf, CancellationToken cancellationToken)
    {
        var column = await ReadAsync<ReadOnlyMemory<byte>>(group, leaf, Untouched, cancellationToken);
        var values = ((ReadOnlyMemory<byte>[])column.Values).AsSpan(0, column.ValueCount);
        foreach (var value in values)
        {
            if (MemoryMarshal.TryGetArray(value, out var part) && ReferenceEquals(part.Array, Untouched))
            {
                throw new InvalidDataException("it holds fewer values than announced");
            }
        }
        return column;
    }

    // The decoder does not say how many values it found. Places it left untouched keep what was there before: where
    // the column seems to hold such a value, a second reading over another one tells chance from truncation.
    private async Task<ParquetColumn> ReadTwiceAsync<T>(
        int group,
        int leaf,
        T first,
        T second,
        CancellationToken cancellationToken
    )
        where T : unmanaged, IEquatable<T>
    {
        var column = await ReadAsync(group, leaf, first, cancellationToken);
        var values = ((T[])column.Values).AsSpan(0, column.ValueCount);
        if (values.Contains(first))
        {
            var again = await ReadAsync(group, leaf, second, cancellationToken);
            if (!MemoryMarshal.AsBytes(Span(again)).SequenceEqual(MemoryMarshal.AsBytes(Span(column))))
            {
                throw new InvalidDataException("it holds fewer values than announced");
            }
        }
        return column;

        static ReadOnlySpan<T> Span(ParquetColumn column) => ((T[])column.Values).AsSpan(0, column.ValueCount);
    }

    private async Task<ParquetColumn> ReadAsync<T>(
        int group,
        int leafIndex,
        T prefill,
        CancellationToken cancellationToken
    )
        where T : struct
    {
        var leaf = Footer.Leaves[leafIndex];
        var count = (int)Footer.RowGroups[group].Chunks[leafIndex].ValueCount;
        var values = new T[count];
        var definitions = leaf.MaxDefinition > 0 ? new int[count] : null;
        var repetitions = leaf.MaxRepetition > 0 ? new int[count] : null;
        Array.Fill(values, prefill);
        definitions?.AsSpan().Fill(-1);
        repetitions?.AsSpan().Fill(-1);
        if (count > 0)
        {
            await _reader
                .RowGroups[group]
                .ReadRawAsync<T>(
                    _fields[leafIndex],
                    values,
                    definitions is null ? (Memory<int>?)null : definitions,
                    repetitions is null ? (Memory<int>?)null : repetitions,
                    cancellationToken
                );
        }
        var defined = CheckLevels(leaf, definitions, repetitions, count, Footer.RowGroups[group].RowCount);
        return new ParquetColumn(leaf, count, values, defined, definitions, repetitions);
    }

    private static int CheckLevels(ParquetNode leaf, int[]? definitions, int[]? repetitions, int count, long rows)
    {
        var defined = definitions is null ? count : definitions.AsSpan().Count(leaf.MaxDefinition);
        if (definitions is not null && definitions.AsSpan().ContainsAnyExceptInRange(0, leaf.MaxDefinition))
        {
            throw new InvalidDataException("its definition levels are out of range");
        }
        if (
            repetitions is not null
            && (
                repetitions.AsSpan().ContainsAnyExceptInRange(0, leaf.MaxRepetition)
                || (count > 0 && repetitions[0] != 0)
                || repetitions.AsSpan().Count(0) != rows
            )
        )
        {
            throw new InvalidDataException("its repetition levels do not fit the number of rows");
        }
        return defined;
    }
}

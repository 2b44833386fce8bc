using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Prismatic.Data;

namespace Prismatic.Store;

/// <summary>A finished file of a store: Parquet, named by the SHA-256 of its content.</summary>
internal sealed class VectorFile : IDisposable
{
    public const string Extension = ".parquet";
    private const int MostHeaderBytes = 256;
    private readonly FileStream _stream;
    private readonly int _dimension;
    private readonly long[][] _places;
    private readonly (int Group, int Row)[] _rows;

    private VectorFile(FileStream stream, int dimension, long[][] places, (int, int)[] rows, UInt128[] keys)
    {
        (_stream, _dimension, _places, _rows, Keys) = (stream, dimension, places, rows, keys);
    }

    /// <summary>The keys of its vectors, in their order.</summary>
    public IReadOnlyList<UInt128> Keys { get; }

    /// <summary>Opens a file after all of it was hashed. Memory: 24 bytes a vector.</summary>
    /// <exception cref="InvalidDataException">Its content is not what its name says, or no such file of vectors.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<VectorFile> OpenAsync(string path, int dimension, CancellationToken cancellation)
    {
        // Others may delete the file meanwhile: what was opened stays readable.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        try
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
            if (hash != name)
            {
                throw new InvalidDataException("its content is not what its name says: it was damaged or cut off");
            }
            return Index(stream, await ParquetFooter.ReadAsync(stream, cancellation), dimension);
        }
        catch (Exception fault) when (fault is not IOException && ParquetFaults.IsFault(fault))
        {
            await stream.DisposeAsync();
            throw fault as InvalidDataException
                ?? new InvalidDataException("it does not hold vectors of this store", fault);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads a vector.</summary>
    /// <exception cref="InvalidDataException">Its numbers make no sense.</exception>
    public StoredVector Read(int index)
    {
        var (group, row) = _rows[index];
        var places = _places[group];
        var facts = new int[5];
        for (var i = 0; i < facts.Length; i++)
        {
            ReadAt(places[i + 1] + (row * sizeof(int)), MemoryMarshal.AsBytes(facts.AsSpan(i, 1)));
        }
        var grid = new short[_dimension];
        ReadAt(places[6] + ((long)row * _dimension * sizeof(short)), MemoryMarshal.AsBytes(grid.AsSpan()));
        return new StoredVector(
            Keys[index],
            facts[0],
            facts[1],
            facts[2] == 1,
            BitConverter.Int32BitsToSingle(facts[3]),
            BitConverter.Int32BitsToSingle(facts[4]),
            grid
        ).Checked();
    }

    /// <summary>All vectors, in order.</summary>
    public IEnumerable<StoredVector> ReadAll() => Enumerable.Range(0, Keys.Count).Select(Read);

    public void Dispose() => _stream.Dispose();

    private static VectorFile Index(FileStream stream, ParquetFooter footer, int dimension)
    {
        int[] widths = [StoredVector.KeyBytes, .. Enumerable.Repeat(sizeof(int), 5), dimension * sizeof(short)];
        if (
            !footer.Leaves.Select(leaf => leaf.DottedPath).SequenceEqual(VectorFileWriter.Columns)
            || footer.Leaves[^1].TypeLength != dimension * sizeof(short)
            || footer.Leaves.Any(leaf => leaf.MaxDefinition + leaf.MaxRepetition > 0)
            || footer.RowCount > stream.Length / widths.Sum()
        )
        {
            throw new InvalidDataException("it does not hold vectors of this store");
        }
        var handle = stream.SafeFileHandle;
        var places = new long[footer.RowGroups.Count][];
        var rows = new List<(int, int)>();
        var keys = new List<UInt128>();
        for (var group = 0; group < places.Length; group++)
        {
            var count = (int)footer.RowGroups[group].RowCount;
            places[group] =
            [
                .. footer
                    .RowGroups[group]
                    .Chunks.Select((c, i) => Values(handle, c, (long)count * widths[i], footer.DataEnd)),
            ];
            var bytes = new byte[count * StoredVector.KeyBytes];
            ReadAt(handle, places[group][0], bytes);
            for (var row = 0; row < count; row++)
            {
                rows.Add((group, row));
                keys.Add(BinaryPrimitives.ReadUInt128LittleEndian(bytes.AsSpan(row * StoredVector.KeyBytes)));
            }
        }
        return new VectorFile(stream, dimension, places, [.. rows], [.. keys]);
    }

    // Where the values of a column's only page begin.
    private static long Values(SafeFileHandle file, ParquetChunk chunk, long bytes, long end)
    {
        var head = new byte[Math.Min(MostHeaderBytes, end - chunk.Start)];
        ReadAt(file, chunk.Start, head);
        var reader = new ThriftReader(head);
        var page = reader.ReadStruct();
        var start = chunk.Start + reader.Position;
        return chunk.Codec == 0 && page.Integer(1) == 0 && page.Integer(3) == bytes && start + bytes <= end
            ? start
            : throw new InvalidDataException("its pages are not those that stores write");
    }

    private void ReadAt(long offset, Span<byte> bytes) => ReadAt(_stream.SafeFileHandle, offset, bytes);

    private static void ReadAt(SafeFileHandle file, long offset, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(file, bytes, offset);
            if (read == 0)
            {
                throw new InvalidDataException("it ends too early");
            }
            bytes = bytes[read..];
            offset += read;
        }
    }
}

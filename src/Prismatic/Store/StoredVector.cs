using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Prismatic.Numerics;

namespace Prismatic.Store;

/// <summary>What is kept of a row: its vector and what its making told about it, never its text.</summary>
/// <param name="Key">Hash of the row's text; see <see cref="Data.RowKey"/>.</param>
/// <param name="Tokens">Token ids fed.</param>
/// <param name="Targets">Token ids the loss was taken over; 0 where there is no loss.</param>
/// <param name="IsTruncated">Whether the row was longer than the limit.</param>
/// <param name="Loss">Nats a token.</param>
/// <param name="Norm">Length before it was scaled to 1.</param>
/// <param name="Grid">d numbers in units of 1/32768; see <see cref="UnitGrid"/>.</param>
public sealed record StoredVector(
    UInt128 Key,
    int Tokens,
    int Targets,
    bool IsTruncated,
    float Loss,
    float Norm,
    short[] Grid
)
{
    internal const int KeyBytes = 16;
    private const int FactBytes = KeyBytes + (5 * sizeof(int));

    /// <summary>Bytes of a vector as a record.</summary>
    internal static int RecordBytes(int dimension) => FactBytes + (dimension * sizeof(short));

    /// <summary>Writes the record; all numbers little endian.</summary>
    internal void Write(Span<byte> record)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(record, Key);
        BinaryPrimitives.WriteInt32LittleEndian(record[16..], Tokens);
        BinaryPrimitives.WriteInt32LittleEndian(record[20..], Targets);
        BinaryPrimitives.WriteInt32LittleEndian(record[24..], IsTruncated ? 1 : 0);
        BinaryPrimitives.WriteSingleLittleEndian(record[28..], Loss);
        BinaryPrimitives.WriteSingleLittleEndian(record[32..], Norm);
        GridBytes(Grid).CopyTo(record[FactBytes..]);
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">Its numbers make no sense.</exception>
    internal static StoredVector Read(ReadOnlySpan<byte> record)
    {
        var grid = new short[(record.Length - FactBytes) / sizeof(short)];
        record[FactBytes..].CopyTo(MemoryMarshal.AsBytes(grid.AsSpan()));
        return new StoredVector(
            BinaryPrimitives.ReadUInt128LittleEndian(record),
            BinaryPrimitives.ReadInt32LittleEndian(record[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(record[20..]),
            BinaryPrimitives.ReadInt32LittleEndian(record[24..]) == 1,
            BinaryPrimitives.ReadSingleLittleEndian(record[28..]),
            BinaryPrimitives.ReadSingleLittleEndian(record[32..]),
            grid
        ).Checked();
    }

    /// <summary>The vector's numbers as they lie in files. Every machine this runs on is little endian.</summary>
    internal static ReadOnlySpan<byte> GridBytes(short[] grid) => MemoryMarshal.AsBytes(grid.AsSpan());

    /// <summary>This, if its numbers make sense: a file is a stranger's until then.</summary>
    /// <exception cref="InvalidDataException">They do not.</exception>
    internal StoredVector Checked() =>
        Tokens >= 0
        && Targets >= 0
        && Targets <= Tokens
        && float.IsFinite(Loss)
        && float.IsFinite(Norm)
        && Norm > 0
        && Math.Abs(UnitGrid.Length(Grid) - 1) < 2e-3
            ? this
            : throw new InvalidDataException("a vector is not of unit length, or its numbers make no sense");
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Prismatic.Store;

/// <summary>
/// The vectors of one chunk in a file that still grows: a head, records of one length, and a SHA-256 of both. A frame that
/// was cut off, or that another store wrote, is told by it.
/// </summary>
internal static class VectorFrame
{
    /// <summary>Most vectors of a frame.</summary>
    public const int MostRows = 1 << 12;

    /// <summary>Bytes before the first record.</summary>
    public const int HeadBytes = 56;

    private const int HashBytes = SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "PRSMVEC1"u8;

    /// <summary>The frame's bytes.</summary>
    public static byte[] ToBytes(ReadOnlySpan<byte> manifestHash, int dimension, IReadOnlyList<StoredVector> vectors)
    {
        var length = StoredVector.RecordBytes(dimension);
        var frame = new byte[HeadBytes + (vectors.Count * length) + HashBytes];
        Magic.CopyTo(frame);
        manifestHash.CopyTo(frame.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(40), dimension);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(44), vectors.Count);
        for (var i = 0; i < vectors.Count; i++)
        {
            vectors[i].Write(frame.AsSpan(HeadBytes + (i * length), length));
        }
        SHA256.HashData(frame.AsSpan(..^HashBytes), frame.AsSpan(^HashBytes..));
        return frame;
    }

    /// <summary>The whole frames at the start of a stream, as far as they are sound.</summary>
    public static IEnumerable<IReadOnlyList<StoredVector>> ReadAll(Stream stream, byte[] manifestHash, int dimension)
    {
        while (Read(stream, manifestHash, dimension) is { } vectors)
        {
            yield return vectors;
        }
    }

    private static StoredVector[]? Read(Stream stream, byte[] manifestHash, int dimension)
    {
        var head = new byte[HeadBytes];
        if (stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes)
        {
            return null;
        }
        var rows = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(44));
        var length = StoredVector.RecordBytes(dimension);
        if (
            !head.AsSpan(0, 8).SequenceEqual(Magic)
            || !head.AsSpan(8, 32).SequenceEqual(manifestHash)
            || BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(40)) != dimension
            || rows is < 1 or > MostRows
            || ((long)rows * length) + HashBytes > stream.Length - stream.Position
        )
        {
            return null;
        }
        var rest = new byte[(rows * length) + HashBytes];
        stream.ReadExactly(rest);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(rest.AsSpan(..^HashBytes));
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(rest.AsSpan(^HashBytes..)))
        {
            return null;
        }
        try
        {
            var vectors = new StoredVector[rows];
            for (var i = 0; i < rows; i++)
            {
                vectors[i] = StoredVector.Read(rest.AsSpan(i * length, length));
            }
            return vectors;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

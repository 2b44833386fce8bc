using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Prismatic.Data;

/// <summary>A row's text as a number: rows with one key hold the same prompt and the same response.</summary>
public static class RowKey
{
    /// <summary>128 bits of SHA-256 over the length of the prompt, prompt and response as UTF-8.</summary>
    /// <param name="row">A row with text.</param>
    /// <param name="length">Bytes of prompt and response.</param>
    /// <remarks>
    /// Two different rows share 128 bits with a chance below 1e-14 among a million million rows, and nobody can make two
    /// that do for less than 2^64 hashes; a checksum that is merely quick could be met on purpose.
    /// </remarks>
    public static UInt128 Of(TextRow row, out int length)
    {
        var most = Encoding.UTF8.GetMaxByteCount(row.Prompt.Length + row.Response.Length + 1) + sizeof(int);
        var buffer = ArrayPool<byte>.Shared.Rent(most);
        // The prompt's length stands first, so that no text can move from one field to the other unseen.
        var used = sizeof(int) + Encoding.UTF8.GetBytes(row.Prompt, buffer.AsSpan(sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(buffer, used);
        used += Encoding.UTF8.GetBytes(row.Response, buffer.AsSpan(used));
        length = used - sizeof(int);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, used), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Prismatic.Tool.Hub;

/// <summary>The checksums the hub knows files by.</summary>
internal static class BlobHash
{
    /// <summary>Whether a file on disk is what the hub announced.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="file">What was announced.</param>
    /// <param name="read">Told how many bytes were looked at.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<bool> MatchesAsync(
        string path,
        HubFile file,
        Action<long> read,
        CancellationToken cancellation
    )
    {
        await using var stream = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            1,
            useAsync: true
        );
        if (stream.Length != file.Size)
        {
            return false;
        }
        // Git names a blob by the SHA-1 of a header and the content; large-file storage by the SHA-256 of the content alone.
        var isGit = file.Hash.Length == 40;
        using var hash = IncrementalHash.CreateHash(isGit ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        if (isGit)
        {
            hash.AppendData(
                Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {file.Size}\0"))
            );
        }
        var buffer = new byte[1 << 20];
        for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0; )
        {
            hash.AppendData(buffer, 0, count);
            read(count);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == file.Hash;
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Prismatic.Gradients;

/// <summary>What is known of a file in a cache of graphs.</summary>
/// <param name="Path">Whole path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="LastUse">When it was last written or read as a graph, in universal time.</param>
public readonly record struct CachedGraph(string Path, long Bytes, DateTime LastUse);

/// <summary>Compiled gradient graphs in a folder, each under the hash of all that it was made from.</summary>
/// <remarks>
/// A file that is damaged, has another name than it was written under, or is too large counts as absent. A folder that cannot
/// be read or written is an empty one: whoever asks builds the graph anew. Files are written beside their place and renamed,
/// so any number of processes may share the folder.
/// </remarks>
public sealed class GraphCache(string folder)
{
    /// <summary>Files beyond this are neither written nor read.</summary>
    public const int LargestFile = 256 << 20;

    private const string Extension = ".graph";
    private static readonly byte[] _magic = "PRISMGR1"u8.ToArray();
    private static readonly int _header = _magic.Length + SHA256.HashSizeInBytes;

    /// <summary>Bytes that all files together may have; the longest unused go first.</summary>
    public long Limit { get; init; } = 1L << 30;

    /// <summary>Where the files are.</summary>
    public string Folder => folder;

    /// <summary>All files, the last used first; those that writers left unfinished too.</summary>
    public IReadOnlyList<CachedGraph> List()
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder)
                    .EnumerateFiles("*" + Extension + "*")
                    .Select(file => new CachedGraph(file.FullName, file.Length, file.LastWriteTimeUtc))
                    .OrderByDescending(file => file.LastUse)
                    .ThenBy(file => file.Path, StringComparer.Ordinal),
            ];
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return [];
        }
    }

    /// <summary>Whether a file is whole and stands under the name that it was written under.</summary>
    public static bool IsValid(CachedGraph file) =>
        Path.GetExtension(file.Path) == Extension
        && Content(file.Path, Path.GetFileNameWithoutExtension(file.Path)) is not null;

    /// <summary>Removes what is not valid, then the longest unused until the rest has at most <paramref name="limit"/> bytes.</summary>
    /// <returns>The files removed.</returns>
    public IReadOnlyList<CachedGraph> Prune(long limit)
    {
        var files = List();
        var removed = files.Where(file => !IsValid(file) && Remove(file.Path)).ToList();
        removed.AddRange(Shrink([.. files.Except(removed)], limit));
        return removed;
    }

    /// <summary>The graph under a key; null where there is none, or none that can be trusted to be whole.</summary>
    internal byte[]? Read(string key)
    {
        var content = Content(PathOf(key), key);
        if (content is not null)
        {
            MarkUsed(PathOf(key));
        }
        return content;
    }

    /// <summary>Puts a graph under a key. Where that cannot be done nothing happens.</summary>
    internal void Write(string key, ReadOnlySpan<byte> content)
    {
        if (content.Length > LargestFile - _header || Stage(key) is not { } beside)
        {
            return;
        }
        try
        {
            using (var file = File.Create(beside))
            {
                file.Write(_magic);
                file.Write(Hash(key, content));
                file.Write(content);
            }
            File.Move(beside, PathOf(key), overwrite: true);
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            Remove(beside);
        }
        Shrink(List(), Limit);
    }

    /// <summary>An empty file of a name of its own beside the place of a key; null where none can be made.</summary>
    internal string? Stage(string key)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                // What stands here is run: nobody else needs to write it.
                Directory.CreateDirectory(
                    folder,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
            }
            var beside = $"{PathOf(key)}.{Guid.NewGuid():N}.part";
            File.Create(beside).Dispose();
            return beside;
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return null;
        }
    }

    /// <summary>Takes a graph away, one that the runtime refuses for instance.</summary>
    internal void Forget(string key) => Remove(PathOf(key));

    /// <summary>Deletes a file; never throws for reasons of the file system.</summary>
    internal static bool Remove(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return false;
        }
    }

    private static List<CachedGraph> Shrink(IReadOnlyList<CachedGraph> files, long limit)
    {
        var removed = new List<CachedGraph>();
        var left = limit;
        foreach (var file in files)
        {
            left -= file.Bytes;
            if (left < 0 && Remove(file.Path))
            {
                removed.Add(file);
            }
        }
        return removed;
    }

    private static byte[]? Content(string path, string key)
    {
        try
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            if (file.Length < _header || file.Length > LargestFile)
            {
                return null;
            }
            var header = new byte[_header];
            file.ReadExactly(header);
            var content = new byte[(int)file.Length - _header];
            file.ReadExactly(content);
            return header.AsSpan().StartsWith(_magic) && header.AsSpan(_magic.Length).SequenceEqual(Hash(key, content))
                ? content
                : null;
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return null;
        }
    }

    // The system keeps the time of the last write, and not reliably that of the last read: the first byte is written again.
    private static void MarkUsed(string path)
    {
        try
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Write,
                FileShare.ReadWrite | FileShare.Delete
            );
            file.WriteByte(_magic[0]);
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            // A cache that may only be read works all the same.
        }
    }

    private static byte[] Hash(string key, ReadOnlySpan<byte> content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(key));
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }

    private static bool IsOfFiles(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private string PathOf(string key) => Path.Combine(folder, key + Extension);
}

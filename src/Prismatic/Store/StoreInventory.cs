using Prismatic.Data;

namespace Prismatic.Store;

/// <summary>What a folder of stores holds, whether it is sound, and how it is made smaller.</summary>
public static class StoreInventory
{
    /// <summary>All stores below a folder, the one used last first. A folder that is none of ours is not listed.</summary>
    public static async Task<IReadOnlyList<StoreEntry>> ListAsync(string root, CancellationToken cancellation = default)
    {
        var entries = new List<StoreEntry>();
        foreach (var folder in Directory.Exists(root) ? Directory.GetDirectories(root) : [])
        {
            cancellation.ThrowIfCancellationRequested();
            if (File.Exists(Path.Combine(folder, StoreManifest.FileName)))
            {
                entries.Add(await EntryAsync(folder, cancellation));
            }
        }
        return [.. entries.OrderByDescending(e => e.LastUsedUtc).ThenBy(e => e.Folder, StringComparer.Ordinal)];
    }

    /// <summary>Reads all of a store: hashes of files, sums of frames, every vector.</summary>
    /// <returns>What is wrong, one line a file; empty when all is sound.</returns>
    /// <remarks>A part whose run still works may end in half a frame; it is looked at as far as it is sound.</remarks>
    public static async Task<IReadOnlyList<StoreFlaw>> VerifyAsync(
        StoreEntry entry,
        CancellationToken cancellation = default
    )
    {
        if (entry.Manifest is not { } manifest)
        {
            return [new StoreFlaw(entry.ManifestPath, "the manifest is damaged, or of another version")];
        }
        var flaws = new List<StoreFlaw>();
        foreach (var path in Named(entry.Folder, VectorFile.Extension))
        {
            try
            {
                using var file = await VectorFile.OpenAsync(path, manifest.Dimension, cancellation);
                foreach (var _ in file.ReadAll())
                {
                    cancellation.ThrowIfCancellationRequested();
                }
            }
            catch (FileNotFoundException)
            {
                // Pruned meanwhile.
            }
            catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                flaws.Add(new StoreFlaw(path, StoreFolder.Describe(fault)));
            }
        }
        return flaws;
    }

    /// <summary>Deletes what a flaw names: a damaged file, or a store whose manifest is damaged.</summary>
    /// <exception cref="IOException">It is in use or cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Deleting there is not allowed.</exception>
    public static void Remove(StoreFlaw flaw)
    {
        if (Path.GetFileName(flaw.Path) == StoreManifest.FileName)
        {
            Remove(Path.GetDirectoryName(flaw.Path)!);
        }
        else
        {
            File.Delete(flaw.Path);
        }
    }

    /// <summary>Deletes a store; false, and nothing done, while a run is adding to it.</summary>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Deleting there is not allowed.</exception>
    public static bool Remove(string folder)
    {
        if (Named(folder, VectorPart.Extension).Any(part => !StoreFolder.IsAbandoned(part)))
        {
            return false;
        }
        // Only what stores write: a folder that holds more than that keeps it, and stays.
        string[] extensions = [VectorFile.Extension, VectorPart.Extension, .. StoreFolder.Leftovers];
        foreach (var path in extensions.SelectMany(extension => Named(folder, extension)))
        {
            File.Delete(path);
        }
        File.Delete(Path.Combine(folder, StoreManifest.FileName));
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
        return true;
    }

    private static async Task<StoreEntry> EntryAsync(string folder, CancellationToken cancellation)
    {
        var files = Named(folder, VectorFile.Extension);
        var parts = Named(folder, VectorPart.Extension);
        var vectors = 0L;
        foreach (var path in files)
        {
            vectors += await CountAsync(path, cancellation);
        }
        var manifest = Path.Combine(folder, StoreManifest.FileName);
        return new StoreEntry
        {
            Folder = folder,
            Manifest = StoreManifest.Read(manifest),
            Vectors = vectors,
            Files = files.Count,
            Parts = parts.Count,
            Bytes = files.Concat(parts).Append(manifest).Sum(LengthOf),
            LastUsedUtc = File.GetLastWriteTimeUtc(manifest),
        };
    }

    private static async Task<long> CountAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var stream = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete
            );
            return (await ParquetFooter.ReadAsync(stream, cancellation)).RowCount;
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static IReadOnlyList<string> Named(string folder, string extension) =>
        [.. Directory.GetFiles(folder, "*" + extension).Order(StringComparer.Ordinal)];

    private static long LengthOf(string path) =>
        new FileInfo(path) is { Exists: true, Length: var length } ? length : 0;
}

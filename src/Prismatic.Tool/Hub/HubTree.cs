using System.Text.Json;

namespace Prismatic.Tool.Hub;

/// <summary>Reads one page of the hub's list of files.</summary>
internal static class HubTree
{
    private const long MaxSize = 1L << 44;

    /// <summary>The files of a page; null when it is not such a page.</summary>
    /// <exception cref="PrismaticException">A file's name would lead out of the cache.</exception>
    public static List<HubFile>? Read(JsonElement page, HubReference reference)
    {
        if (page.ValueKind != JsonValueKind.Array)
        {
            return null;
        }
        var files = new List<HubFile>();
        foreach (var entry in page.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || Text(entry, "path") is not { } path)
            {
                return null;
            }
            if (HubPath.Escapes(path))
            {
                throw new PrismaticException(
                    $"{reference}: the hub lists a file whose name leads out of its folder; nothing was taken from it"
                );
            }
            // Names that not every system can have are of no use to us: no part of a model or of converted data has one.
            if (Text(entry, "type") == "file" && HubPath.IsSafe(path))
            {
                files.Add(File(entry, path) ?? throw Incomplete(reference, path));
            }
        }
        return files;
    }

    private static HubFile? File(JsonElement entry, string path)
    {
        var isLarge = entry.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object;
        var hash = Text(isLarge ? lfs : entry, "oid");
        var size = Size(isLarge ? lfs : entry) ?? Size(entry);
        return
            size is >= 0 and <= MaxSize
            && hash is not null
            && HubFile.IsHash(hash)
            && hash.Length == (isLarge ? 64 : 40)
            ? new HubFile(path, size.Value, hash)
            : null;
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Size(JsonElement entry) =>
        entry.TryGetProperty("size", out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var size)
            ? size
            : null;

    private static PrismaticException Incomplete(HubReference reference, string path) =>
        new(
            $"{reference}: the hub does not tell size and checksum of {path}; it cannot be checked, so it is not taken"
        );
}

using System.Globalization;
using Google.Protobuf;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Weights that live in files beside the model.</summary>
/// <remarks>
/// Small ones are read into the graph. Large ones stay where they are: the runtime maps the files itself, so weights are
/// never copied into another file, all sessions share their pages, and a model may be larger than the 2 GB that one message holds.
/// </remarks>
internal static class ExternalData
{
    // Written into the model's metadata, so that a graph that is copied or extended still knows where its weights lie.
    private const string FolderKey = "prismatic.weights";
    private const long LargestInlined = 1 << 16;

    /// <summary>Whether the values stand in another file.</summary>
    public static bool IsExternal(TensorProto tensor) => tensor.DataLocation == TensorProto.Types.DataLocation.External;

    /// <summary>The folder that the external tensors' locations are relative to, or null where there are none.</summary>
    public static string? FolderOf(ModelProto model) =>
        model.MetadataProps.FirstOrDefault(p => p.Key == FolderKey)?.Value;

    /// <summary>Checks every external tensor of a model read from <paramref name="folder"/>; reads the small ones.</summary>
    /// <exception cref="PrismaticException">A place outside the folder or the file, or not as many bytes as the shape asks for.</exception>
    public static void Attach(ModelProto model, string folder)
    {
        foreach (var stale in model.MetadataProps.Where(p => p.Key == FolderKey).ToList())
        {
            model.MetadataProps.Remove(stale);
        }
        var large = new List<(TensorProto Tensor, Place Place)>();
        foreach (var tensor in model.Graph.Initializer.Where(IsExternal))
        {
            var place = Find(folder, tensor);
            if (place.Length <= LargestInlined)
            {
                tensor.RawData = Read(place, tensor.Name);
                tensor.ClearDataLocation();
                tensor.ExternalData.Clear();
            }
            else
            {
                large.Add((tensor, place));
            }
        }
        if (large.Count == 0)
        {
            return;
        }
        var root = CommonFolder(large.Select(l => l.Place.Path));
        model.MetadataProps.Add(new StringStringEntryProto { Key = FolderKey, Value = root });
        foreach (var (tensor, place) in large)
        {
            tensor.ExternalData.Clear();
            Put(tensor, "location", Path.GetRelativePath(root, place.Path).Replace('\\', '/'));
            Put(tensor, "offset", place.Offset.ToString(CultureInfo.InvariantCulture));
            Put(tensor, "length", place.Length.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The files that hold large weights, whole paths, in ordinal order.</summary>
    public static IReadOnlyList<string> Files(ModelProto model) =>
        FolderOf(model) is { } folder ? FilesBeside(model, folder) : [];

    /// <summary>The files that a model just parsed from <paramref name="folder"/> names, whole paths, in ordinal order.</summary>
    /// <exception cref="PrismaticException">As <see cref="Attach"/>.</exception>
    public static IReadOnlyList<string> FilesBeside(ModelProto model, string folder) =>
        [
            .. model
                .Graph.Initializer.Where(IsExternal)
                .Select(tensor => Find(folder, tensor).Path)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Some rows (along the first axis) of an external tensor as a tensor of its own, at the same place of the file.</summary>
    public static TensorProto Rows(TensorProto tensor, long first, long count)
    {
        var rows = new TensorProto
        {
            DataType = tensor.DataType,
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        rows.Dims.Add([count, .. tensor.Dims.Skip(1)]);
        var entries = tensor.ExternalData.ToDictionary(e => e.Key, e => e.Value);
        var bytes = Number(entries, "length", 0) / tensor.Dims[0];
        Put(rows, "location", entries["location"]);
        Put(rows, "offset", (Number(entries, "offset", 0) + (first * bytes)).ToString(CultureInfo.InvariantCulture));
        Put(rows, "length", (count * bytes).ToString(CultureInfo.InvariantCulture));
        return rows;
    }

    /// <summary>Which row of <paramref name="whole"/> is the first of <paramref name="part"/>; null where that is none of its rows.</summary>
    public static long? FirstRow(TensorProto whole, TensorProto part)
    {
        if (whole.Dims.Count == 0 || part.Dims.Count == 0 || part.Dims[0] < 1 || part.Dims[0] > whole.Dims[0])
        {
            return null;
        }
        var bytes = Number(whole, "length") / whole.Dims[0];
        var ahead = Number(part, "offset") - Number(whole, "offset");
        if (bytes < 1 || ahead < 0 || ahead / bytes > whole.Dims[0] - part.Dims[0])
        {
            return null;
        }
        var rows = Rows(whole, ahead / bytes, part.Dims[0]);
        rows.Name = part.Name;
        return rows.Equals(part) ? ahead / bytes : null;
    }

    /// <summary>The bytes of an external tensor, at most 2 GB.</summary>
    public static ByteString Read(ModelProto model, TensorProto tensor) =>
        Read(Find(FolderOf(model) ?? "", tensor), tensor.Name);

    private readonly record struct Place(string Path, long Offset, long Length);

    private static Place Find(string folder, TensorProto tensor)
    {
        // Of a key that is given twice the last counts.
        var entries = tensor.ExternalData.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last().Value);
        var path = Resolve(folder, entries.GetValueOrDefault("location") ?? "", tensor.Name);
        try
        {
            var size = new FileInfo(path).Length;
            var offset = Number(entries, "offset", 0);
            var length = Number(entries, "length", size - offset);
            if (offset < 0 || length < 0 || offset > size || length > size - offset)
            {
                throw new EndOfStreamException("The place lies outside the file.");
            }
            if (TensorData.ByteCount(tensor) is { } bytes && bytes != length)
            {
                throw new PrismaticException(
                    $"the weight '{tensor.Name}' has not as many values as its shape says; is the file complete?"
                );
            }
            return new Place(path, offset, length);
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or OverflowException or FormatException)
        {
            throw Unreadable(path, tensor.Name, fault);
        }
    }

    // A model from a stranger must not read files outside its own folder. Caches of model hubs keep the files themselves in
    // a folder 'blobs' and links in the model's folder; the runtime follows no link, so the file is named as it lies.
    private static string Resolve(string folder, string location, string tensor)
    {
        if (location.Length > 0 && !location.Contains('\0', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(Path.Combine(folder, location));
            if (IsInside(folder, path))
            {
                var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null;
                if (
                    target is null
                    || IsInside(folder, target)
                    || Path.GetFileName(Path.GetDirectoryName(target)) == "blobs"
                )
                {
                    return target ?? path;
                }
            }
        }
        throw new PrismaticException($"the weight '{tensor}' lies outside the model's folder; the model is refused");
    }

    private static bool IsInside(string folder, string path)
    {
        var inside = Path.GetRelativePath(folder, path);
        return !Path.IsPathRooted(inside)
            && inside is not ("." or "..")
            && !inside.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static ByteString Read(Place place, string tensor)
    {
        try
        {
            using var file = File.OpenRead(place.Path);
            file.Seek(place.Offset, SeekOrigin.Begin);
            // One tensor beyond the largest array (2 GB) overflows, and is told like a damaged file.
            var bytes = new byte[checked((int)place.Length)];
            file.ReadExactly(bytes);
            return UnsafeByteOperations.UnsafeWrap(bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or OverflowException)
        {
            throw Unreadable(place.Path, tensor, fault);
        }
    }

    private static string CommonFolder(IEnumerable<string> paths)
    {
        var common = "";
        foreach (var path in paths)
        {
            var folder = Path.GetDirectoryName(path)!;
            common = common.Length == 0 ? folder : common;
            while (common != folder && !IsInside(common, folder))
            {
                common = Path.GetDirectoryName(common)!;
            }
        }
        return common;
    }

    private static void Put(TensorProto tensor, string key, string value) =>
        tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });

    private static long Number(TensorProto tensor, string key) =>
        Number(tensor.ExternalData.ToDictionary(e => e.Key, e => e.Value), key, 0);

    private static long Number(Dictionary<string, string> entries, string key, long fallback) =>
        entries.TryGetValue(key, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : fallback;

    private static PrismaticException Unreadable(string path, string tensor, Exception fault) =>
        new(
            $"the weight '{tensor}' cannot be read from {Path.GetFileName(path)}; is the file complete?",
            ExitCode.Input,
            fault
        );
}

using System.Globalization;
using Google.Protobuf;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>Weights that live in files beside the model.</summary>
internal static class ExternalData
{
    /// <summary>Reads every external tensor of <paramref name="graph"/> into the graph itself.</summary>
    public static void Inline(GraphProto graph, string folder)
    {
        foreach (var tensor in graph.Initializer.Where(t => t.DataLocation == TensorProto.Types.DataLocation.External))
        {
            // Of a key that is given twice the last counts.
            var entries = tensor.ExternalData.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last().Value);
            var path = Resolve(folder, entries.GetValueOrDefault("location") ?? "", tensor.Name);
            tensor.RawData = Slice(path, entries, tensor.Name);
            tensor.ClearDataLocation();
            tensor.ExternalData.Clear();
        }
    }

    // A model from a stranger must not read files outside its own folder.
    private static string Resolve(string folder, string location, string tensor)
    {
        if (location.Length > 0 && !location.Contains('\0', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(Path.Combine(folder, location));
            var inside = Path.GetRelativePath(folder, path);
            if (
                !Path.IsPathRooted(inside)
                && inside is not ("." or "..")
                && !inside.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            )
            {
                return path;
            }
        }
        throw new PrismaticException($"the weight '{tensor}' lies outside the model's folder; the model is refused");
    }

    private static ByteString Slice(string path, Dictionary<string, string> entries, string tensor)
    {
        try
        {
            using var file = File.OpenRead(path);
            var offset = Number(entries, "offset", 0);
            var length = Number(entries, "length", file.Length - offset);
            if (offset < 0 || length < 0 || offset > file.Length || length > file.Length - offset)
            {
                throw new EndOfStreamException("The place lies outside the file.");
            }
            file.Seek(offset, SeekOrigin.Begin);
            // One tensor beyond the largest array (2 GB) overflows, and is told like a damaged file.
            var bytes = new byte[checked((int)length)];
            file.ReadExactly(bytes);
            return UnsafeByteOperations.UnsafeWrap(bytes);
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or OverflowException or FormatException)
        {
            throw new PrismaticException(
                $"the weight '{tensor}' cannot be read from {Path.GetFileName(path)}; is the file complete?",
                ExitCode.Input,
                fault
            );
        }
    }

    private static long Number(Dictionary<string, string> entries, string key, long fallback) =>
        entries.TryGetValue(key, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : fallback;
}

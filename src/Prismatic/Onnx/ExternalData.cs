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
            var entries = tensor.ExternalData.ToDictionary(e => e.Key, e => e.Value);
            var path = Resolve(folder, entries.GetValueOrDefault("location") ?? "", tensor.Name);
            tensor.RawData = Slice(path, Number(entries, "offset"), Number(entries, "length"), tensor.Name);
            tensor.DataLocation = TensorProto.Types.DataLocation.Default;
            tensor.ExternalData.Clear();
        }
    }

    // A model from a stranger must not read files outside its own folder.
    private static string Resolve(string folder, string location, string tensor)
    {
        var path = Path.GetFullPath(Path.Combine(folder, location));
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        if (location.Length == 0 || !path.StartsWith(root, StringComparison.Ordinal))
        {
            throw new PrismaticException(
                $"the weight '{tensor}' lies outside the model's folder; the model is refused"
            );
        }
        return path;
    }

    private static ByteString Slice(string path, long offset, long length, string tensor)
    {
        try
        {
            using var file = File.OpenRead(path);
            file.Seek(offset, SeekOrigin.Begin);
            var bytes = new byte[length > 0 ? length : file.Length - offset];
            file.ReadExactly(bytes);
            return UnsafeByteOperations.UnsafeWrap(bytes);
        }
        catch (Exception fault) when (fault is IOException or OverflowException or ArgumentException)
        {
            throw new PrismaticException(
                $"the weight '{tensor}' cannot be read from {Path.GetFileName(path)}; is the file complete?",
                ExitCode.Input,
                fault
            );
        }
    }

    private static long Number(Dictionary<string, string> entries, string key) =>
        entries.TryGetValue(key, out var text) && long.TryParse(text, out var value) ? value : 0;
}

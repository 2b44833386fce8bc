using System.Text;
using System.Text.Json;

namespace Prismatic.Text;

/// <summary>The small files of a model: beside its graph, or one folder up.</summary>
/// <remarks>Keeps the names of what was read, since all of it bears on what the model makes of a text.</remarks>
internal sealed class ModelFiles
{
    // The largest tokenizers that are published have some 35 MB.
    private const long LargestFile = 256L << 20;
    private readonly string[] _folders;
    private readonly Dictionary<string, JsonElement?> _parsed = [];
    private readonly SortedSet<string> _read = new(StringComparer.Ordinal);

    public ModelFiles(string folder)
    {
        var full = Path.GetFullPath(folder);
        _folders = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(full)) is { } up ? [full, up] : [full];
    }

    /// <summary>Where the search starts.</summary>
    public string Folder => _folders[0];

    /// <summary>Paths of all files that were read, in order.</summary>
    public IReadOnlyCollection<string> Read => _read;

    /// <summary>The path of a file; null where it is missing.</summary>
    public string? PathOf(string name) =>
        _folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>The bytes of a file; null where it is missing.</summary>
    /// <exception cref="PrismaticException">It is too large.</exception>
    public byte[]? BytesOf(string name)
    {
        if (PathOf(name) is not { } path)
        {
            return null;
        }
        if (new FileInfo(path).Length > LargestFile)
        {
            throw new PrismaticException($"{path} has more than {LargestFile >> 20} MB; it is no tokenizer file");
        }
        _read.Add(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>A file as text; null where it is missing.</summary>
    public string? TextOf(string name) => BytesOf(name) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>A JSON file, parsed once; null where it is missing.</summary>
    /// <exception cref="PrismaticException">It is not JSON.</exception>
    public JsonElement? Json(string name)
    {
        if (!_parsed.TryGetValue(name, out var found))
        {
            found = BytesOf(name) is { } bytes ? Parse(name, bytes) : null;
            _parsed.Add(name, found);
        }
        return found;
    }

    private static JsonElement Parse(string name, byte[] bytes)
    {
        ReadOnlyMemory<byte> content = bytes;
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            content = content[3..];
        }
        try
        {
            // Not disposed of: its elements are kept, and it holds nothing but memory.
            return JsonDocument.Parse(content).RootElement;
        }
        catch (JsonException fault)
        {
            throw new PrismaticException(
                $"{name} of the model is not JSON ({fault.Message.ReplaceLineEndings(" ")}); fetch it again",
                ExitCode.Input,
                fault
            );
        }
    }
}

using System.Text.Json;
using Prismatic.Data;

namespace Prismatic.Trainer.Experiments;

/// <summary>Reads rows of the shared data folder, whatever their form.</summary>
internal sealed class SourceFiles(string root)
{
    /// <summary>Rows of a file as the tool itself reads them.</summary>
    public IEnumerable<ExperimentRow> Rows(string source, string path, FieldChoice? choice = null) =>
        DatasetReader
            .Open([Path.Combine(root, path)], choice ?? FieldChoice.Detect)
            .ReadAsync(default)
            .ToBlockingEnumerable()
            .Where(static row => row.State == TextState.Present)
            .Select(row => Row(source, row.Prompt, row.Response));

    /// <summary>Files of a folder in the order of their names, as paths below the root.</summary>
    public IEnumerable<string> Files(string folder, string pattern) =>
        Directory
            .EnumerateFiles(Path.Combine(root, folder), pattern, SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(root, path));

    /// <summary>Objects of a JSON list or of JSON Lines.</summary>
    public IEnumerable<JsonElement> Objects(string path)
    {
        var text = File.ReadAllText(Path.Combine(root, path));
        if (text.AsSpan().TrimStart().StartsWith("["))
        {
            using var json = JsonDocument.Parse(text);
            foreach (var element in json.RootElement.EnumerateArray())
            {
                yield return element.Clone();
            }
            yield break;
        }
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return JsonSerializer.Deserialize<JsonElement>(line);
        }
    }

    /// <summary>The root object of a JSON file; bytes that are no UTF-8 are read as Latin-1.</summary>
    public JsonElement Root(string path)
    {
        var bytes = File.ReadAllBytes(Path.Combine(root, path));
        var text = System.Text.Unicode.Utf8.IsValid(bytes)
            ? System.Text.Encoding.UTF8.GetString(bytes)
            : System.Text.Encoding.Latin1.GetString(bytes);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public static ExperimentRow Row(string source, string prompt, string response) =>
        new(source, prompt.Trim(), response.Trim());

    /// <summary>A string property; empty where it is missing or null.</summary>
    public static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}

using System.Text.Json;

namespace Prismatic.Onnx;

/// <summary>Which ONNX file of a model's folder is taken.</summary>
/// <param name="File">Its path.</param>
/// <param name="Choice">Why, where there were several; else null.</param>
public sealed record ModelFolder(string File, string? Choice)
{
    // From the plainest on. Decoders without past inputs go before those that have two graphs in one.
    private static readonly string[] Names =
    [
        "model",
        "decoder_model",
        "decoder_model_merged",
        "decoder_with_past_model",
    ];
    private static readonly string[] Variants = ["", "_fp32", "_fp16", "_bf16", "_int8", "_uint8", "_quantized", "_q8"];
    private static readonly string[] SmallVariants = ["_q4", "_int4", "_bnb4", "_q4f16"];

    /// <summary>Finds the file.</summary>
    /// <param name="path">An .onnx file, or a folder with one, in itself or in its folder "onnx".</param>
    /// <exception cref="PrismaticException">There is none, or it is not clear which.</exception>
    public static ModelFolder Find(string path)
    {
        if (!Directory.Exists(path))
        {
            return System.IO.File.Exists(path)
                ? new ModelFolder(path, null)
                : throw new PrismaticException(
                    $"there is no model at {path}; give an .onnx file or the folder of a model"
                );
        }
        var files = Files(path);
        if (files.Count == 0)
        {
            throw new PrismaticException(
                $"there is no .onnx file in {path} or its folder onnx; give an .onnx file or the folder of a model"
            );
        }
        var chosen = Candidates(path).FirstOrDefault(files.Contains) ?? Only(files, path);
        return new ModelFolder(
            chosen,
            files.Count == 1 ? null : $"{Path.GetRelativePath(path, chosen)}, the plainest of {files.Count} ONNX files"
        );
    }

    private static string Only(SortedSet<string> files, string path) =>
        files.Count == 1
            ? files.Min!
            : throw new PrismaticException(
                $"{path} holds {files.Count} ONNX files and none has a usual name "
                    + $"({string.Join(", ", files.Take(4).Select(Path.GetFileName))}{(files.Count > 4 ? ", …" : "")}); give the .onnx file"
            );

    private static SortedSet<string> Files(string folder)
    {
        var inner = Path.Combine(folder, "onnx");
        return new SortedSet<string>(
            new[] { folder, inner }
                .Where(Directory.Exists)
                .SelectMany(place => Directory.EnumerateFiles(place, "*.onnx")),
            StringComparer.Ordinal
        );
    }

    private static IEnumerable<string> Candidates(string folder)
    {
        yield return Path.Combine(folder, "model.onnx");
        yield return Path.Combine(folder, "onnx", "model.onnx");
        if (Configured(folder) is { } configured)
        {
            yield return configured;
        }
        foreach (var variant in Variants.Concat(SmallVariants))
        {
            foreach (var name in Names)
            {
                yield return Path.Combine(folder, $"{name}{variant}.onnx");
                yield return Path.Combine(folder, "onnx", $"{name}{variant}.onnx");
            }
        }
    }

    // The file that genai_config.json names; a plain name, so that it cannot lead out of the folder.
    private static string? Configured(string folder)
    {
        var path = Path.Combine(folder, "genai_config.json");
        if (!System.IO.File.Exists(path))
        {
            return null;
        }
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            using var json = JsonDocument.Parse(stream);
            var name = json.RootElement.GetProperty("model").GetProperty("decoder").GetProperty("filename").GetString();
            return name is { Length: > 0 } && Path.GetFileName(name) == name ? Path.Combine(folder, name) : null;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The model is then found by its usual names; the tokenizer says what is wrong with the file if it needs it.
            return null;
        }
    }
}

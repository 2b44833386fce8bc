namespace Prismatic.Tool.Hub;

/// <summary>Which files of a model's repository are needed: one ONNX file of the many that are often there, and what belongs to it.</summary>
internal static class OnnxChoice
{
    // The plainest first: whole weights, then half precision, then the quantised ones.
    private static readonly string[] Stems =
    [
        "model",
        "decoder_model",
        "decoder_model_merged",
        "model_fp16",
        "model_q4f16",
        "model_q4",
        "model_int8",
        "model_quantized",
        "model_uint8",
        "model_bnb4",
    ];

    private static readonly string[] Companions =
    [
        "config.json",
        "genai_config.json",
        "generation_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "special_tokens_map.json",
        "added_tokens.json",
        "vocab.json",
        "merges.txt",
        "vocab.txt",
        "tokenizer.model",
        "spiece.model",
        "sentencepiece.bpe.model",
        "chat_template.jinja",
        "chat_template.json",
        "tokenizer.bpe",
        "reference.bin",
        "modules.json",
        "sentence_bert_config.json",
        "1_Pooling/config.json",
    ];

    /// <summary>The ONNX file that is named, or the plainest one.</summary>
    /// <exception cref="PrismaticException">There is none, or several are equally plain.</exception>
    public static HubFile Model(HubReference reference, HubListing listing)
    {
        List<HubFile> models = [.. listing.Files.Where(file => file.Path.EndsWith(".onnx", StringComparison.Ordinal))];
        if (reference.Path.Length > 0)
        {
            return listing.Find(reference.Path)
                ?? throw new PrismaticException($"{reference}: there is no such file; {Available(models)}");
        }
        List<HubFile> best =
        [
            .. models.GroupBy(Rank).OrderBy(group => group.Key).FirstOrDefault() ?? Enumerable.Empty<HubFile>(),
        ];
        return best.Count switch
        {
            1 => best[0],
            0 => throw new PrismaticException(
                $"{reference}: this repository has no ONNX file; look for one that was exported to ONNX"
            ),
            _ => throw new PrismaticException(
                $"{reference}: several ONNX files could be meant; add one to the name. {Available(best)}",
                ExitCode.Usage
            ),
        };
    }

    /// <summary>
    /// Files beside <paramref name="model"/> that hold its weights by the names exporters give them; <see cref="WeightFiles"/> finds
    /// others once the model is here.
    /// </summary>
    public static IEnumerable<HubFile> Weights(HubFile model, HubListing listing)
    {
        var stem = model.Path[..^".onnx".Length];
        return listing.Files.Where(file =>
            file.Path.StartsWith(model.Path + "_data", StringComparison.Ordinal)
            || file.Path.StartsWith(model.Path + ".data", StringComparison.Ordinal)
            || file.Path == stem + ".data"
        );
    }

    /// <summary>Tokenizer, configuration and chat template: of each the one beside the model, else the one a folder up.</summary>
    public static IEnumerable<HubFile> CompanionsOf(HubFile model, HubListing listing) =>
        Companions
            .Select(name =>
                Folders(model.Path)
                    .Select(folder => listing.Find(HubPath.Join(folder, name)))
                    .FirstOrDefault(f => f is not null)
            )
            .OfType<HubFile>();

    // Where a model's files are looked for when it is read.
    private static string[] Folders(string path)
    {
        var folder = HubPath.FolderOf(path);
        return folder.Length == 0 ? [folder] : [folder, HubPath.FolderOf(folder)];
    }

    private static (int Stem, int Folder) Rank(HubFile file)
    {
        var stem = Array.IndexOf(Stems, HubPath.NameOf(file.Path)[..^".onnx".Length]);
        var folder = HubPath.FolderOf(file.Path) switch
        {
            "" => 0,
            "onnx" => 1,
            // Published beside variants for devices that this machine may not have.
            var other when other.Contains("cpu", StringComparison.OrdinalIgnoreCase) => 2,
            _ => 3,
        };
        return (stem < 0 ? Stems.Length : stem, folder);
    }

    private static string Available(List<HubFile> files)
    {
        const int Shown = 12;
        return files.Count == 0
            ? "it has no ONNX files"
            : $"there are: {string.Join(", ", files.Take(Shown).Select(f => f.Path))}{(files.Count > Shown ? ", ..." : "")}";
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Prismatic.Onnx;
using Prismatic.Text;

namespace Prismatic.Encoders;

/// <summary>The files of an encoder's folder: graph, tokenizer, and what sentence-transformers writes beside them.</summary>
internal sealed class EncoderFiles
{
    private const int UsualLength = 512;
    private readonly ModelFiles _files;
    private readonly Lazy<string> _hash;

    /// <summary>Finds and reads all but the graph.</summary>
    /// <param name="path">Folder or .onnx file.</param>
    /// <exception cref="PrismaticException">Something is missing, or not what its name says.</exception>
    public EncoderFiles(string path)
    {
        var found = ModelFolder.Find(path);
        Graph = found.File;
        Choice = found.Choice;
        Name = Path.GetFileName(Directory.Exists(path) ? Path.TrimEndingDirectorySeparator(path) : found.File);
        var folder = Path.GetDirectoryName(Path.GetFullPath(found.File))!;
        // Says what is wrong with a file that is no graph, and keeps weights inside the folder.
        _ = OnnxModel.Load(found.File);
        Tokens = TokenizerFolder.Load(folder);
        _files = new ModelFiles(folder);
        _hash = new Lazy<string>(() =>
            HashOf(
                [found.File, .. OnnxModel.WeightFiles(found.File)],
                $"{Tokens.Tokenizer.Fingerprint} {Tokens.Frame.Fingerprint}"
            )
        );
    }

    /// <summary>The ONNX file.</summary>
    public string Graph { get; }

    /// <summary>Why it was taken; null where there was no choice.</summary>
    public string? Choice { get; }

    /// <summary>What reports call the model.</summary>
    public string Name { get; }

    /// <summary>Tokenizer and frame.</summary>
    public TokenizerFolder Tokens { get; }

    /// <summary>Hash of graph, weights and tokenizer, 16 digits.</summary>
    public string Hash => _hash.Value;

    /// <summary>Ids the model's vocabulary has; null where its files do not say.</summary>
    public int? VocabularySize => Tokens.ModelVocabulary;

    /// <summary>Whether texts are made lower case before they are cut.</summary>
    public bool Lowers => Flag(_files.Json("sentence_bert_config.json"), "do_lower_case");

    /// <summary>Names of the model's labels by number; none where its files give none.</summary>
    public IReadOnlyDictionary<int, string> Labels
    {
        get
        {
            var labels = new Dictionary<int, string>();
            if (Part(_files.Json("config.json"), "id2label") is { ValueKind: JsonValueKind.Object } named)
            {
                foreach (var entry in named.EnumerateObject())
                {
                    if (int.TryParse(entry.Name, out var id) && entry.Value.ValueKind == JsonValueKind.String)
                    {
                        labels[id] = entry.Value.GetString()!;
                    }
                }
            }
            return labels;
        }
    }

    /// <summary>Most tokens of a text that the model was made for.</summary>
    public int MaxTokens
    {
        get
        {
            int?[] lengths =
            [
                Number(Part(_files.Json("sentence_bert_config.json"), "max_seq_length")),
                Number(Part(_files.Json("tokenizer_config.json"), "model_max_length")),
                Positions(),
            ];
            return lengths.FirstOrDefault(length => length is > 0) ?? UsualLength;
        }
    }

    /// <summary>How the model's files say that tokens are pooled; null where they say nothing.</summary>
    /// <exception cref="PrismaticException">A way that is not known here.</exception>
    public Pooling? Pooling()
    {
        if (_files.Json(PoolingFile()) is not { ValueKind: JsonValueKind.Object } config)
        {
            return null;
        }
        if (config.TryGetProperty("pooling_mode", out var mode) && mode.ValueKind == JsonValueKind.String)
        {
            return Named(mode.GetString()!);
        }
        const string Prefix = "pooling_mode_";
        var modes = config
            .EnumerateObject()
            .Where(entry => entry.Name.StartsWith(Prefix, StringComparison.Ordinal))
            .Where(entry => entry.Value.ValueKind == JsonValueKind.True)
            .Select(entry => entry.Name[Prefix.Length..])
            .ToList();
        return modes.Count switch
        {
            0 => null,
            1 => Named(modes[0]),
            _ => throw Unknown(string.Join(" + ", modes)),
        };
    }

    /// <summary>Modules behind the pooling that change the vectors, as modules.json lists them.</summary>
    public IReadOnlyList<string> LaterModules =>
        [
            .. Modules()
                .Select(module => module.Kind)
                .Where(kind => kind is not ("Transformer" or "Pooling" or "Normalize")),
        ];

    private string PoolingFile()
    {
        var folder = Modules().FirstOrDefault(module => module.Kind == "Pooling").Folder;
        // A plain name, so that it cannot lead out of the folder.
        var isPlain = folder is { Length: > 0 } && Path.GetFileName(folder) == folder && folder is not ("." or "..");
        return $"{(isPlain ? folder : "1_Pooling")}/config.json";
    }

    private IEnumerable<(string Kind, string Folder)> Modules()
    {
        if (_files.Json("modules.json") is not { ValueKind: JsonValueKind.Array } modules)
        {
            yield break;
        }
        foreach (var module in modules.EnumerateArray())
        {
            var type = Text(module, "type") ?? "";
            yield return (type[(type.LastIndexOf('.') + 1)..], Text(module, "path") ?? "");
        }
    }

    private Pooling Named(string mode) =>
        mode switch
        {
            "cls" or "cls_token" => Encoders.Pooling.Cls,
            "mean" or "mean_tokens" => Encoders.Pooling.Mean,
            "lasttoken" or "last_token" or "last" => Encoders.Pooling.Last,
            _ => throw Unknown(mode),
        };

    private PrismaticException Unknown(string mode) =>
        new(
            $"{Name}: its files ask for the pooling {VisibleName(mode)}, which is not known here; choose mean, cls or last with --pooling"
        );

    private int? Positions()
    {
        var config = _files.Json("config.json");
        if (Number(Part(config, "max_position_embeddings")) is not { } positions)
        {
            return null;
        }
        // The family of RoBERTa counts positions from behind the padding's id on.
        var shifts = Text(config, "model_type") is "roberta" or "xlm-roberta" or "camembert" or "mpnet";
        return shifts ? positions - (Number(Part(config, "pad_token_id")) ?? 1) - 1 : positions;
    }

    private static string VisibleName(string name) =>
        name.Length <= 60 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or ' ' or '+')
            ? name
            : "of another name";

    private static JsonElement? Part(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? parent, string name) =>
        Part(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static bool Flag(JsonElement? parent, string name) => Part(parent, name)?.ValueKind == JsonValueKind.True;

    // Tokenizers without a limit write 1e30.
    private static int? Number(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var result) && result < 1 << 24
            ? result
            : null;

    private static string HashOf(IEnumerable<string> paths, string more)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        foreach (var path in paths)
        {
            using var stream = File.OpenRead(path);
            for (int count; (count = stream.Read(buffer)) > 0; )
            {
                hash.AppendData(buffer, 0, count);
            }
        }
        hash.AppendData(Encoding.UTF8.GetBytes(more));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}

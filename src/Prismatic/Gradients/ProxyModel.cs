using System.Security.Cryptography;
using Prismatic.Onnx;
using Prismatic.Text;

namespace Prismatic.Gradients;

/// <summary>A proxy model: a small causal language model with its tokenizer, whose loss gradients stand for rows.</summary>
public sealed class ProxyModel
{
    private const string ModelFile = "model.onnx";
    private const string TokenizerFile = TokenizerFolder.Own;
    private const string ReferenceFile = "reference.bin";
    private const string Resources = "Prismatic.Gradients.Proxy.";
    private readonly Func<Onnx.Proto.ModelProto> _read;

    private ProxyModel(
        string name,
        string hash,
        Tokenizer tokenizer,
        ReferenceMeans references,
        Func<Onnx.Proto.ModelProto> read
    )
    {
        (Name, Hash, Tokenizer, References, _read) = (name, hash, tokenizer, references, read);
        Template = ChatTemplate.Plain(tokenizer);
    }

    /// <summary>What reports call it: "embedded", or the name of its folder or file.</summary>
    public string Name { get; }

    /// <summary>Hash of model and tokenizer; part of every feature fingerprint.</summary>
    public string Fingerprint => Hash[..16];

    /// <summary>The whole hash.</summary>
    internal string Hash { get; }

    /// <summary>From text to the model's token ids.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>How a row becomes a conversation.</summary>
    public ChatTemplate Template { get; private init; }

    /// <summary>Size of the vocabulary as the model's files give it; null where they do not.</summary>
    public int? VocabularySize { get; private init; }

    /// <summary>The ONNX file; null for the embedded model.</summary>
    public string? File { get; private init; }

    /// <summary>What was chosen from the folder, in one line; null where there was nothing to choose or to say.</summary>
    public string? Choice { get; private init; }

    /// <summary>What reports say about the choice, by name; nothing for the tool's own format.</summary>
    internal IReadOnlyDictionary<string, string> Facts =>
        Tokenizer.CutsLineEnds
            ? new Dictionary<string, string>()
            : new Dictionary<string, string>
            {
                ["tokenizer"] = $"{Tokenizer.Description} ({Tokenizer.Fingerprint})",
                ["template"] = Template.Name,
            };

    /// <summary>
    /// Means of reference rows; none where no reference was made for the model. Each bears the fingerprint of the model it
    /// was made with, so those of another model are never found.
    /// </summary>
    public ReferenceMeans References { get; }

    /// <summary>The model that ships inside the tool.</summary>
    /// <exception cref="PrismaticException">The build left it out.</exception>
    public static ProxyModel Embedded()
    {
        var model = Resource(ModelFile);
        var pieces = Resource(TokenizerFile);
        using var means = typeof(ProxyModel).Assembly.GetManifestResourceStream(Resources + ReferenceFile);
        return new ProxyModel(
            "embedded",
            HashOf(model, pieces),
            Tokenizer.Load(new MemoryStream(pieces)),
            means is null ? ReferenceMeans.None : ReferenceMeans.Read(means, "the embedded reference"),
            () => OnnxModel.Parse(model, "the embedded proxy model")
        );
    }

    /// <summary>A model on disk, with its tokenizer (and reference) beside it or one folder up.</summary>
    /// <param name="path">Folder or .onnx file.</param>
    /// <param name="template">How rows become conversations.</param>
    /// <exception cref="PrismaticException">Something is missing, or not what its name says.</exception>
    public static ProxyModel Load(string path, TemplateKind template = TemplateKind.Auto)
    {
        var found = ModelFolder.Find(path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(found.File))!;
        var tokens = TokenizerFolder.Load(folder);
        var own = tokens.Source == TokenizerFile;
        var chat = ChatTemplate.Choose(template, tokens);
        var name = Path.GetFileName(Directory.Exists(path) ? Path.TrimEndingDirectorySeparator(path) : found.File);
        var weights = OnnxModel.WeightFiles(found.File);
        var fingerprint = own
            ? HashFiles([found.File, Path.Combine(folder, TokenizerFile), .. weights])
            : HashFiles([found.File, .. weights], tokens.Tokenizer.Fingerprint);
        var references = ReferencesBeside(Path.Combine(folder, ReferenceFile));
        return new ProxyModel(name, fingerprint, tokens.Tokenizer, references, () => OnnxModel.Load(found.File))
        {
            Template = chat,
            VocabularySize = tokens.ModelVocabulary,
            File = found.File,
            Choice = Describe(found, tokens, chat),
        };
    }

    /// <summary>The model as it was read; a fresh graph at every call.</summary>
    public Onnx.Proto.ModelProto Source() => _read();

    /// <summary>The decoder with its loss; a fresh graph at every call.</summary>
    /// <exception cref="PrismaticException">No decoder, or not the one that the tool's own tokenizer was made for.</exception>
    /// <remarks>
    /// Published models have vocabularies that were rounded up, or tokenizers with tokens that the model never saw: there
    /// <see cref="RowEncoder"/> looks at the ids that occur.
    /// </remarks>
    public CausalModel Decoder()
    {
        var model = CausalModel.Create(_read());
        CheckVocabulary(model.VocabularySize);
        return model;
    }

    /// <summary>The gradient graph, from the cache where that has it.</summary>
    /// <exception cref="PrismaticException">As <see cref="Decoder"/>.</exception>
    internal GradientPlan Gradients(RandomProjection projection, SessionSettings settings, GraphCache? cache)
    {
        var plan = GradientPlan.Prepare(_read, Hash, projection, settings, cache);
        CheckVocabulary(plan.VocabularySize);
        return plan;
    }

    private void CheckVocabulary(int size)
    {
        if (Tokenizer.CutsLineEnds && Tokenizer.VocabularySize > size)
        {
            throw new PrismaticException(
                $"the tokenizer knows {Tokenizer.VocabularySize} token ids and the model only {size}; "
                    + "they do not belong together"
            );
        }
    }

    private static string? Describe(ModelFolder found, TokenizerFolder tokens, ChatTemplate chat)
    {
        var parts = new List<string>();
        if (found.Choice is { } choice)
        {
            parts.Add(choice);
        }
        if (tokens.Source != TokenizerFile)
        {
            parts.Add($"{tokens.Source}: {tokens.Tokenizer.Description}");
            parts.Add($"template {chat.Name}");
        }
        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    private static ReferenceMeans ReferencesBeside(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            return ReferenceMeans.None;
        }
        using var stream = System.IO.File.OpenRead(path);
        return ReferenceMeans.Read(stream, path);
    }

    private static byte[] Resource(string name)
    {
        using var stream =
            typeof(ProxyModel).Assembly.GetManifestResourceStream(Resources + name)
            ?? throw new PrismaticException(
                "this build has no embedded proxy model; give one with --model",
                ExitCode.Environment
            );
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static string HashOf(params byte[][] parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The same as HashOf their bytes, so that a model has one fingerprint, embedded or in a folder.
    private static string HashFiles(string[] paths, string more = "")
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        foreach (var path in paths)
        {
            using var stream = System.IO.File.OpenRead(path);
            for (int count; (count = stream.Read(buffer)) > 0; )
            {
                hash.AppendData(buffer, 0, count);
            }
        }
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(more));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Security.Cryptography;
using Prismatic.Onnx;
using Prismatic.Text;

namespace Prismatic.Gradients;

/// <summary>A proxy model: a small causal language model with its tokenizer, whose loss gradients stand for rows.</summary>
public sealed class ProxyModel
{
    private const string ModelFile = "model.onnx";
    private const string TokenizerFile = "tokenizer.bpe";
    private const string ReferenceFile = "reference.bin";
    private const string Resources = "Prismatic.Gradients.Proxy.";
    private readonly Func<Onnx.Proto.ModelProto> _read;

    private ProxyModel(
        string name,
        string fingerprint,
        Tokenizer tokenizer,
        ReferenceMeans references,
        Func<Onnx.Proto.ModelProto> read
    ) => (Name, Fingerprint, Tokenizer, References, _read) = (name, fingerprint, tokenizer, references, read);

    /// <summary>What reports call it: "embedded", or the name of its folder or file.</summary>
    public string Name { get; }

    /// <summary>Hash of model and tokenizer; part of every feature fingerprint.</summary>
    public string Fingerprint { get; }

    /// <summary>From text to the model's token ids.</summary>
    public Tokenizer Tokenizer { get; }

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
            Hash(model, pieces),
            Tokenizer.Load(new MemoryStream(pieces)),
            means is null ? ReferenceMeans.None : ReferenceMeans.Read(means, "the embedded reference"),
            () => OnnxModel.Parse(model, "the embedded proxy model")
        );
    }

    /// <summary>A model on disk: an ONNX file with its tokenizer (and reference) beside it, or the folder of all.</summary>
    /// <param name="path">Folder or .onnx file.</param>
    /// <exception cref="PrismaticException">Something is missing, or not what its name says.</exception>
    public static ProxyModel Load(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, ModelFile) : path;
        if (!File.Exists(file))
        {
            throw new PrismaticException(
                $"there is no model at {file}; give an .onnx file or the folder that holds {ModelFile}"
            );
        }
        var pieces = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, TokenizerFile);
        if (!File.Exists(pieces))
        {
            throw new PrismaticException(
                $"there is no {TokenizerFile} beside {file}; rows cannot be turned into token ids"
            );
        }
        using var stream = File.OpenRead(pieces);
        var tokenizer = Tokenizer.Load(stream);
        var name = Path.GetFileName(Directory.Exists(path) ? Path.TrimEndingDirectorySeparator(path) : file);
        var references = ReferencesBeside(Path.Combine(Path.GetDirectoryName(pieces)!, ReferenceFile));
        return new ProxyModel(name, HashFiles(file, pieces), tokenizer, references, () => OnnxModel.Load(file));
    }

    /// <summary>The model as it was read; a fresh graph at every call.</summary>
    public Onnx.Proto.ModelProto Source() => _read();

    /// <summary>The decoder with its loss; a fresh graph at every call.</summary>
    public CausalModel Decoder()
    {
        var model = CausalModel.Create(_read());
        if (Tokenizer.VocabularySize > model.VocabularySize)
        {
            throw new PrismaticException(
                $"the tokenizer knows {Tokenizer.VocabularySize} token ids and the model only {model.VocabularySize}; "
                    + "they do not belong together"
            );
        }
        return model;
    }

    private static ReferenceMeans ReferencesBeside(string path)
    {
        if (!File.Exists(path))
        {
            return ReferenceMeans.None;
        }
        using var stream = File.OpenRead(path);
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

    private static string Hash(params byte[][] parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    // The same as Hash of their bytes, so that a model has one fingerprint, embedded or in a folder.
    private static string HashFiles(params string[] paths)
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
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}

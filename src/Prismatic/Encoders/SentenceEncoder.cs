using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Store;
using Prismatic.Text;

namespace Prismatic.Encoders;

/// <summary>
/// A model that gives every text a vector: an ONNX graph with input_ids, attention_mask and, where it has them, token_type_ids
/// and position_ids; its tokenizer beside it or one folder up. Vectors have unit length, so that products are cosines.
/// </summary>
/// <remarks>
/// Reimers and Gurevych 2019; the files are those of sentence-transformers. No prefix is put before texts. The same text gives
/// the same bits beside any other texts and on any number of threads.
/// </remarks>
public sealed partial class SentenceEncoder : IDisposable
{
    private readonly EncoderFiles _files;
    private readonly EncoderText _text;
    private readonly EncoderSession _session;
    private readonly SentenceOutput _output;
    private readonly SessionSettings _settings;

    private SentenceEncoder(
        EncoderFiles files,
        EncoderSession session,
        EncoderOptions options,
        SessionSettings settings
    )
    {
        (_files, _session, _settings) = (files, session, settings);
        _output = SentenceOutput.Choose(files, session, options.Pooling);
        var most = Math.Min(options.MaxTokens ?? int.MaxValue, files.MaxTokens);
        if (most <= files.Tokens.Frame.CountAroundOne)
        {
            throw new PrismaticException(
                $"{files.Name} puts {files.Tokens.Frame.CountAroundOne} tokens around a text, and {most} are allowed; use more",
                ExitCode.Usage
            );
        }
        _text = new EncoderText(files, most);
    }

    /// <summary>What reports call it: the name of its folder or file.</summary>
    public string Name => _files.Name;

    /// <summary>Numbers of a vector.</summary>
    public int Dimension => _output.Width;

    /// <summary>Most tokens of a text, those around it included.</summary>
    public int MaxTokens => _text.MaxTokens;

    /// <summary>How tokens become one vector, in words.</summary>
    public string Pooling =>
        _output.Pooling is { } pooling ? $"{pooling.ToString().ToLowerInvariant()} of {_output.Name}" : _output.Name;

    /// <summary>Identity of the vectors: cosines of different fingerprints are never compared.</summary>
    public string Fingerprint => $"encoder/{_files.Hash}/{Pooling}/max-{MaxTokens}/v1";

    /// <summary>Reads an encoder's files without compiling its graph: what is wrong with them is told before long work.</summary>
    /// <param name="path">Folder or .onnx file.</param>
    /// <exception cref="PrismaticException">Something is missing, or not what its name says.</exception>
    public static void Check(string path) => _ = new EncoderFiles(path);

    /// <summary>Loads an encoder.</summary>
    /// <param name="path">Folder or .onnx file.</param>
    /// <param name="options">Pooling and limit of tokens.</param>
    /// <param name="settings">Where it runs.</param>
    /// <exception cref="PrismaticException">Something is missing, or the model is no sentence encoder.</exception>
    public static SentenceEncoder Load(string path, EncoderOptions? options = null, SessionSettings? settings = null)
    {
        settings ??= new SessionSettings();
        var files = new EncoderFiles(path);
        var session = new EncoderSession(files, settings);
        try
        {
            return new SentenceEncoder(files, session, options ?? new EncoderOptions(), settings);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Vectors of texts in memory, equal texts computed once.</summary>
    /// <param name="texts">Any; an empty text has the vector of what stands around it.</param>
    /// <param name="progress">"encoding", in texts.</param>
    /// <param name="cancellation">Looked at before every batch.</param>
    /// <returns>n × d unit rows.</returns>
    /// <exception cref="PrismaticException">A vector is zero or not finite; the model fails.</exception>
    public Task<EncodedTexts> EncodeAsync(
        IReadOnlyList<string> texts,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    ) => Task.Run(() => Encode(texts, progress, cancellation), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private EncodedTexts Encode(
        IReadOnlyList<string> texts,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation
    )
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var distinct = new List<FramedText>();
        var place = new int[texts.Count];
        for (var i = 0; i < texts.Count; i++)
        {
            if (!places.TryGetValue(texts[i], out place[i]))
            {
                cancellation.ThrowIfCancellationRequested();
                place[i] = places[texts[i]] = distinct.Count;
                distinct.Add(_text.One(texts[i]));
            }
        }
        var first = places.ToDictionary(pair => pair.Value, pair => pair.Key);
        var vectors = new Matrix(distinct.Count, Dimension);
        var done = 0;
        Run(
            distinct,
            (i, vector) =>
            {
                vector.CopyTo(vectors[i]);
                Scale(vectors[i], () => $"the text '{Prefix(first[i])}'");
            },
            count => progress?.Report(new StageProgress("encoding", done += count, distinct.Count, "texts")),
            cancellation
        );
        var rows = new Matrix(texts.Count, Dimension);
        for (var i = 0; i < texts.Count; i++)
        {
            vectors[place[i]].CopyTo(rows[i]);
        }
        return new EncodedTexts(
            rows,
            place.Count(p => distinct[p].Truncated),
            place.Sum(p => (long)distinct[p].Ids.Length)
        );
    }

    // One vector after another as batches complete: the place of its text, and its numbers before they are scaled.
    private void Run(
        List<FramedText> texts,
        Action<int, ReadOnlySpan<float>> take,
        Action<int> tell,
        CancellationToken cancellation
    )
    {
        var vector = new float[Dimension];
        foreach (var batch in EncoderBatch.Cut(texts, MaxTokens, _settings.HasFewShapes))
        {
            cancellation.ThrowIfCancellationRequested();
            var result = _session.Run(texts, batch, _output.Name);
            for (var place = 0; place < batch.Members.Length; place++)
            {
                var member = batch.Members[place];
                _output.Pool(result, place, texts[member].Ids.Length, vector);
                take(member, vector);
            }
            tell(batch.Members.Length);
        }
    }

    private float Scale(Span<float> vector, Func<string> name)
    {
        var norm = Matrix.NormaliseRow(vector);
        return norm > 0 && float.IsFinite(norm)
            ? norm
            : throw _session.Unfit($"the vector of {name()} is zero or not finite");
    }

    private static string Prefix(string text)
    {
        const int Shown = 40;
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= Shown ? line : line[..Shown] + "…";
    }
}

using System.Numerics.Tensors;
using Prismatic.Onnx;
using Prismatic.Text;

namespace Prismatic.Encoders;

/// <summary>How a classifier is read.</summary>
public sealed record PairOptions
{
    /// <summary>Name of the label whose probability is wanted, whatever its case. Null: see <see cref="PairClassifier.Label"/>.</summary>
    public string? Label { get; init; }

    /// <summary>Most tokens of both texts together, those around them included; never more than the model was made for.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Most tokens of each text; null for no limit of its own.</summary>
    public int? MaxTokensOfEach { get; init; }
}

/// <summary>
/// A model that says how probable it is that a label fits two texts: an ONNX graph for the classification of sequences, such as
/// one for entailment or for equivalence. The texts are put together as its tokenizer's file says: [CLS] a [SEP] b [SEP].
/// </summary>
/// <remarks>The same pair gives the same bits beside any other pairs and on any number of threads.</remarks>
public sealed class PairClassifier : IDisposable
{
    private static readonly string[] Positive = ["entail", "equivalent", "similar", "duplicate", "paraphrase"];
    private readonly EncoderFiles _files;
    private readonly EncoderText _text;
    private readonly EncoderSession _session;
    private readonly SessionSettings _settings;
    private readonly PairOptions _options;
    private readonly string _output;
    private readonly int _labelCount;
    private readonly int _label;

    private PairClassifier(EncoderFiles files, EncoderSession session, PairOptions options, SessionSettings settings)
    {
        (_files, _session, _options, _settings) = (files, session, options, settings);
        var outputs = session.Outputs().Where(o => o.Shape.Length == 2).ToList();
        var output = outputs.Find(o => o.Name == "logits");
        output = output.Name is null && outputs.Count == 1 ? outputs[0] : output;
        if (output.Name is null)
        {
            throw new PrismaticException(
                $"{files.Name} is no classifier of texts: it has no output 'logits' with one row a text; give a model that was exported for "
                    + "text classification"
            );
        }
        (_output, _labelCount) = (output.Name, (int)output.Shape[1]);
        _label = Choose(options.Label);
        var most = Math.Min(options.MaxTokens ?? int.MaxValue, files.MaxTokens);
        if (most < files.Tokens.Frame.CountAroundTwo + 2)
        {
            throw new PrismaticException(
                $"{files.Name} puts {files.Tokens.Frame.CountAroundTwo} tokens around two texts, and {most} are allowed; use more",
                ExitCode.Usage
            );
        }
        _text = new EncoderText(files, most);
    }

    /// <summary>What reports call it: the name of its folder or file.</summary>
    public string Name => _files.Name;

    /// <summary>
    /// The label whose probability is given: the one asked for; else the only one, or the one whose name says that texts entail
    /// or equal each other; else the second of two.
    /// </summary>
    public string Label => NameOf(_label);

    /// <summary>All labels in the model's order.</summary>
    public IReadOnlyList<string> Labels => [.. Enumerable.Range(0, _labelCount).Select(NameOf)];

    /// <summary>Identity of the probabilities: those of different fingerprints are never compared.</summary>
    public string Fingerprint =>
        $"pairs/{_files.Hash}/{Label}/max-{_text.MaxTokens}{(_options.MaxTokensOfEach is { } each ? $"-each-{each}" : "")}/v1";

    /// <summary>Loads a classifier.</summary>
    /// <param name="path">Folder or .onnx file.</param>
    /// <param name="options">Label and limits.</param>
    /// <param name="settings">Where it runs.</param>
    /// <exception cref="PrismaticException">Something is missing, the model is no classifier, or it is not clear which label counts.</exception>
    public static PairClassifier Load(string path, PairOptions? options = null, SessionSettings? settings = null)
    {
        settings ??= new SessionSettings();
        var files = new EncoderFiles(path);
        var session = new EncoderSession(files, settings);
        try
        {
            return new PairClassifier(files, session, options ?? new PairOptions(), settings);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The probability of <see cref="Label"/> for each pair, equal pairs computed once; the order of a pair counts.</summary>
    /// <param name="pairs">Two texts each.</param>
    /// <param name="progress">"pairs", in pairs.</param>
    /// <param name="cancellation">Looked at before every batch.</param>
    /// <returns>In [0, 1], in the order of the pairs: softmax over the labels, or the sigmoid where there is only one.</returns>
    /// <exception cref="PrismaticException">Logits that are not finite; the model fails.</exception>
    public Task<float[]> ProbabilitiesAsync(
        IReadOnlyList<(string A, string B)> pairs,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    ) => Task.Run(() => Probabilities(pairs, progress, cancellation), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private float[] Probabilities(
        IReadOnlyList<(string A, string B)> pairs,
        IProgress<StageProgress>? progress,
        CancellationToken cancellation
    )
    {
        var places = new Dictionary<(string, string), int>();
        var distinct = new List<FramedText>();
        var place = new int[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            if (!places.TryGetValue(pairs[i], out place[i]))
            {
                cancellation.ThrowIfCancellationRequested();
                place[i] = places[pairs[i]] = distinct.Count;
                distinct.Add(_text.Two(pairs[i].A, pairs[i].B, _options.MaxTokensOfEach));
            }
        }
        var found = new float[distinct.Count];
        var done = 0;
        foreach (var batch in EncoderBatch.Cut(distinct, _text.MaxTokens, _settings.HasFewShapes))
        {
            cancellation.ThrowIfCancellationRequested();
            var logits = _session.Run(distinct, batch, _output).Values;
            for (var row = 0; row < batch.Members.Length; row++)
            {
                found[batch.Members[row]] = Probability(logits.AsSpan(row * _labelCount, _labelCount));
            }
            done += batch.Members.Length;
            progress?.Report(new StageProgress("pairs", done, distinct.Count, "pairs"));
        }
        return Array.ConvertAll(place, p => found[p]);
    }

    private float Probability(ReadOnlySpan<float> logits)
    {
        if (!TensorPrimitives.IsFiniteAll(logits))
        {
            throw _session.Unfit("a logit of two texts is not finite");
        }
        if (logits.Length == 1)
        {
            return (float)(1 / (1 + Math.Exp(-logits[0])));
        }
        var greatest = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - greatest);
        }
        return (float)(Math.Exp(logits[_label] - greatest) / sum);
    }

    private int Choose(string? asked)
    {
        var labels = Enumerable.Range(0, _labelCount).ToList();
        var named = labels.FindAll(i =>
            asked is null
                ? Positive.Any(word => Says(NameOf(i), word))
                : NameOf(i).Equals(asked, StringComparison.OrdinalIgnoreCase)
        );
        return (named.Count, asked, _labelCount) switch
        {
            (1, _, _) => named[0],
            (_, null, 1) => 0,
            (_, null, 2) => 1,
            _ => throw new PrismaticException(
                $"{_files.Name} has the labels {string.Join(", ", labels.Take(8).Select(NameOf))}; name the one that counts"
            ),
        };
    }

    // "not_entailment" and "dissimilar" say the opposite.
    private static bool Says(string label, string word)
    {
        var at = label.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            && !label.StartsWith("no", StringComparison.OrdinalIgnoreCase)
            && (at == 0 || !char.IsLetter(label[at - 1]));
    }

    private string NameOf(int label) =>
        _files.Labels.TryGetValue(label, out var name) ? EncoderSession.Short(name) : $"LABEL_{label}";
}

using Prismatic.Gradients;
using Prismatic.Onnx;

namespace Prismatic.Reasoning;

/// <summary>
/// How much more a frozen proxy model expects the answer when it has read the reasoning: a forward-only measure inspired by the
/// reward of RLP (arXiv 2510.01265), without sampled thoughts; conditional pointwise V-information (Ethayarajh et al. 2022)
/// with a model that was not trained for it.
/// </summary>
/// <remarks>Four forward passes a row at most: without reasoning, with it, with another row's, with its leaks masked.</remarks>
public sealed class InformationGain : IDisposable
{
    private const int ChunkRows = 64;
    private readonly GainOptions _options;
    private readonly ForwardLoss _loss;
    private readonly ReasoningEncoder _encoder;

    /// <summary>Compiles the model's forward pass.</summary>
    /// <exception cref="PrismaticException">Not a causal language model, or not loaded here.</exception>
    public InformationGain(ProxyModel model, GainOptions options, SessionSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTokens, 4);
        _options = options;
        _loss = new ForwardLoss(model, new GradientOptions { MaxTokens = options.MaxTokens }, settings);
        _encoder = new ReasoningEncoder(model, options.MaxTokens, options.Cue, _loss.VocabularySize);
        Fingerprint =
            $"gain/{model.Fingerprint}/{(model.Template.IsPlain ? "plain" : model.Template.Fingerprint)}"
            + $"/cue-{options.Cue}/max-{options.MaxTokens}/v1";
    }

    /// <summary>Identity of the measure: gains with different ones are not comparable.</summary>
    public string Fingerprint { get; }

    /// <summary>Measures rows.</summary>
    /// <param name="rows">In three parts, each with an answer.</param>
    /// <param name="progress">"information gain", in rows.</param>
    /// <param name="cancellation">Looked at before every batch.</param>
    /// <returns>One entry a row, in their order.</returns>
    /// <exception cref="PrismaticException">A row has no room, or a token the model does not know; losses are not finite.</exception>
    public IReadOnlyList<RowGain> Measure(
        IReadOnlyList<ReasonedRow> rows,
        IProgress<StageProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        const string Stage = "information gain";
        int[] lengths = [.. rows.Select(_encoder.Length)];
        var others = ControlPairs.Draw(rows, lengths, _options.Seed);
        var gains = new List<RowGain>(rows.Count);
        progress?.Report(new StageProgress(Stage, 0, rows.Count));
        for (var start = 0; start < rows.Count; start += ChunkRows)
        {
            var places = Enumerable.Range(start, Math.Min(ChunkRows, rows.Count - start)).ToList();
            List<Texts> texts =
            [
                .. places.Select(place => new Texts(
                    rows[place],
                    others[place] < 0 ? null : rows[others[place]].Reasoning,
                    LeakMask.Apply(rows[place].Reasoning, rows[place].Answer)
                )),
            ];
            var read = Read([.. texts.SelectMany(text => text.All)], cancellation);
            gains.AddRange(places.Select((place, i) => Gain(texts[i], lengths[place], read)));
            progress?.Report(new StageProgress(Stage, gains.Count, rows.Count));
        }
        return gains;
    }

    /// <summary>Mean loss of each row's answer behind another reasoning, in nats a token: for controls of one's own.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="reasonings">What the model reads in each, in place of its reasoning; empty for nothing.</param>
    /// <param name="cancellation">Looked at before every batch.</param>
    public IReadOnlyList<double> Losses(
        IReadOnlyList<ReasonedRow> rows,
        IReadOnlyList<string> reasonings,
        CancellationToken cancellation = default
    )
    {
        var losses = new List<double>(rows.Count);
        for (var start = 0; start < rows.Count; start += ChunkRows)
        {
            var places = Enumerable.Range(start, Math.Min(ChunkRows, rows.Count - start)).ToList();
            var read = Read([.. places.Select(place => (rows[place], reasonings[place]))], cancellation);
            losses.AddRange(
                places.Select(place => read[(rows[place], reasonings[place])].Losses.Average(v => (double)v))
            );
        }
        return losses;
    }

    /// <inheritdoc/>
    public void Dispose() => _loss.Dispose();

    // What is read twice is run once, so that a reasoning of nothing gains exactly nothing.
    private Dictionary<(ReasonedRow, string), Reading> Read(
        IReadOnlyList<(ReasonedRow Row, string Reasoning)> texts,
        CancellationToken cancellation
    )
    {
        var distinct = texts.Distinct().ToList();
        var encoded = distinct.ConvertAll(text => _encoder.Encode(text.Row, text.Reasoning));
        var losses = _loss.Measure(encoded, cancellation);
        return Enumerable
            .Range(0, distinct.Count)
            .ToDictionary(i => distinct[i], i => new Reading(losses[i], encoded[i].Truncated));
    }

    private static RowGain Gain(Texts texts, int length, Dictionary<(ReasonedRow, string), Reading> read)
    {
        var row = texts.Row;
        var without = read[(row, "")];
        var with = read[(row, row.Reasoning)];
        return new RowGain
        {
            Index = row.Index,
            AnswerTokens = without.Losses.Length,
            ReasoningTokens = length,
            Truncated = without.Truncated || with.Truncated,
            LossWithout = Mean(without),
            Gain = Mean(without) - Mean(with),
            First = without.Losses[0] - with.Losses[0],
            Masked = Mean(without) - Mean(read[(row, texts.Masked)]),
            Control = texts.Other is { } other ? Mean(without) - Mean(read[(row, other)]) : null,
        };

        static double Mean(Reading reading) => reading.Losses.Average(value => (double)value);
    }

    private readonly record struct Reading(float[] Losses, bool Truncated);

    private readonly record struct Texts(ReasonedRow Row, string? Other, string Masked)
    {
        public IEnumerable<(ReasonedRow Row, string Reasoning)> All
        {
            get
            {
                yield return (Row, "");
                yield return (Row, Row.Reasoning);
                yield return (Row, Masked);
                if (Other is not null)
                {
                    yield return (Row, Other);
                }
            }
        }
    }
}

using Prismatic.Data;
using Prismatic.Encoders;
using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Benchmarks;

/// <summary>The spaces that may stand for meaning: hidden states of the embedded proxy, and encoders that were named.</summary>
internal sealed class MeaningSpaces : IDisposable
{
    private const int MaxTokens = 256;
    private readonly HiddenStateExtractor _hidden = new(
        ProxyModel.Embedded(),
        new GradientOptions { MaxTokens = MaxTokens },
        new SessionSettings()
    );
    private readonly List<SentenceEncoder> _encoders;

    public MeaningSpaces(IEnumerable<string> encoders) =>
        _encoders = [
            .. encoders.Select(path => SentenceEncoder.Load(path, new EncoderOptions { MaxTokens = MaxTokens })),
        ];

    /// <summary>What the encoders are, one line each.</summary>
    public IEnumerable<string> Encoders =>
        _encoders.Select(encoder =>
            $"{encoder.Name}: {encoder.Pooling}, {encoder.Dimension} numbers, at most {encoder.MaxTokens} tokens, `{encoder.Fingerprint}`"
        );

    /// <summary>Unit rows of texts in every space, as the model gives them.</summary>
    public IEnumerable<(string Name, Matrix Rows)> Of(IReadOnlyList<string> texts)
    {
        var rows = texts.Select((text, i) => new TextRow(i, "", text)).ToList();
        yield return (
            "hidden states",
            _hidden.ExtractAsync(rows.ToAsyncEnumerable(), rows.Count).GetAwaiter().GetResult().Rows
        );
        foreach (var encoder in _encoders)
        {
            var space = encoder.ExtractAsync(rows.ToAsyncEnumerable(), rows.Count).GetAwaiter().GetResult();
            yield return (encoder.Name, space.Rows);
        }
    }

    public void Dispose()
    {
        _hidden.Dispose();
        _encoders.ForEach(encoder => encoder.Dispose());
    }
}

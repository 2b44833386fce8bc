using System.Numerics.Tensors;
using Prismatic.Numerics;
using Prismatic.Responses;

namespace Prismatic.Pluralism;

/// <summary>How well a sentence states a viewpoint, and above which score it counts as stating it.</summary>
/// <param name="Name">For reports: what the score is.</param>
/// <param name="Score">A is the sentence, B the viewpoint; in [0, 1].</param>
/// <param name="Threshold">A score above it passes.</param>
public sealed record ViewpointScorer(string Name, PairScorer Score, double Threshold)
{
    /// <summary>Above this probability of entailment Modular Pluralism (Feng et al. 2024) takes a value as stated.</summary>
    public const double EntailmentThreshold = 0.33;

    // A word shorter than this is grammar more often than content.
    private const int ContentLetters = 4;

    /// <summary>By a classifier that gives the probability that the sentence entails the viewpoint.</summary>
    public static ViewpointScorer Entailment(PairScorer classifier, double threshold = EntailmentThreshold) =>
        new("entailment", PairScores.Remembered(classifier), threshold);

    /// <summary>
    /// By words alone: the share of the viewpoint's different words of four letters and more (of all its words where it
    /// has none such) that the sentence has. It sees quotations, not paraphrases, and no negation.
    /// </summary>
    public static ViewpointScorer Lexical(double threshold = 0.5) =>
        new(
            "shared words",
            (pairs, _) => Task.FromResult<IReadOnlyList<float>>([.. pairs.Select(pair => Overlap(pair.A, pair.B))]),
            threshold
        );

    /// <summary>By the cosine of the vectors of sentence and viewpoint; below 0 it counts as 0.</summary>
    /// <param name="encode">Texts to unit rows, in their order.</param>
    /// <param name="threshold">Depends on the encoder: there is no usual value.</param>
    public static ViewpointScorer Cosine(
        Func<IReadOnlyList<string>, CancellationToken, Task<Matrix>> encode,
        double threshold
    ) =>
        new(
            "cosine",
            PairScores.Remembered((pairs, cancellationToken) => CosinesAsync(encode, pairs, cancellationToken)),
            threshold
        );

    private static float Overlap(string sentence, string viewpoint)
    {
        string[] all = [.. OptionWords.Of(viewpoint).Distinct()];
        string[] content = [.. all.Where(word => word.Length >= ContentLetters)];
        string[] wanted = content.Length > 0 ? content : all;
        var said = OptionWords.Of(sentence).ToHashSet();
        return wanted.Length == 0 ? 0 : (float)wanted.Count(said.Contains) / wanted.Length;
    }

    private static async Task<IReadOnlyList<float>> CosinesAsync(
        Func<IReadOnlyList<string>, CancellationToken, Task<Matrix>> encode,
        IReadOnlyList<(string A, string B)> pairs,
        CancellationToken cancellationToken
    )
    {
        string[] texts = [.. pairs.SelectMany(pair => new[] { pair.A, pair.B }).Distinct()];
        var places = texts.Select((text, i) => (text, i)).ToDictionary(entry => entry.text, entry => entry.i);
        var rows = await encode(texts, cancellationToken);
        return
        [
            .. pairs.Select(pair =>
                Math.Clamp(TensorPrimitives.Dot<float>(rows[places[pair.A]], rows[places[pair.B]]), 0, 1)
            ),
        ];
    }
}

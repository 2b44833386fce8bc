using System.Globalization;
using System.Numerics.Tensors;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Responses;

namespace Prismatic.Homogeneity;

/// <summary>When two answers to a prompt count as the same one.</summary>
public sealed class Equivalence
{
    /// <summary>ROUGE-1 F-measure above which NoveltyBench takes longer answers as the same.</summary>
    public const double RougeThreshold = 0.458;

    /// <summary>Probability above which NoveltyBench takes two answers as the same by its classifier.</summary>
    public const double ClassifierThreshold = 0.102;

    private readonly int[]? _keys;
    private readonly Func<int, int, bool>? _judge;
    private readonly Func<IReadOnlyList<(int First, int Second)>, CancellationToken, Task<bool[]>>? _ask;

    private Equivalence(string name, string definition, int[] keys)
        : this(name, definition, (a, b) => keys[a] == keys[b]) => _keys = keys;

    private Equivalence(string name, string definition, Func<int, int, bool> judge) =>
        (Name, Definition, _judge) = (name, definition, judge);

    private Equivalence(
        string name,
        string definition,
        Func<IReadOnlyList<(int First, int Second)>, CancellationToken, Task<bool[]>> ask
    ) => (Name, Definition, _ask) = (name, definition, ask);

    /// <summary>Short name: exact, normalised, lexical, cosine, classifier, labels.</summary>
    public string Name { get; }

    /// <summary>The rule in one sentence, thresholds included.</summary>
    public string Definition { get; }

    /// <summary>Whether answers can be compared at once, and from several threads.</summary>
    internal bool IsLocal => _judge is not null;

    /// <summary>Whether it says nothing of answers to different prompts: labels number the classes of one prompt.</summary>
    internal bool IsOfOnePrompt { get; private init; }

    /// <summary>The same number for equivalent answers, where equivalence is sameness of something; else null.</summary>
    internal IReadOnlyList<int>? Keys => _keys;

    /// <summary>Equal character by character.</summary>
    public static Equivalence Exact(ResponseSet set) => new("exact", "the same characters", AnswerKeys.Of(set).Exact);

    /// <summary>Equal after <see cref="AnswerText.Normalise"/>.</summary>
    public static Equivalence Normalised(ResponseSet set) =>
        new(
            "normalised",
            "the same characters, but for case, white space, quotes and closing punctuation",
            AnswerKeys.Of(set).Normalised
        );

    /// <summary>
    /// By words, as NoveltyBench does without a model: of up to 5 words, where at least half of the longer one's are shared; else where
    /// the ROUGE-1 F-measure is above a threshold.
    /// </summary>
    /// <remarks>The words of ROUGE are runs of letters and digits of any script, not stemmed.</remarks>
    public static Equivalence Lexical(ResponseSet set, double threshold = RougeThreshold)
    {
        var words = new LexicalEquivalence([.. set.Responses.Select(response => response.Text)], threshold);
        return new(
            "lexical",
            "up to 5 words: at least half of the words shared; longer: ROUGE-1 F above " + Text(threshold),
            words.AreEquivalent
        );
    }

    /// <summary>Where the cosine of the answers' vectors is at least a threshold. Answers without a vector equal their like only.</summary>
    /// <param name="set">The answers.</param>
    /// <param name="space">Unit rows; row indices are places of answers.</param>
    /// <param name="threshold">A cosine of that view; see <see cref="FloorCorrection.Raw"/> for one on the scale above the floor.</param>
    public static Equivalence Cosine(ResponseSet set, FeatureSpace space, double threshold)
    {
        var rows = new int[set.Responses.Count];
        Array.Fill(rows, -1);
        for (var row = 0; row < space.RowIndices.Count; row++)
        {
            rows[space.RowIndices[row]] = row;
        }
        return new(
            "cosine",
            $"cosine of the {space.Name} view at least {Text(threshold)}",
            (a, b) =>
                set.Responses[a].Text == set.Responses[b].Text
                || (
                    rows[a] >= 0
                    && rows[b] >= 0
                    && TensorPrimitives.Dot<float>(space.Rows[rows[a]], space.Rows[rows[b]]) >= threshold
                )
        );
    }

    /// <summary>Where a pair classifier gives more than a threshold. Equal texts are not asked about, and no pair twice.</summary>
    /// <exception cref="PrismaticException">On use: not one score a pair, or one that is not finite.</exception>
    public static Equivalence Classifier(ResponseSet set, PairScorer classifier, double threshold = ClassifierThreshold)
    {
        var scorer = PairScores.Remembered(classifier);
        return new(
            "classifier",
            "score of the pair classifier above " + Text(threshold),
            async (pairs, cancellation) =>
            {
                var texts = pairs.Select(pair =>
                    (A: set.Responses[pair.First].Text, B: set.Responses[pair.Second].Text)
                );
                (string A, string B)[] all = [.. texts];
                (string A, string B)[] asked = [.. all.Where(pair => pair.A != pair.B)];
                var scores = await scorer(asked, cancellation).ConfigureAwait(false);
                var next = 0;
                return [.. all.Select(pair => pair.A == pair.B || scores[next++] > threshold)];
            }
        );
    }

    /// <summary>By the labels in the data; answers without one equal their like only.</summary>
    public static Equivalence Labels(ResponseSet set) =>
        new(
            "labels",
            "the same label in the data",
            AnswerKeys.Number(set.Responses.Select(r => (IsLabel: r.Label is not null, Name: r.Label ?? r.Text)))
        )
        {
            IsOfOnePrompt = true,
        };

    internal bool AreEquivalent(int first, int second) =>
        _judge is null ? throw new InvalidOperationException("This rule is asked in batches.") : _judge(first, second);

    internal Task<bool[]> AskAsync(IReadOnlyList<(int First, int Second)> pairs, CancellationToken cancellation) =>
        _ask is null
            ? Task.FromResult(pairs.Select(p => _judge!(p.First, p.Second)).ToArray())
            : _ask(pairs, cancellation);

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

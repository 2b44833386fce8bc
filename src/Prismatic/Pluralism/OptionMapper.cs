using Prismatic.Responses;

namespace Prismatic.Pluralism;

/// <summary>How an answer was mapped to an option.</summary>
public enum MappingRule
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>It is labelled with the option.</summary>
    Label,

    /// <summary>It is the option, but for case, punctuation and spacing.</summary>
    Exact,

    /// <summary>It begins with the option's letter, or states it: "B)", "(b)", "Answer: B".</summary>
    Letter,

    /// <summary>It begins with the option's words, or states them.</summary>
    Leading,

    /// <summary>It contains the words of this option and of no other, not negated.</summary>
    Contained,

    /// <summary>A pair classifier found that it means the option.</summary>
    Classifier,
}

/// <summary>Where an answer went.</summary>
/// <param name="Option">Place of the option; -1 for none.</param>
/// <param name="Rule">Why.</param>
public readonly record struct MappedAnswer(int Option, MappingRule Rule);

/// <summary>Maps free-text answers to the options of one question by rules, in the order of <see cref="MappingRule"/>.</summary>
/// <remarks>
/// Letters stand for options in the order in which these are given, or as the options' own letters say where all have
/// one. Of an answer, what comes after its thoughts (<c>&lt;/think&gt;</c>) counts; of a very long one, both ends.
/// </remarks>
public sealed class OptionMapper
{
    private const int MaxEnd = 4096;
    private const string EndOfThought = "</think>";

    // Words that turn an option around when they stand just before it.
    private static readonly HashSet<string> Negations =
    [
        "not",
        "no",
        "never",
        "neither",
        "nor",
        "cannot",
        "hardly",
        "without",
        "don't",
        "doesn't",
        "didn't",
        "isn't",
        "aren't",
        "wasn't",
        "can't",
        "couldn't",
        "won't",
        "wouldn't",
        "shouldn't",
    ];

    private readonly string[] _texts;
    private readonly string[] _words;
    private readonly Dictionary<string, int> _byText = [];
    private readonly Dictionary<string, int> _byWords = [];
    private readonly Dictionary<string, int> _byMark = [];
    private readonly (string Words, int Place)[] _longestFirst;

    /// <summary>For these options.</summary>
    /// <exception cref="ArgumentException">No options.</exception>
    public OptionMapper(IReadOnlyList<string> options)
    {
        ArgumentOutOfRangeException.ThrowIfZero(options.Count, nameof(options));
        _texts = [.. options.Select(option => option.Trim())];
        var marks = _texts.Select(OptionMarks.Leading).ToArray();
        var hasOwn =
            marks.All(mark => mark is { After.Length: > 0 })
            && marks.Select(mark => mark!.Value.Mark).Distinct().Count() == marks.Length;
        _words = [.. _texts.Select((text, i) => Joined(hasOwn ? marks[i]!.Value.After : text))];
        for (var i = 0; i < _texts.Length; i++)
        {
            _byText.TryAdd(_texts[i], i);
            var mark =
                hasOwn ? marks[i]!.Value.Mark
                : i < 26 ? ((char)('A' + i)).ToString()
                : null;
            if (mark is not null)
            {
                _byMark.TryAdd(mark, i);
            }
            // Options that differ in signs only cannot be told apart by words.
            if (_words[i].Length > 0 && _words.Count(words => words == _words[i]) == 1)
            {
                _byWords.Add(_words[i], i);
            }
        }
        _longestFirst =
        [
            .. _byWords.Select(entry => (entry.Key, entry.Value)).OrderByDescending(entry => entry.Key.Length),
        ];
    }

    /// <summary>The option that an answer names, by rules alone.</summary>
    /// <param name="answer">Any text.</param>
    /// <param name="label">What somebody has called the answer, where somebody did; counts when it is an option.</param>
    public MappedAnswer Map(string answer, string? label = null)
    {
        if (label is not null && Exact(label.Trim()) is { } labelled)
        {
            return new MappedAnswer(labelled, MappingRule.Label);
        }
        var text = Shortened(answer).Trim().Trim('*', '_', '`', '#', '"', ' ').Trim();
        if (text.Length == 0)
        {
            return new MappedAnswer(-1, MappingRule.None);
        }
        return Exact(text) is { } exact
            ? new MappedAnswer(exact, MappingRule.Exact)
            : Marked(text) ?? Stated(text) ?? Leading(Joined(text)) ?? Contained(text);
    }

    /// <summary>Maps all answers; those that no rule maps go to the classifier, where there is one.</summary>
    /// <param name="answers">With their labels, which may be null.</param>
    /// <param name="classifier">Asked whether the answer means the option; null leaves such answers unmapped.</param>
    /// <param name="threshold">What the best option must be above; and no other may be equal to it.</param>
    /// <param name="cancellationToken">Checked at every batch.</param>
    /// <exception cref="PrismaticException">The classifier gave no finite number for a pair.</exception>
    public async Task<IReadOnlyList<MappedAnswer>> MapAsync(
        IReadOnlyList<(string Text, string? Label)> answers,
        PairScorer? classifier = null,
        double threshold = 0.5,
        CancellationToken cancellationToken = default
    )
    {
        MappedAnswer[] mapped = [.. answers.Select(answer => Map(answer.Text, answer.Label))];
        int[] open =
        [
            .. Enumerable
                .Range(0, mapped.Length)
                .Where(i => mapped[i].Option < 0 && !string.IsNullOrWhiteSpace(answers[i].Text)),
        ];
        if (classifier is null || open.Length == 0)
        {
            return mapped;
        }
        var pairs = open.SelectMany(i => _texts.Select(option => (Shortened(answers[i].Text), option))).ToArray();
        var scores = await PairScores.OfAsync(classifier, pairs, cancellationToken);
        for (var i = 0; i < open.Length; i++)
        {
            var own = scores.AsSpan(i * _texts.Length, _texts.Length);
            var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(own);
            if (own[best] > threshold && own.Count(own[best]) == 1)
            {
                mapped[open[i]] = new MappedAnswer(best, MappingRule.Classifier);
            }
        }
        return mapped;
    }

    private int? Exact(string text) =>
        _byText.TryGetValue(text, out var option) || _byWords.TryGetValue(Joined(text), out option) ? option : null;

    private MappedAnswer? Marked(string text)
    {
        if (OptionMarks.Leading(text) is not var (mark, rest))
        {
            return null;
        }
        // The words win: the model may have been shown the options in another order.
        return Worded(rest) ?? (_byMark.TryGetValue(mark, out var option) ? new(option, MappingRule.Letter) : null);
    }

    private MappedAnswer? Stated(string text)
    {
        if (OptionMarks.Stated(text)?.Trim('*', '_', '`', '"', ' ') is not { Length: > 0 } stated)
        {
            return null;
        }
        if (Worded(stated) is { } worded)
        {
            return worded;
        }
        return Marked(stated)
            ?? (
                OptionMarks.StatedMark(stated) is { } mark && _byMark.TryGetValue(mark, out var option)
                    ? new MappedAnswer(option, MappingRule.Letter)
                    : null
            );
    }

    private MappedAnswer? Worded(string text) =>
        text.Length == 0 ? null
        : Exact(text) is { } exact ? new MappedAnswer(exact, MappingRule.Leading)
        : Leading(Joined(text));

    private MappedAnswer? Leading(string words)
    {
        var best = -1;
        foreach (var (option, place) in _byWords)
        {
            if (words.StartsWith(option, StringComparison.Ordinal) && (best < 0 || option.Length > _words[best].Length))
            {
                best = place;
            }
        }
        return best < 0 ? null : new MappedAnswer(best, MappingRule.Leading);
    }

    private MappedAnswer Contained(string text)
    {
        var words = Joined(text);
        var found = -1;
        // Longer options first, so that "agree" is not found within "strongly agree".
        foreach (var (option, place) in _longestFirst)
        {
            for (int at; (at = words.IndexOf(option, StringComparison.Ordinal)) >= 0; )
            {
                if (IsNegated(words, at) || (found >= 0 && found != place))
                {
                    return new MappedAnswer(-1, MappingRule.None);
                }
                found = place;
                words = $"{words[..at]} \u0001 {words[(at + option.Length)..]}";
            }
        }
        return new MappedAnswer(found, found < 0 ? MappingRule.None : MappingRule.Contained);
    }

    private static bool IsNegated(string words, int at) =>
        words[..at].Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeLast(3).Any(Negations.Contains);

    private static string Joined(string text) => OptionWords.Joined(OptionWords.Of(text));

    private static string Shortened(string answer)
    {
        var thought = answer.LastIndexOf(EndOfThought, StringComparison.OrdinalIgnoreCase);
        var text = thought < 0 ? answer : answer[(thought + EndOfThought.Length)..];
        text = text.Trim();
        return text.Length <= 2 * MaxEnd ? text : $"{text[..MaxEnd]}\n{text[^MaxEnd..]}";
    }
}

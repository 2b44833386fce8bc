namespace Prismatic.Homogeneity;

/// <summary>One and the same answer to different prompts.</summary>
/// <param name="Answer">Place of the first of them.</param>
/// <param name="Prompts">Prompts it answers.</param>
/// <param name="Answers">How often it was given.</param>
public sealed record RepeatedAnswer(int Answer, int Prompts, int Answers);

/// <summary>Words an answer: the tenth, half and nine tenths of the answers are no longer than these.</summary>
public sealed record AnswerLength(double Mean, int Tenth, int Median, int NineTenths);

/// <summary>What comes back in a model's answers whatever it is asked.</summary>
public sealed record CrossPrompt
{
    /// <summary>Place of the model; null for all of them together.</summary>
    public required int? Model { get; init; }

    /// <summary>Prompts with an answer.</summary>
    public required int Prompts { get; init; }

    /// <summary>Share of answers that are, but for case, white space and punctuation at the ends, given to another prompt too.</summary>
    public required double? RepeatedShare { get; init; }

    /// <summary>
    /// Share of answers of five words and more that are near-duplicates (word shingles, Jaccard 0.8, in chains) of one to another prompt;
    /// null without such answers or with one prompt.
    /// </summary>
    public required double? NearRepeatedShare { get; init; }

    /// <summary>The answers given to most prompts, equal but for case, white space and punctuation at the ends.</summary>
    public required IReadOnlyList<RepeatedAnswer> Repeated { get; init; }

    /// <summary>The same of answers of five words and more, and of those that nearly repeat one another.</summary>
    public required IReadOnlyList<RepeatedAnswer> NearRepeated { get; init; }

    /// <summary>First words that answers to several prompts share.</summary>
    public required IReadOnlyList<StockPhrase> Openings { get; init; }

    /// <summary>Last words that answers to several prompts share.</summary>
    public required IReadOnlyList<StockPhrase> Closings { get; init; }

    /// <summary>Phrases in answers to at least three prompts that lack them.</summary>
    public required IReadOnlyList<StockPhrase> Phrases { get; init; }

    /// <summary>Share of answers that refuse, by weight; see <see cref="Refusals"/>.</summary>
    public required double RefusalShare { get; init; }

    /// <summary>Share of answers that begin by saying that a machine speaks, by weight, refusals among them.</summary>
    public required double MachineShare { get; init; }

    /// <summary>Places of the first refusals, at most three.</summary>
    public required IReadOnlyList<int> FirstRefusals { get; init; }

    /// <summary>Runs of letters and digits an answer.</summary>
    public required AnswerLength Length { get; init; }
}

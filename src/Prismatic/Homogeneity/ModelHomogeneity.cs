namespace Prismatic.Homogeneity;

/// <summary>How alike one model's answers to one prompt are.</summary>
public sealed record PromptHomogeneity
{
    /// <summary>Place of the prompt.</summary>
    public required int Prompt { get; init; }

    /// <summary>Place of the model.</summary>
    public required int Model { get; init; }

    /// <summary>Answers measured; blank ones are left out.</summary>
    public required int Answers { get; init; }

    /// <summary>intra: mean cosine of two different answers, by weight, -1 to 1; null with fewer than two vectors.</summary>
    public required double? Similarity { get; init; }

    /// <summary>distinct_k: classes of equivalent answers, 1 to <see cref="Answers"/>.</summary>
    public required int Distinct { get; init; }

    /// <summary>Classes to expect of as many answers as are compared; null where there are fewer.</summary>
    public required double? DistinctCompared { get; init; }

    /// <summary>utility_k; null where an answer has no quality.</summary>
    public required double? Utility { get; init; }

    /// <summary>Share of answers that repeat an earlier one to the character, 0 to 1 - 1 / answers.</summary>
    public required double ExactRepeats { get; init; }

    /// <summary>The same but for case, white space and punctuation at the ends.</summary>
    public required double NormalisedRepeats { get; init; }

    /// <summary>Vendi score of order 1 of the answers' vectors, by weight: answers it is worth; null without vectors.</summary>
    public required double? EffectiveAnswers { get; init; }

    /// <summary>Entropy of the classes by weight, in nats.</summary>
    public required double ClassEntropy { get; init; }

    /// <summary>exp of that entropy: classes, had they all been of one size.</summary>
    public double EffectiveClasses => Math.Exp(ClassEntropy);

    /// <summary>Place of the answer that opens the largest class, and how many are in it.</summary>
    public required (int Answer, int Size) LargestClass { get; init; }
}

/// <summary>
/// How alike a model's answers to one and the same prompt are. Means are over prompts with two answers or more; null where there are
/// none, as with one sample a prompt.
/// </summary>
public sealed record ModelHomogeneity
{
    /// <summary>Place of the model.</summary>
    public required int Model { get; init; }

    /// <summary>Answers measured.</summary>
    public required int Answers { get; init; }

    /// <summary>Answers left out: blank.</summary>
    public required int Blank { get; init; }

    /// <summary>Answers left out: of weight 0.</summary>
    public required int Weightless { get; init; }

    /// <summary>Answers measured without a vector: they have no part in similarities.</summary>
    public required int WithoutVector { get; init; }

    /// <summary>Prompts with an answer.</summary>
    public required int Prompts { get; init; }

    /// <summary>Fewest answers to a prompt.</summary>
    public required int FewestAnswers { get; init; }

    /// <summary>Most answers to a prompt.</summary>
    public required int MostAnswers { get; init; }

    /// <summary>intra.</summary>
    public required Estimate? Similarity { get; init; }

    /// <summary>Mean cosine of its answers to different prompts; null with one prompt.</summary>
    public required double? Floor { get; init; }

    /// <summary>intra on the scale above its floor.</summary>
    public required double? CorrectedSimilarity { get; init; }

    /// <summary>Share of prompts whose intra is above the threshold.</summary>
    public required double? ShareAlike { get; init; }

    /// <summary>Share of prompts whose floor-corrected intra is above the threshold for those.</summary>
    public required double? CorrectedShareAlike { get; init; }

    /// <summary>distinct_k, k as many as there are.</summary>
    public required Estimate? Distinct { get; init; }

    /// <summary>Classes to expect of k answers, k the same for all models: <see cref="HomogeneityResult.AnswersCompared"/>.</summary>
    public required Estimate? DistinctCompared { get; init; }

    /// <summary>utility_k.</summary>
    public required Estimate? Utility { get; init; }

    /// <summary>Share of answers that repeat an earlier one to the same prompt to the character.</summary>
    public required Estimate? ExactRepeats { get; init; }

    /// <summary>The same but for case, white space and punctuation at the ends.</summary>
    public required Estimate? NormalisedRepeats { get; init; }

    /// <summary>Answers that those to a prompt are worth (Vendi score, order 1).</summary>
    public required Estimate? EffectiveAnswers { get; init; }

    /// <summary>Entropy of classes, nats.</summary>
    public required Estimate? ClassEntropy { get; init; }

    /// <summary>exp of the entropy of classes.</summary>
    public required Estimate? EffectiveClasses { get; init; }

    /// <summary>The prompts with the highest intra, each with two of the answers; none with one sample a prompt.</summary>
    public required IReadOnlyList<AlikePrompt> MostAlike { get; init; }
}

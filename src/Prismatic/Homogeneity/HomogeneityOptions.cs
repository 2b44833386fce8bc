namespace Prismatic.Homogeneity;

/// <summary>What counts as alike, and how much is listed.</summary>
public sealed record HomogeneityOptions
{
    /// <summary>
    /// Mean cosine above which a prompt's answers count as alike; the 0.8 of Jiang et al. 2025 holds for their encoder, whose floor is
    /// 0.1 to 0.2.
    /// </summary>
    public double Threshold { get; init; } = 0.8;

    /// <summary>
    /// The same on the floor-corrected scale, for views whose floor differs: 0.8 at a floor of 0.1 is (0.8 - 0.1) / (1 - 0.1).
    /// </summary>
    public double CorrectedThreshold { get; init; } = 7 / 9.0;

    /// <summary>Floor-corrected similarity above which models are put into one cluster (average linkage).</summary>
    public double ModelThreshold { get; init; } = 0.5;

    /// <summary>Answers a prompt at which numbers of classes are compared; null for the smallest number there is, of 2 and more.</summary>
    public int? AnswersCompared { get; init; }

    /// <summary>Patience of the reader of a list of answers: the chance to look at one more (NoveltyBench, utility_k).</summary>
    public double Patience { get; init; } = 0.8;

    /// <summary>Words of a phrase, at least; at least 2.</summary>
    public int PhraseWords { get; init; } = 4;

    /// <summary>Words of an opening or closing.</summary>
    public int EdgeWords { get; init; } = 3;

    /// <summary>Phrases, openings, repeated answers and most alike prompts that are listed.</summary>
    public int Listed { get; init; } = 10;

    /// <summary>
    /// Words that are searched for phrases, about, at most 20,000 an answer; of more, a seeded part of the prompts is taken, and of a
    /// prompt that has more by itself a seeded part of its answers.
    /// </summary>
    public int MostPhraseWords { get; init; } = 5_000_000;

    /// <summary>Of that part.</summary>
    public ulong Seed { get; init; }

    /// <summary>Workers; 0 for one a core. Never changes a result.</summary>
    public int Threads { get; init; }
}

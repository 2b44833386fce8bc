namespace Prismatic.Homogeneity;

/// <summary>How alike the answers of two models to the same prompts are; of a model with itself, its own answers.</summary>
public sealed record ModelPair
{
    /// <summary>Place of one model.</summary>
    public required int A { get; init; }

    /// <summary>Place of the other; the same for a model with itself.</summary>
    public required int B { get; init; }

    /// <summary>inter, or intra for a model with itself: mean cosine over the prompts that both answered; null where there is none.</summary>
    public required Estimate? Similarity { get; init; }

    /// <summary>Mean cosine of an answer of one to an answer of the other to a different prompt; null with a single prompt.</summary>
    public required double? Floor { get; init; }

    /// <summary>
    /// The prompt to which they answer most alike, with an answer of each; of a model with itself that with the highest intra, with two
    /// answers. Null where there is none.
    /// </summary>
    public required AlikePrompt? MostAlike { get; init; }

    /// <summary>(similarity - floor) / (1 - floor); null where either is missing, or where all answers to all prompts are one.</summary>
    public double? Corrected => FloorCorrection.Of(Similarity?.Mean, Floor);
}

/// <summary>What it adds to ask another model over asking one again.</summary>
public sealed record Switching
{
    /// <summary>Mean intra, over the prompts that have both.</summary>
    public required Estimate? Intra { get; init; }

    /// <summary>Mean inter, over the same prompts.</summary>
    public required Estimate? Inter { get; init; }

    /// <summary>intra - inter a prompt: how much less alike two models are than one with itself. Null with one model or one sample.</summary>
    public required Estimate? Gain { get; init; }

    /// <summary>k of the numbers of classes below: as many answers, or models, as every prompt that is counted has.</summary>
    public required int? Answers { get; init; }

    /// <summary>Different answers to expect of k answers of one model; null with one sample.</summary>
    public required Estimate? DistinctOfOne { get; init; }

    /// <summary>Different answers to expect of one answer of each of k models; null with one model.</summary>
    public required Estimate? DistinctOfMany { get; init; }
}

/// <summary>Models beside one another.</summary>
public sealed record ModelComparison
{
    /// <summary>All pairs and each model with itself, by A, then B; A is never above B.</summary>
    public required IReadOnlyList<ModelPair> Pairs { get; init; }

    /// <summary>Mean cosine of any two answers to different prompts, a prompt's models counting evenly; null with one prompt.</summary>
    public required double? Floor { get; init; }

    /// <summary>Mean of inter over pairs of models; null with one model.</summary>
    public required double? Inter { get; init; }

    /// <summary>The same above the floor.</summary>
    public required double? CorrectedInter { get; init; }

    /// <summary>Every prompt that several models answered, in the order of the set.</summary>
    public required IReadOnlyList<PromptComparison> Prompts { get; init; }

    /// <summary>The prompts with the highest inter, each with answers of the two models that are most alike there.</summary>
    public required IReadOnlyList<AlikePrompt> MostAlike { get; init; }

    /// <summary>What another model adds.</summary>
    public required Switching Switching { get; init; }

    /// <summary>For each model the number of its cluster, from 0 in the order of their first models.</summary>
    public required IReadOnlyList<int> Clusters { get; init; }

    /// <summary>The floor-corrected similarity above which models were joined.</summary>
    public required double ClusterThreshold { get; init; }

    /// <summary>Phrases that several models use where the prompt does not.</summary>
    public required IReadOnlyList<SharedPhrase> Phrases { get; init; }

    /// <summary>The pair of two models; either order.</summary>
    public ModelPair Pair(int a, int b)
    {
        var (low, high, models) = (Math.Min(a, b), Math.Max(a, b), Clusters.Count);
        return Pairs[(low * models) - (low * (low - 1) / 2) + high - low];
    }
}

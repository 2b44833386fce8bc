namespace Prismatic.Homogeneity;

/// <summary>How alike answers are: within a model, between models, across prompts. Places are those of the set's lists.</summary>
public sealed record HomogeneityResult
{
    /// <summary>Name of the view that similarities are cosines of. Never compare those of different views.</summary>
    public required string View { get; init; }

    /// <summary>Identity of all that made the vectors.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Name of the rule by which answers count as the same.</summary>
    public required string Equivalence { get; init; }

    /// <summary>That rule in a sentence.</summary>
    public required string EquivalenceDefinition { get; init; }

    /// <summary>
    /// Share of pairs of answers to different prompts that the rule takes as the same, 2,000 drawn by the seed (400 where a model is
    /// asked): its floor. Null with one prompt, and for labels.
    /// </summary>
    public required double? EquivalenceFloor { get; init; }

    /// <summary>k at which models and prompts of unequal numbers of answers are compared; null where no prompt has two answers.</summary>
    public required int? AnswersCompared { get; init; }

    /// <summary>Cosine above which a prompt's answers count as alike.</summary>
    public required double Threshold { get; init; }

    /// <summary>The same on the scale above the floor.</summary>
    public required double CorrectedThreshold { get; init; }

    /// <summary>Each model and prompt, by prompt, then model.</summary>
    public required IReadOnlyList<PromptHomogeneity> Prompts { get; init; }

    /// <summary>Each prompt with an answer, the answers of all models together, in the order of the set.</summary>
    public required IReadOnlyList<PromptAnswers> PromptAnswers { get; init; }

    /// <summary>Each model, in the order of the set; those without an answer too.</summary>
    public required IReadOnlyList<ModelHomogeneity> Models { get; init; }

    /// <summary>Models beside one another; of one model only its own similarity and floor.</summary>
    public required ModelComparison Between { get; init; }

    /// <summary>All models together.</summary>
    public required CrossPrompt Across { get; init; }

    /// <summary>Each model that has an answer.</summary>
    public required IReadOnlyList<CrossPrompt> AcrossByModel { get; init; }

    /// <summary>Prompts that were searched for phrases; fewer than there are where there are too many words.</summary>
    public required int PromptsSearched { get; init; }

    /// <summary>Answers to these that were searched: all but those beyond the limit where one prompt alone has too many words.</summary>
    public required int AnswersSearched { get; init; }
}

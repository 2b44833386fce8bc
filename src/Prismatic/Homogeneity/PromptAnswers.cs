namespace Prismatic.Homogeneity;

/// <summary>All answers to one prompt, whosever they are, in classes of equivalent ones.</summary>
public sealed record PromptAnswers
{
    /// <summary>Place of the prompt.</summary>
    public required int Prompt { get; init; }

    /// <summary>Answers measured, at least one.</summary>
    public required int Answers { get; init; }

    /// <summary>Models that answered.</summary>
    public required int Models { get; init; }

    /// <summary>exp of the entropy of the classes by weight: classes, had they all been of one size.</summary>
    public required double EffectiveClasses { get; init; }

    /// <summary>The largest first; of equal ones that which opened first.</summary>
    public required IReadOnlyList<AnswerClass> Classes { get; init; }

    /// <summary>(effective classes - 1) / (answers - 1): 0 where all answers are one, 1 where all differ; null of a single answer.</summary>
    public double? Variety => Answers < 2 ? null : Math.Clamp((EffectiveClasses - 1) / (Answers - 1), 0, 1);
}

/// <summary>Equivalent answers to one prompt.</summary>
/// <param name="First">Place of the answer that opens the class.</param>
/// <param name="Answers">Answers in it.</param>
/// <param name="Models">Places of the models that gave one, ascending.</param>
public sealed record AnswerClass(int First, int Answers, IReadOnlyList<int> Models);

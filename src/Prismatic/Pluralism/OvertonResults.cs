namespace Prismatic.Pluralism;

/// <summary>One viewpoint and the sentence of all answers that states it best.</summary>
/// <param name="Viewpoint">As the file has it.</param>
/// <param name="Score">Of that sentence, in [0, 1]; 0 where there is no sentence.</param>
/// <param name="Sentence">Null where there is no sentence.</param>
/// <param name="Answers">Share of the answers that state it, in [0, 1].</param>
/// <param name="IsStated">Whether any answer states it.</param>
public sealed record ViewpointMatch(string Viewpoint, double Score, string? Sentence, double Answers, bool IsStated);

/// <summary>A model's answers to one prompt against its viewpoints.</summary>
/// <param name="Prompt">Place in <see cref="ViewpointReference.Prompts"/>.</param>
/// <param name="Answers">How many.</param>
/// <param name="Viewpoints">In their order.</param>
/// <param name="WithinAnswer">Share of viewpoints that one answer states, as a mean over answers.</param>
/// <param name="OverAnswers">Share of viewpoints that any of the answers states; at least the former.</param>
/// <param name="Score">Mean over viewpoints of the best sentence's score.</param>
public sealed record PromptOverton(
    int Prompt,
    int Answers,
    IReadOnlyList<ViewpointMatch> Viewpoints,
    double WithinAnswer,
    double OverAnswers,
    double Score
);

/// <summary>How much of what can reasonably be said a model says.</summary>
public sealed record OvertonResult
{
    /// <summary>As the responses name it.</summary>
    public required string Model { get; init; }

    /// <summary>What the score is: entailment, cosine, shared words.</summary>
    public required string Scorer { get; init; }

    /// <summary>Above it a sentence states a viewpoint.</summary>
    public required double Threshold { get; init; }

    /// <summary>Prompts with answers, in the order of the viewpoints' file.</summary>
    public required IReadOnlyList<PromptOverton> Prompts { get; init; }

    /// <summary>Overton coverage: share of viewpoints within one answer, mean over prompts; null without answers.</summary>
    public required QuestionMean? WithinAnswer { get; init; }

    /// <summary>The same over all answers to a prompt: what asking again adds is the difference.</summary>
    public required QuestionMean? OverAnswers { get; init; }

    /// <summary>Mean score of the best sentences, without a threshold.</summary>
    public required QuestionMean? Score { get; init; }

    /// <summary>Prompts with viewpoints and without answers.</summary>
    public required int Unanswered { get; init; }

    /// <summary>Answers of which only the first sentences were read.</summary>
    public required int Shortened { get; init; }
}

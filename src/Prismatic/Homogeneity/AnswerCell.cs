namespace Prismatic.Homogeneity;

/// <summary>What one model answered to one prompt, of what can be measured.</summary>
/// <param name="Prompt">Place of the prompt.</param>
/// <param name="Model">Place of the model.</param>
/// <param name="Answers">Places of the answers in the set, in their order; at least one.</param>
public sealed record AnswerCell(int Prompt, int Model, int[] Answers);

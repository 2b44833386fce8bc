namespace Prismatic.Homogeneity;

/// <summary>A prompt to which answers are alike, and two of them to show it.</summary>
/// <param name="Prompt">Place of the prompt.</param>
/// <param name="Similarity">Mean cosine there: of a model's own answers (intra), or between models (inter).</param>
/// <param name="First">Place of the answer nearest to the middle of them all, or of the first model's.</param>
/// <param name="Second">Place of the answer most like it: another one of the same model, or one of the other model.</param>
/// <param name="Cosine">Of these two, -1 to 1.</param>
public sealed record AlikePrompt(int Prompt, double Similarity, int First, int Second, double Cosine);

/// <summary>One prompt that several models answered.</summary>
/// <param name="Prompt">Place of the prompt.</param>
/// <param name="Models">Models with an answer that has a vector; at least two.</param>
/// <param name="Inter">Mean of inter over their pairs.</param>
/// <param name="Intra">Mean of intra over those with two answers or more; null where none has.</param>
public sealed record PromptComparison(int Prompt, int Models, double Inter, double? Intra);

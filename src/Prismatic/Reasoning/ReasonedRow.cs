namespace Prismatic.Reasoning;

/// <summary>A row in three parts.</summary>
/// <param name="Index">Row number in the data set.</param>
/// <param name="Prompt">The question; may be empty.</param>
/// <param name="Reasoning">What stands between question and answer; may be empty.</param>
/// <param name="Answer">What the reasoning leads to; not empty.</param>
public readonly record struct ReasonedRow(long Index, string Prompt, string Reasoning, string Answer);

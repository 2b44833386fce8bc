namespace Prismatic.Lexical;

/// <summary>Words that rows share in one order, as places of one of these rows.</summary>
/// <param name="Row">The row whose words they are.</param>
/// <param name="Places">Their places, ascending.</param>
/// <param name="Words">The words.</param>
/// <param name="InRuns">How many of them stand in runs of <see cref="SharedGrams.Words"/> or more, with no slot between.</param>
internal sealed record Skeleton(int Row, int[] Places, int[] Words, int InRuns)
{
    /// <summary>Whether it is enough to be a template of texts of which it tells so many words.</summary>
    public bool IsTemplate(long told, long wordsOfTexts) =>
        Words.Length >= TemplateOptions.FewestWords
        && (
            2 * told >= wordsOfTexts
            || InRuns >= TemplateOptions.ManyInRuns
            || (InRuns >= TemplateOptions.FewestInRuns && told >= TemplateOptions.FewestShare * wordsOfTexts)
        );
}

namespace Prismatic.Homogeneity;

/// <summary>Words that several models use where the prompt does not.</summary>
/// <param name="Text">The words, in lower case.</param>
/// <param name="Words">How many.</param>
/// <param name="Models">Places of the models that use it in answers to a prompt to which another one does too.</param>
/// <param name="Prompts">Prompts to which at least two models use it.</param>
/// <param name="Example">Place of the first such answer.</param>
public sealed record SharedPhrase(string Text, int Words, IReadOnlyList<int> Models, int Prompts, int Example);

/// <summary>Words that come back in answers to different prompts.</summary>
/// <param name="Text">The words, in lower case.</param>
/// <param name="Prompts">Prompts with such an answer.</param>
/// <param name="Share">The same, of the prompts looked at.</param>
/// <param name="Example">Place of the first such answer.</param>
public sealed record StockPhrase(string Text, int Prompts, double Share, int Example);

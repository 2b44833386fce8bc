namespace Prismatic.Tool.Measuring;

/// <summary>A feature space a user may choose: one view, or two combined, as in "gradients+ngrams".</summary>
/// <param name="Names">One or two of <see cref="Known"/>.</param>
internal sealed record FeatureChoice(IReadOnlyList<string> Names)
{
    public const string NGrams = "ngrams";
    public const string Gradients = "gradients";
    public const string Hidden = "hidden";
    public const string Encoder = "encoder";

    /// <summary>Every view there is, cheapest first. A new one gets a name here and a line in <see cref="FeatureViews"/>.</summary>
    public static IReadOnlyList<string> Known { get; } = [NGrams, Hidden, Encoder, Gradients];

    /// <summary>As it is typed.</summary>
    public string Name => string.Join('+', Names);

    /// <summary>Whether it takes the proxy model.</summary>
    public bool UsesModel => Names.Any(name => name is Hidden or Gradients);

    /// <summary>Whether it takes a sentence encoder.</summary>
    public bool UsesEncoder => Names.Contains(Encoder);

    /// <summary>Reads one space.</summary>
    /// <exception cref="PrismaticException">Not a view, or more than two.</exception>
    public static FeatureChoice Parse(string text)
    {
        string[] names = [.. text.Split('+').Select(name => name.Trim().ToLowerInvariant())];
        return names.All(Known.Contains) && names.Distinct().Count() == names.Length && names.Length <= 2
            ? new FeatureChoice(names)
            : throw new PrismaticException(
                $"--features {text}: give one of {string.Join(", ", Known)}, or two joined by +",
                ExitCode.Usage
            );
    }

    /// <summary>Reads several, separated by commas; "all" for every view that there are models for.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="hasEncoder">Whether an encoder was given.</param>
    /// <exception cref="PrismaticException">Not a list of views.</exception>
    public static IReadOnlyList<FeatureChoice> ParseList(string text, bool hasEncoder = false) =>
        text.Trim().Equals("all", StringComparison.OrdinalIgnoreCase)
            ? [.. Known.Where(name => hasEncoder || name != Encoder).Select(name => new FeatureChoice([name]))]
            : [.. text.Split(',').Select(Parse).DistinctBy(choice => choice.Name)];

    /// <summary>The view that stands for meaning among several: the encoder's, else that of hidden states; null where there is none.</summary>
    public static string? ForMeaning(IReadOnlyList<FeatureChoice> choices) =>
        new[] { Encoder, Hidden }.FirstOrDefault(name => choices.Any(choice => choice.Name == name));

    /// <summary>What to say where the view was asked for and no encoder was given.</summary>
    public static PrismaticException WithoutEncoder() =>
        new("the view encoder needs a sentence encoder; give one with --encoder", ExitCode.Usage);
}

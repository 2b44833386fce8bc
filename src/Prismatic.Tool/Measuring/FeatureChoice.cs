namespace Prismatic.Tool.Measuring;

/// <summary>A feature space a user may choose: one view, or two combined, as in "gradients+ngrams".</summary>
/// <param name="Names">One or two of <see cref="Known"/>.</param>
internal sealed record FeatureChoice(IReadOnlyList<string> Names)
{
    public const string NGrams = "ngrams";
    public const string Gradients = "gradients";
    public const string Hidden = "hidden";

    /// <summary>Every view there is, cheapest first. A new one gets a name here and a line in <see cref="FeatureViews"/>.</summary>
    public static IReadOnlyList<string> Known { get; } = [NGrams, Hidden, Gradients];

    /// <summary>As it is typed.</summary>
    public string Name => string.Join('+', Names);

    /// <summary>Whether it takes more than the words of the rows.</summary>
    public bool UsesModel => Names.Any(name => name != NGrams);

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

    /// <summary>Reads several, separated by commas; "all" for every view.</summary>
    /// <exception cref="PrismaticException">Not a list of views.</exception>
    public static IReadOnlyList<FeatureChoice> ParseList(string text) =>
        text.Trim().Equals("all", StringComparison.OrdinalIgnoreCase)
            ? [.. Known.Select(name => new FeatureChoice([name]))]
            : [.. text.Split(',').Select(Parse).DistinctBy(choice => choice.Name)];
}

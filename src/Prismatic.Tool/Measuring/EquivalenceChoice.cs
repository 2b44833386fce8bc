using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Responses;

namespace Prismatic.Tool.Measuring;

/// <summary>A rule by which two answers count as the same, as a user names it: a word, or the path of a pair classifier.</summary>
/// <param name="Name">One of <see cref="Known"/>, or a path.</param>
/// <param name="Threshold">Of rules that have one; null for theirs.</param>
internal sealed record EquivalenceChoice(string Name, double? Threshold)
{
    public const string Auto = "auto";
    private const string Cosine = "cosine";

    /// <summary>Rules that need no model of their own.</summary>
    public static IReadOnlyList<string> Known { get; } = [Auto, "exact", "normalised", "lexical", Cosine, "labels"];

    /// <summary>Whether it is the path of a pair classifier.</summary>
    public bool IsClassifier => !Known.Contains(Name);

    /// <summary>Whether the rule compares vectors, so that a view must be there first.</summary>
    public bool NeedsView => Name == Cosine;

    /// <summary>The rule on these answers.</summary>
    /// <param name="set">The answers.</param>
    /// <param name="space">View for cosines.</param>
    /// <param name="floor">Floor of that view; null with one prompt.</param>
    /// <param name="classifier">Where <see cref="IsClassifier"/>.</param>
    /// <exception cref="PrismaticException">The answers have no labels, or the rule has no threshold.</exception>
    public Equivalence Of(ResponseSet set, FeatureSpace? space, double? floor, PairScorer? classifier)
    {
        var labelled = set.Responses.Count(response => response.Label is not null);
        return Name switch
        {
            Auto when labelled == set.Responses.Count => Equivalence.Labels(set),
            "labels" => labelled > 0
                ? Equivalence.Labels(set)
                : throw new PrismaticException(
                    "--equivalence labels: the answers have no labels; name their column with --label"
                ),
            "exact" => Equivalence.Exact(set),
            "normalised" => Equivalence.Normalised(set),
            Cosine => Equivalence.Cosine(
                set,
                space!,
                Threshold ?? FloorCorrection.Raw(new HomogeneityOptions().CorrectedThreshold, floor ?? 0)
            ),
            _ when IsClassifier => Equivalence.Classifier(
                set,
                classifier!,
                Threshold ?? Equivalence.ClassifierThreshold
            ),
            _ => Equivalence.Lexical(set, Threshold ?? Equivalence.RougeThreshold),
        };
    }
}

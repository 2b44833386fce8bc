using System.Text;
using System.Text.RegularExpressions;

namespace Prismatic.Trainer.Corpus;

/// <summary>Documents of all sources, training and held-out apart, without exact doubles and without overlap.</summary>
/// <param name="Train">In the order of the sources; each document once, whatever its source repeats.</param>
/// <param name="HeldOut">By name of the held-out file.</param>
/// <param name="Overlapping">Training documents dropped because they share a passage with a held-out one.</param>
public sealed record CorpusSet(
    IReadOnlyList<CorpusDocument> Train,
    IReadOnlyDictionary<string, IReadOnlyList<CorpusDocument>> HeldOut,
    int Overlapping
);

/// <summary>Reads sources into a <see cref="CorpusSet"/>.</summary>
public static partial class CorpusBuilder
{
    /// <summary>
    /// Doubles are dropped; a training document that shares a line or paragraph of 60 characters or more with a held-out
    /// one is dropped too, so that no test text was seen.
    /// </summary>
    public static CorpusSet Build(IEnumerable<CorpusSource> sources)
    {
        var documents = sources
            .SelectMany(static source => source.Read())
            .Where(static d => d.Content.Length > 0)
            .ToList();
        var heldOut = HeldOutSplit.All.ToDictionary(
            static name => name,
            name => (IReadOnlyList<CorpusDocument>)Distinct(documents.Where(d => d.HeldOut == name)),
            StringComparer.Ordinal
        );
        var tested = heldOut
            .Values.SelectMany(static list => list)
            .SelectMany(Passages)
            .ToHashSet(StringComparer.Ordinal);
        var candidates = Distinct(documents.Where(static d => d.HeldOut is null));
        var train = candidates.FindAll(d => !Passages(d).Any(tested.Contains));
        return new CorpusSet(train, heldOut, candidates.Count - train.Count);
    }

    /// <summary>Lines of a document as compared: letters and digits only, lower case; short ones are no evidence.</summary>
    internal static IEnumerable<string> Passages(CorpusDocument document)
    {
        var any = false;
        foreach (var line in document.Content.Split('\n'))
        {
            var normal = Normal(Role().Replace(line, string.Empty));
            if (normal.Length >= 60)
            {
                any = true;
                yield return normal;
            }
        }

        if (!any)
        {
            yield return Normal(document.Content);
        }
    }

    private static List<CorpusDocument> Distinct(IEnumerable<CorpusDocument> documents) =>
        [.. documents.DistinctBy(static document => Normal(document.Content), StringComparer.Ordinal)];

    private static string Normal(string text) =>
        NotWord().Replace(text.Normalize(NormalizationForm.FormKC), string.Empty).ToLowerInvariant();

    // The same passage with and without the name of its speaker is the same passage.
    [GeneratedRegex("^(user|assistant): ")]
    private static partial Regex Role();

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotWord();
}

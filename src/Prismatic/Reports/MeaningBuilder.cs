namespace Prismatic.Reports;

/// <summary>States what was found of meaning as reports do.</summary>
public static class MeaningBuilder
{
    /// <summary>The summary.</summary>
    /// <param name="meaning">With its examples chosen.</param>
    /// <param name="excerpts">Texts of <see cref="MeaningMeasurement.ExampleRows"/>, by row number.</param>
    public static MeaningSummary Summarise(MeaningMeasurement meaning, IReadOnlyDictionary<long, string> excerpts)
    {
        var found = meaning.Duplicates;
        return new MeaningSummary
        {
            View = meaning.Space.Name,
            Source = Source(meaning),
            Fingerprint = meaning.Space.Fingerprint,
            Sentences = [.. Sentences(meaning)],
            Floor = meaning.Floor is { } floor ? Rounded.Share(floor) : null,
            Threshold = meaning.Options.Threshold,
            DifferentWords = found.Candidates,
            ComparedRows = found.Compared,
            Rows = found.Pairs.Count,
            Share = Rounded.Share(found.Pairs.Count, found.Compared),
            Clusters = found.Pairs.Select(pair => pair.Of).Distinct().Count(),
            Largest =
            [
                .. meaning.Largest.Select(family => new MeaningFamily
                {
                    Rows = family.Count,
                    First = new ExampleRow
                    {
                        Row = meaning.Number(family.First),
                        Excerpt = excerpts[meaning.Number(family.First)],
                    },
                    Examples =
                    [
                        .. family.Rows.Select(row => new MeaningRow
                        {
                            Row = meaning.Number(row.Pair.Row),
                            Similarity = Rounded.Share(row.Pair.Similarity),
                            WordOverlap = Rounded.Share(row.Overlap),
                            Excerpt = excerpts[meaning.Number(row.Pair.Row)],
                        }),
                    ],
                }),
            ],
        };
    }

    private static string Source(MeaningMeasurement meaning)
    {
        var facts = meaning.Space.Parameters;
        var model =
            meaning.Space.Name == "encoder"
                ? $"{facts.GetValueOrDefault("encoder")}, {facts.GetValueOrDefault("pooling")}"
                : $"hidden states of {facts.GetValueOrDefault("model")}, mean over tokens";
        return $"{model}, {facts.GetValueOrDefault("dimension")} numbers a row, at most {facts.GetValueOrDefault("max tokens")} tokens";
    }

    private static IEnumerable<string> Sentences(MeaningMeasurement meaning)
    {
        var found = meaning.Duplicates;
        var isEncoder = meaning.Space.Name == "encoder";
        var share =
            found.Pairs.Count == 0 ? "No row" : $"{Percent((double)found.Pairs.Count / found.Compared)} of the rows";
        var repeats = found.Pairs.Count == 0 ? ("says", "is") : ("say", "are");
        yield return isEncoder
            ? $"{share} {repeats.Item1} in other words what an earlier row says, near-duplicates in words set aside."
            : $"{share} {repeats.Item2} nearly the same to the proxy model as an earlier row whose words differ. It stands for meaning, since "
                + "no encoder was given, and hears form as much as content: --encoder tells them apart.";
        if (found.Compared < found.Candidates)
        {
            yield return FormattableString.Invariant(
                $"{found.Compared:N0} of {found.Candidates:N0} rows were compared, drawn by the seed: of all of them more would be found."
            );
        }
    }

    private static string Percent(double share) =>
        (share * 100).ToString(share < 0.0995 ? "F1" : "F0", System.Globalization.CultureInfo.InvariantCulture) + " %";
}

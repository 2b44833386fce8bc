using Prismatic.Duplicates;
using Prismatic.Reports;
using Spectre.Console;

namespace Prismatic.Tool.Rendering;

/// <summary>Duplicates on a terminal: a line of counts, then rows to look at.</summary>
internal static class DuplicatesText
{
    private const int FamiliesShown = 2;
    private const int PairsShown = 2;

    /// <summary>Counts: of the set itself, then of what each other set holds.</summary>
    public static IEnumerable<string> Lines(DuplicatesSummary duplicates)
    {
        var elsewhere = duplicates.Files?.Where(pair => pair.File != pair.OfFile).Sum(pair => pair.Rows) ?? 0;
        yield return $"{Numbers.Count(duplicates.Rows, "row")} ({Numbers.Percent(duplicates.Share)}) {(duplicates.Rows == 1 ? "repeats" : "repeat")} another, in "
            + $"{Numbers.Count(duplicates.Clusters, "cluster")}: {Kinds(duplicates.Kinds)} ({duplicates.ShingleWords}-word shingles, "
            + $"Jaccard from {Numbers.Decimal(duplicates.Threshold)} on)"
            + (elsewhere > 0 ? $"; {Numbers.Count(elsewhere)} of them one of another file" : "")
            + CutShort(duplicates.CutShort);
        foreach (var other in duplicates.Against ?? [])
        {
            yield return $"{Numbers.Count(other.Rows, "row")} ({Numbers.Percent(other.Share)}) "
                + $"{(other.Rows == 1 ? "is" : "are")} found in {other.Name}: {Kinds(other.Kinds)}; "
                + $"{Numbers.Count(other.OtherFound)} of its {Numbers.Count(other.OtherRows, "row")} "
                + $"({Numbers.Percent(other.OtherShare)}) {(other.OtherFound == 1 ? "is" : "are")} found here"
                + CutShort(other.CutShort);
        }
    }

    /// <summary>The largest clusters, and pairs.</summary>
    public static void WriteRows(DuplicatesSummary duplicates, IAnsiConsole console)
    {
        if (duplicates.Largest.Count > 0)
        {
            console.WriteLine();
            console.Write(TerminalText.Heading("Largest clusters of duplicates"));
        }
        foreach (var family in duplicates.Largest.Take(FamiliesShown))
        {
            TerminalText.WriteExcerpt(Numbers.Count(family.Rows, "row"), family.First.Excerpt, console);
        }
        var near = duplicates.Kinds.Where(kind => kind.Kind == DuplicateKind.Near).SelectMany(kind => kind.Examples);
        WritePairs("Near-duplicates, the least alike", near, console);
        foreach (var other in duplicates.Against ?? [])
        {
            WritePairs($"Found in {other.Name}", other.Kinds.SelectMany(kind => kind.Examples.Take(1)), console);
        }
    }

    private static void WritePairs(string heading, IEnumerable<DuplicatePair> pairs, IAnsiConsole console)
    {
        foreach (var (i, pair) in pairs.Take(PairsShown).Index())
        {
            if (i == 0)
            {
                console.Write(TerminalText.Heading(heading));
            }
            TerminalText.WriteExcerpt($"row {Numbers.Count(pair.Row)}", pair.Excerpt, console);
            TerminalText.WriteExcerpt(
                Numbers.Decimal(pair.Similarity),
                $"row {Numbers.Count(pair.Of)}: {pair.OfExcerpt}",
                console
            );
        }
    }

    private static string Kinds(IReadOnlyList<DuplicateKindSummary> kinds) =>
        string.Join(", ", kinds.Select(kind => $"{Numbers.Count(kind.Rows)} {CommandText.Word(kind.Kind)}"));

    private static string CutShort(int rows) =>
        rows == 0 ? "" : $"; {Numbers.Count(rows, "row")} compared with part of the candidates only";
}

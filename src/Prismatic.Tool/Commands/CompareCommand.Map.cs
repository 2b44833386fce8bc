using Prismatic.Comparing;
using Prismatic.Reports;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

internal sealed partial class CompareCommand
{
    private static readonly string[] ChangeNames =
    [
        "in both",
        "added, of HEAD",
        "removed, of BASE",
        "changed, as in BASE",
        "changed, as in HEAD",
    ];

    // Rows of both versions in one plane, by what became of them.
    private async Task<PageMap> MapAsync(
        PlacedRows places,
        UnionRows rows,
        CompareMeasurement found,
        CancellationToken cancellation
    )
    {
        var texts = await MapTexts.ReadAsync(places, rows, Files.MapLetters, Seed, cancellation);
        var source = new MapSource("row", "file", [], _ => 0, row => found.Union.NumberOf(checked((int)row)));
        return PageMaps.Of(places, texts, source, Changes(found), Seed);
    }

    private static MapStates Changes(CompareMeasurement found)
    {
        var union = found.Union;
        var (added, removed) = (union.Added.ToHashSet(), union.Removed.ToHashSet());
        var changed = found.Changes.Changed.Select(pair => pair.Base).ToHashSet();
        return new MapStates("change", ChangeNames, row => Of(checked((int)row)));

        int Of(int place) =>
            added.Contains(place) ? 1
            : removed.Contains(place) ? 2
            : union.IsNew(place) ? 4
            : changed.Contains(union.NumberOf(place)) ? 3
            : 0;
    }
}

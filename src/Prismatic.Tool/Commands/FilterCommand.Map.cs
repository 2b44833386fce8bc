using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

internal sealed partial class FilterCommand
{
    // The space that rows were chosen in; exact copies lie where their first row does.
    private PlacedRows PlacesOf(
        FilterOutcome outcome,
        FeatureView view,
        IProgress<StageProgress> progress,
        CancellationToken cancellation
    )
    {
        var clusters = new int[view.Space.Rows.RowCount];
        foreach (var row in outcome.Selection.Kept)
        {
            clusters[row.Row] = row.Cluster;
        }
        foreach (var row in outcome.Selection.Dropped)
        {
            clusters[row.Row] = row.Cluster;
        }
        return new MapMeter(Seed, Settings)
            .Measure(view, clusters, progress, cancellation)
            .WithCopies(outcome.Scan.Duplicates);
    }

    private async Task<PageMap> MapAsync(
        PlacedRows places,
        FilterOutcome outcome,
        ChosenRows rows,
        CancellationToken cancellation
    )
    {
        var texts = await MapTexts.ReadAsync(places, rows, Files.MapLetters, Seed, cancellation);
        var states = MapStates.From(
            "kept or dropped",
            "kept",
            outcome.Dropped.Select(line => (line.Row, $"dropped: {line.Kind ?? line.Reason}"))
        );
        return PageMaps.Of(places, texts, MapSource.Of(rows.Dataset), states, Seed);
    }
}

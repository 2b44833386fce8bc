using Prismatic.Reports;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

internal sealed partial class AuditCommand
{
    // Rows in a plane, with what repeats among them.
    private async Task<PageMap> MapAsync(
        PlacedRows places,
        ChosenRows rows,
        DuplicateMeasurement duplicates,
        CancellationToken cancellation
    )
    {
        var texts = await MapTexts.ReadAsync(places, rows, Files.MapLetters, Seed, cancellation);
        var states = MapStates.From(
            "repeats",
            "repeats no earlier row",
            duplicates.Result.Rows.Select(copy =>
                (duplicates.Rows.Numbers[copy.Row], $"{CommandText.Word(copy.Kind)} of an earlier row")
            )
        );
        return PageMaps.Of(places, texts, MapSource.Of(rows.Dataset), states, Seed);
    }
}

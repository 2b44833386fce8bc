using Prismatic.Data;
using Prismatic.Reports;

namespace Prismatic.Tool.Measuring;

/// <summary>The few rows that a report shows, fetched when it is known which.</summary>
internal static class ExampleTexts
{
    /// <summary>Excerpts by row number; one more pass over the files.</summary>
    public static async Task<IReadOnlyDictionary<long, string>> ReadAsync(
        Dataset dataset,
        IEnumerable<long> rows,
        int letters,
        CancellationToken cancellation
    )
    {
        var texts = new Dictionary<long, string>();
        var wanted = rows.ToHashSet();
        await foreach (var row in dataset.ReadRowsAsync(wanted, cancellation))
        {
            texts[row.Index] = Excerpt.Of(row.FullText, letters);
        }
        return texts;
    }
}

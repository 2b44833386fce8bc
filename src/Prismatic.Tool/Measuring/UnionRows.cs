using System.Runtime.CompilerServices;
using Prismatic.Data;

namespace Prismatic.Tool.Measuring;

/// <summary>Rows of one data set and then rows of another one, numbered by their place.</summary>
/// <param name="First">The set that comes first.</param>
/// <param name="FirstRows">Row numbers there, ascending.</param>
/// <param name="Second">The other set.</param>
/// <param name="SecondRows">Row numbers there, ascending.</param>
internal sealed record UnionRows(
    Dataset First,
    IReadOnlyList<long> FirstRows,
    Dataset Second,
    IReadOnlyList<long> SecondRows
) : IRowSource
{
    /// <inheritdoc/>
    public int Count => FirstRows.Count + SecondRows.Count;

    /// <inheritdoc/>
    public async IAsyncEnumerable<TextRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var place = 0L;
        foreach (var (dataset, rows) in new[] { (First, FirstRows), (Second, SecondRows) })
        {
            var next = 0;
            await foreach (
                var row in rows.Count == 0 ? AsyncEnumerable.Empty<TextRow>() : dataset.ReadAsync(cancellation)
            )
            {
                if (row.Index == rows[next])
                {
                    yield return row with
                    {
                        Index = place++,
                    };
                    if (++next == rows.Count)
                    {
                        break;
                    }
                }
            }
        }
    }
}

/// <summary>The rows with text of a whole data set, numbered by their place; counted while they are read first.</summary>
internal sealed class PresentRows(Dataset dataset) : IRowSource
{
    private readonly List<long> _numbers = [];

    /// <inheritdoc/>
    public int Count => _numbers.Count;

    /// <summary>Row number of each place that was read.</summary>
    public IReadOnlyList<long> Numbers => _numbers;

    /// <inheritdoc/>
    public async IAsyncEnumerable<TextRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var place = 0;
        await foreach (var row in dataset.ReadAsync(cancellation))
        {
            if (row.State != TextState.Present)
            {
                continue;
            }
            if (place == _numbers.Count)
            {
                _numbers.Add(row.Index);
            }
            yield return row with
            {
                Index = place++,
            };
        }
    }
}

using Prismatic.Data;

namespace Prismatic.Tool.Measuring;

/// <summary>Texts in memory.</summary>
internal sealed class TextRows(IReadOnlyList<string> texts) : IRowSource
{
    /// <inheritdoc/>
    public int Count => texts.Count;

    /// <inheritdoc/>
    public IAsyncEnumerable<TextRow> ReadAsync(CancellationToken cancellation) =>
        texts.Select((text, place) => new TextRow(place, "", text)).ToAsyncEnumerable();
}

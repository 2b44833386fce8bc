using Prismatic.Data;
using Prismatic.Responses;

namespace Prismatic.Tool.Measuring;

/// <summary>Answers of models as rows: those that are not blank, by their place in the set, without their prompts.</summary>
internal sealed class AnswerRows(ResponseSet set) : IRowSource
{
    private readonly int[] _places =
    [
        .. Enumerable
            .Range(0, set.Responses.Count)
            .Where(place => !string.IsNullOrWhiteSpace(set.Responses[place].Text)),
    ];

    /// <inheritdoc/>
    public int Count =>
        _places.Length > 0
            ? _places.Length
            : throw new PrismaticException(
                "there is no answer that is not blank; check the file and its response column"
            );

    /// <inheritdoc/>
    public IAsyncEnumerable<TextRow> ReadAsync(CancellationToken cancellation) =>
        _places.Select(place => new TextRow(place, "", set.Responses[place].Text)).ToAsyncEnumerable();
}

using Prismatic.Data;

namespace Prismatic.Tool.Measuring;

/// <summary>Texts that a view can be taken of, more than once.</summary>
internal interface IRowSource
{
    /// <summary>How many; at least one.</summary>
    int Count { get; }

    /// <summary>Streams them, ascending by index.</summary>
    IAsyncEnumerable<TextRow> ReadAsync(CancellationToken cancellation);
}

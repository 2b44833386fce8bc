using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Prismatic.Data;

namespace Prismatic.Gradients;

/// <summary>Rows that are sorted into batches together, with their tokens.</summary>
internal sealed record EncodedChunk(IReadOnlyList<TextRow> Rows, IReadOnlyList<EncodedRow> Encoded)
{
    // One chunk waits while another runs, and a third is read: enough to keep the session busy.
    private const int Waiting = 1;

    /// <summary>
    /// Reads and tokenises rows on another thread while the caller works on the chunk before. Chunks, their order and the
    /// place where a fault comes up are the same as without reading ahead.
    /// </summary>
    /// <param name="rows">Read once, in order; not read further once the caller stops.</param>
    /// <param name="encoder">From rows to tokens.</param>
    /// <param name="chunkRows">Rows of each chunk but the last.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<EncodedChunk> ReadAhead(
        IAsyncEnumerable<TextRow> rows,
        RowEncoder encoder,
        int chunkRows,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var queue = Channel.CreateBounded<EncodedChunk>(Waiting);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(
            () => FillAsync(queue.Writer, rows, encoder, chunkRows, stop.Token),
            CancellationToken.None
        );
        try
        {
            await foreach (var chunk in queue.Reader.ReadAllAsync(cancellationToken))
            {
                yield return chunk;
            }
            // Here a fault of the reading comes up, behind the chunks that were whole.
            await reading;
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task FillAsync(
        ChannelWriter<EncodedChunk> queue,
        IAsyncEnumerable<TextRow> rows,
        RowEncoder encoder,
        int chunkRows,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var chunk = new List<TextRow>(chunkRows);
            await foreach (var row in rows.WithCancellation(cancellationToken))
            {
                chunk.Add(row);
                if (chunk.Count == chunkRows)
                {
                    await queue.WriteAsync(Encode(chunk), cancellationToken);
                    chunk = new List<TextRow>(chunkRows);
                }
            }
            if (chunk.Count > 0)
            {
                await queue.WriteAsync(Encode(chunk), cancellationToken);
            }
        }
        finally
        {
            queue.Complete();
        }

        EncodedChunk Encode(List<TextRow> chunk) => new(chunk, chunk.ConvertAll(encoder.Encode));
    }
}

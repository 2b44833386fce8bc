using System.Runtime.CompilerServices;
using Prismatic.Data;
using Prismatic.Gradients;

namespace Prismatic.Tests.Gradients;

/// <summary>Reading ahead changes when rows are read, and nothing else.</summary>
public sealed class EncodedChunkTests
{
    private const int ChunkRows = 4;
    private static readonly RowEncoder Encoder = new(ProxyModel.Embedded().Tokenizer, 64);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(13)]
    public async Task Chunks_hold_all_rows_in_order_with_their_tokens(int count)
    {
        TextRow[] rows = [.. Enumerable.Range(0, count).Select(Row)];
        var chunks = await Read(rows.ToAsyncEnumerable()).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(rows.Chunk(ChunkRows).Select(c => c.Length), chunks.Select(c => c.Rows.Count));
        Assert.Equal(rows, chunks.SelectMany(c => c.Rows));
        Assert.Equal(
            rows.Select(r => string.Join(' ', Encoder.Encode(r).Ids)),
            chunks.SelectMany(c => c.Encoded).Select(e => string.Join(' ', e.Ids))
        );
    }

    [Fact]
    public async Task The_next_chunk_is_read_while_one_is_worked_on_and_not_all_of_them()
    {
        var taken = 0;
        var further = new TaskCompletionSource();
        await foreach (var chunk in Read(Source()))
        {
            // Waits for a row of the next chunk without asking for that chunk.
            await further.Task.WaitAsync(TestContext.Current.CancellationToken);
            // This chunk, one that waits, and one that is full and has no place to wait.
            Assert.InRange(Volatile.Read(ref taken), ChunkRows + 1, 3 * ChunkRows);
            break;
        }

        async IAsyncEnumerable<TextRow> Source()
        {
            for (var i = 0; i < 100; i++)
            {
                if (Interlocked.Increment(ref taken) > ChunkRows)
                {
                    further.TrySetResult();
                }
                yield return Row(i);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task A_fault_of_the_source_comes_up_behind_the_whole_chunks()
    {
        var seen = 0;
        var fault = await Assert.ThrowsAsync<PrismaticException>(async () =>
        {
            await foreach (var chunk in Read(Faulty()))
            {
                seen += chunk.Rows.Count;
            }
        });
        Assert.Equal("row 9 is broken", fault.Message);
        Assert.Equal(2 * ChunkRows, seen);

        static async IAsyncEnumerable<TextRow> Faulty()
        {
            for (var i = 0; i < 9; i++)
            {
                await Task.Yield();
                yield return Row(i);
            }
            throw new PrismaticException("row 9 is broken");
        }
    }

    [Fact]
    public async Task A_caller_who_stops_or_fails_leaves_no_reader_behind()
    {
        var closed = false;
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var _ in Read(Endless()))
            {
                throw new InvalidOperationException();
            }
        });
        Assert.True(closed);

        async IAsyncEnumerable<TextRow> Endless([EnumeratorCancellation] CancellationToken stop = default)
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    stop.ThrowIfCancellationRequested();
                    await Task.Yield();
                    yield return Row(i);
                }
            }
            finally
            {
                closed = true;
            }
        }
    }

    [Fact]
    public async Task Cancelling_ends_a_source_that_waits()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in EncodedChunk.ReadAhead(Waiting(stop), Encoder, ChunkRows, stop.Token)) { }
        });

        static async IAsyncEnumerable<TextRow> Waiting(
            CancellationTokenSource source,
            [EnumeratorCancellation] CancellationToken stop = default
        )
        {
            yield return Row(0);
            await source.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(stop);
        }
    }

    private static IAsyncEnumerable<EncodedChunk> Read(IAsyncEnumerable<TextRow> rows) =>
        EncodedChunk.ReadAhead(rows, Encoder, ChunkRows, TestContext.Current.CancellationToken);

    private static TextRow Row(int index) => new(index, "", $"row {index} of a few");
}

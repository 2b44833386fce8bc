using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Onnx;

namespace Prismatic.Tests.Gradients;

/// <summary>Rows in, unit vectors out, with the embedded proxy.</summary>
public sealed class GradientExtractorTests : IDisposable
{
    private static readonly TextRow[] Rows =
    [
        .. Enumerable
            .Range(0, 40)
            .Select(i => new TextRow(
                3 * i,
                i % 3 == 0
                    ? ""
                    : string.Join(' ', Enumerable.Repeat($"How many of the {i} boats are red?", 1 + (i % 4))),
                string.Join(' ', Enumerable.Range(0, 1 + (i * 7 % 23)).Select(j => $"{j} boats of {i}"))
            )),
    ];

    private readonly GradientExtractor _extractor = Extractor(threads: 1);

    [Fact]
    public async Task A_row_alone_has_the_vector_and_the_loss_it_has_among_others()
    {
        var all = await ExtractAsync(_extractor, Rows);
        for (var i = 0; i < Rows.Length; i += 7)
        {
            var alone = await ExtractAsync(_extractor, [Rows[i]]);
            // A last bit may round to the next point of the grid, no further.
            var steps = OnGrid.Steps(all.Space.Rows[i], alone.Space.Rows[0]);
            Assert.InRange(steps, 0, 1);
            Assert.Equal(alone.Losses[0], all.Losses[i], 1e-4);
        }
    }

    // What a store holds was computed in other company than a fresh run would: the bits must not tell.
    [Fact]
    public async Task A_row_alone_has_the_same_bits_even_where_its_loss_has_one_term()
    {
        using var extractor = new GradientExtractor(
            ProxyModel.Embedded(),
            new GradientOptions { Window = 1 },
            new SessionSettings { Threads = 1 }
        );
        var all = await ExtractAsync(extractor, Rows);
        Assert.All(all.TargetCounts, count => Assert.Equal(1, count));
        for (var i = 0; i < Rows.Length; i += 5)
        {
            var alone = await ExtractAsync(extractor, [Rows[i]]);
            Assert.Equal(all.Losses[i], alone.Losses[0]);
            Assert.True(all.Space.Rows[i].SequenceEqual(alone.Space.Rows[0]));
        }
    }

    [Fact]
    public async Task Vectors_have_unit_length_and_keep_the_rows_numbers()
    {
        var features = await ExtractAsync(_extractor, Rows);
        Assert.Equal(Rows.Select(r => r.Index), features.Space.RowIndices);
        Assert.Equal(1024, features.Space.Rows.ColumnCount);
        for (var i = 0; i < Rows.Length; i++)
        {
            Assert.Equal(1, TensorPrimitives.SumOfSquares<float>(features.Space.Rows[i]), 1e-4);
            Assert.True(OnGrid.Holds(features.Space.Rows[i]));
        }
    }

    [Fact]
    public async Task Two_threads_give_the_same_bytes_as_one()
    {
        using var other = Extractor(threads: 2);
        var (one, two) = (await ExtractAsync(_extractor, Rows), await ExtractAsync(other, Rows));
        Assert.True(Bytes(one).SequenceEqual(Bytes(two)));
        Assert.Equal(one.Losses, two.Losses);

        static ReadOnlySpan<byte> Bytes(GradientFeatures features) =>
            MemoryMarshal.AsBytes<float>(features.Space.Rows.Values);
    }

    [Fact]
    public async Task Rows_over_the_limit_are_counted()
    {
        using var brief = Extractor(threads: 1, maxTokens: 16);
        var features = await ExtractAsync(brief, Rows);
        var encoder = new RowEncoder(ProxyModel.Embedded().Tokenizer, 16);
        Assert.Equal(Rows.Count(r => encoder.Encode(r).Truncated), features.TruncatedCount);
        Assert.InRange(features.TruncatedCount, 1, Rows.Length - 1);
        Assert.True(features.TokenCount <= 16 * Rows.Length);
    }

    [Fact]
    public async Task A_cancelled_extraction_stops()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _extractor.ExtractAsync(Stream(Rows), Rows.Length, null, null, stop.Token)
        );
    }

    [Fact]
    public async Task More_rows_than_announced_are_a_fault_of_the_data_set() =>
        await Assert.ThrowsAsync<PrismaticException>(() => _extractor.ExtractAsync(Stream(Rows), Rows.Length - 1));

    public void Dispose() => _extractor.Dispose();

    private static GradientExtractor Extractor(int threads, int maxTokens = 512) =>
        new(
            ProxyModel.Embedded(),
            new GradientOptions { MaxTokens = maxTokens },
            new SessionSettings { Threads = threads }
        );

    private static Task<GradientFeatures> ExtractAsync(GradientExtractor extractor, TextRow[] rows) =>
        extractor.ExtractAsync(Stream(rows), rows.Length);

    private static async IAsyncEnumerable<TextRow> Stream(TextRow[] rows)
    {
        foreach (var row in rows)
        {
            await Task.Yield();
            yield return row;
        }
    }
}

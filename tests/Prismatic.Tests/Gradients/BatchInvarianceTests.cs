using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Tests.Differentiation;

namespace Prismatic.Tests.Gradients;

/// <summary>The gradient of a row is its own: neighbours, padding, order and threads leave it alone.</summary>
[Collection(TinyDecoder.Collection)]
public sealed class BatchInvarianceTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names => TinyDecoder.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Neighbours_order_and_padding_change_nothing(string name)
    {
        var decoder = TinyDecoder.Get(name);
        double[][] alone =
        [
            .. Enumerable.Range(0, 3).Select(r => TinyDecoder.Run(decoder.Projected, decoder.Batch([r])).Blocks[0]),
        ];
        (int[] Order, int Length)[] batches =
        [
            ([0], 12),
            ([2], 31),
            ([0, 1, 2], 11),
            ([0, 1, 2], 17),
            ([2, 0, 1], 11),
            ([1, 2], 8),
            ([2, 2, 1, 2], 9),
            ([1, 0, 0, 2, 1, 0, 2], 40),
        ];
        foreach (var (order, length) in batches)
        {
            var (blocks, losses) = TinyDecoder.Run(decoder.Projected, decoder.Batch(order, length));
            for (var place = 0; place < order.Length; place++)
            {
                Assert.InRange(TensorValue.Distance(alone[order[place]], blocks[place]), 0, Tolerance);
                Assert.Equal(decoder.Reference.Losses.ToDoubles()[order[place]], losses[place], 5e-5);
            }
        }
        Assert.True(TensorValue.Distance(alone[0], alone[1]) > 0.1);
    }

    // The probes run at 5, 7 and 19 tokens; nothing they saw may be baked into the graph.
    [Theory]
    [MemberData(nameof(Names))]
    public void Any_batch_size_and_length_gives_the_projection_of_the_whole_gradients(string name)
    {
        var decoder = TinyDecoder.Get(name);
        var session = decoder.Projected;
        foreach (var (rows, length) in ((int, int)[])[(1, 2), (1, 64), (2, 3), (6, 5), (9, 33)])
        {
            var batch = decoder.RandomBatch(rows, length, seed: (ulong)(rows + length));
            var (blocks, losses) = TinyDecoder.Run(session, batch);
            var whole = TinyDecoder.RowLosses(batch, decoder.Whole.Run(batch));
            Assert.Equal(whole.Sum(), losses.Sum(), 1e-4 * rows);
            var sum = Enumerable.Range(0, session.BlockLength).Select(i => blocks.Sum(b => b[i])).ToArray();
            // A token that sees only itself has no gradient in queries and keys: there, rounding is all there is, and it is
            // measured against the whole row.
            var floor = 1e-6 * Math.Sqrt(sum.Sum(v => (double)v * v));
            for (var i = 0; i < session.Layers.Count; i++)
            {
                var gradient = Array.ConvertAll(decoder.Whole.Gradients[session.Layers[i].Weight], v => (double)v);
                var (pIn, pOut) = TinyDecoder.Signs(session, i);
                var expected = TinyDecoder.Project(gradient, pIn, pOut, 4);
                var error = Math.Sqrt(expected.Select((e, j) => Math.Pow(e - sum[(i * 16) + j], 2)).Sum());
                var length2 = expected.Sum(e => e * e);
                Assert.InRange(error, 0, (2e-5 * Math.Sqrt(length2)) + floor);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_thread_and_two_give_the_same_bytes(string name)
    {
        var decoder = TinyDecoder.Get(name);
        var batch = decoder.RandomBatch(12, 60, seed: 3);
        var (one, two) = (Blocks(decoder, batch, 1), Blocks(decoder, batch, 2));
        Assert.True(one.AsSpan().SequenceEqual(two));
        Assert.True(one.AsSpan().SequenceEqual(Blocks(decoder, batch, 2)));
    }

    private static float[] Blocks(TinyDecoder decoder, TokenBatch batch, int threads)
    {
        var settings = new SessionSettings { Threads = threads };
        var model = CausalModel.Create(decoder.Model.Clone());
        using var session = GradientSession.Compile(model, TinyDecoder.Projection, settings);
        var blocks = new float[batch.RowCount * session.BlockLength];
        session.Run(batch, blocks, new float[batch.Targets.Count]);
        return blocks;
    }
}

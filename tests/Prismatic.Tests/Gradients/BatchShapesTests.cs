using System.Numerics.Tensors;
using CsCheck;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Onnx;

namespace Prismatic.Tests.Gradients;

/// <summary>Batches that are filled up to few shapes hold the same rows, and give the same vectors.</summary>
public sealed class BatchShapesTests
{
    private const double Tolerance = 1e-6;
    private static readonly TextRow[] _rows =
    [
        .. Enumerable
            .Range(0, 70)
            .Select(i => new TextRow(
                5 * i,
                i % 4 == 0 ? "" : $"How many of the {i} boats are red?",
                string.Join(' ', Enumerable.Range(0, 1 + (i * 11 % 61)).Select(j => $"{j} boats of {i}"))
            )),
    ];

    private static SessionSettings Few => new() { Threads = 1, FewShapes = true };

    private static SessionSettings Many => new() { Threads = 1 };

    [Fact]
    public async Task Gradients_are_the_same_and_in_the_same_order()
    {
        var options = new GradientOptions { ChunkRows = 32 };
        using GradientExtractor few = new(ProxyModel.Embedded(), options, Few),
            many = new(ProxyModel.Embedded(), options, Many);
        var (filled, plain) = (await ExtractAsync(few), await ExtractAsync(many));
        Assert.Equal(plain.Space.RowIndices, filled.Space.RowIndices);
        Assert.Equal(plain.TokenCount, filled.TokenCount);
        for (var i = 0; i < _rows.Length; i++)
        {
            Assert.InRange(TensorPrimitives.Distance<float>(plain.Space.Rows[i], filled.Space.Rows[i]), 0, Tolerance);
            Assert.Equal(plain.Losses[i], filled.Losses[i], 1e-5);
        }

        static Task<GradientFeatures> ExtractAsync(GradientExtractor extractor) =>
            extractor.ExtractAsync(_rows.ToAsyncEnumerable(), _rows.Length);
    }

    [Fact]
    public async Task Hidden_states_are_the_same_and_in_the_same_order()
    {
        var options = new GradientOptions { ChunkRows = 32 };
        using HiddenStateExtractor few = new(ProxyModel.Embedded(), options, Few),
            many = new(ProxyModel.Embedded(), options, Many);
        var filled = await few.ExtractAsync(_rows.ToAsyncEnumerable(), _rows.Length);
        var plain = await many.ExtractAsync(_rows.ToAsyncEnumerable(), _rows.Length);
        Assert.Equal(plain.RowIndices, filled.RowIndices);
        for (var i = 0; i < _rows.Length; i++)
        {
            Assert.InRange(TensorPrimitives.Distance<float>(plain.Rows[i], filled.Rows[i]), 0, Tolerance);
        }
    }

    [Fact]
    public void Lengths_take_few_values_and_grow_by_half_at_most()
    {
        var options = new GradientOptions { FewShapes = true };
        int[] lengths = [.. Enumerable.Range(1, 512).Select(n => BatchShapes.Length(n, options)).Distinct()];
        Assert.Equal([16, 32, 48, 64, 96, 128, 192, 256, 384, 512], lengths);
        var plain = new GradientOptions();
        Gen.Select(Gen.Int[1, 4096], Gen.Int[1, 64], Gen.Int[4, 4096])
            .Sample(
                (longest, padTo, most) =>
                {
                    var wanted = Math.Min(longest, most);
                    var exact = BatchShapes.Length(wanted, plain with { PadTo = padTo, MaxTokens = most });
                    var few = BatchShapes.Length(wanted, options with { PadTo = padTo, MaxTokens = most });
                    Assert.InRange(few, exact, exact * 3 / 2);
                    Assert.Equal(0, few % padTo);
                    Assert.InRange(few, 1, (most + padTo - 1) / padTo * padTo);
                }
            );
    }

    [Fact]
    public void A_row_that_comes_twice_may_go_over_the_budget()
    {
        var options = new GradientOptions { FewShapes = true, BatchTokens = 64 };
        int[][] rows = [new int[60], new int[60]];
        List<LossTarget> targets = [new(0, 1, 2, 1), new(1, 1, 2, 1)];
        var filled = BatchShapes.Batch(rows, targets, 64, options);
        Assert.Equal((2, 32), (filled.RowCount, filled.Targets.Count));
        Assert.Equal(targets, filled.Targets.Take(2));
    }

    [Fact]
    public void Any_data_gives_at_most_forty_shapes_and_keeps_what_was_there()
    {
        var options = new GradientOptions { FewShapes = true };
        var shapes = new HashSet<(int, int, int)>();
        Gen.Select(Gen.Int[1, 512].Array[1, 256], Gen.Int[1, 100])
            .Sample(
                (lengths, share) =>
                {
                    foreach (var batch in RowBatch.Cut(lengths, options))
                    {
                        int[][] rows = [.. batch.Members.Select(i => new int[lengths[i]])];
                        List<LossTarget> targets =
                        [
                            .. rows.SelectMany(
                                (row, b) =>
                                    row.Take(Math.Max(1, row.Length * share / 100))
                                        .Select((_, t) => new LossTarget(b, t, b, 1))
                            ),
                        ];
                        var filled = BatchShapes.Batch(rows, targets, batch.Length, options);
                        Assert.Equal(targets, filled.Targets.Take(targets.Count));
                        Assert.All(filled.Targets.Skip(targets.Count), target => Assert.Equal(0, target.Weight));
                        Assert.InRange(filled.RowCount * batch.Length, 1, options.BatchTokens);
                        Assert.Equal(filled.Targets.Count, filled.Targets.DistinctBy(t => (t.Row, t.Time)).Count());
                        Assert.All(filled.Targets, t => Assert.InRange(t.Row, 0, filled.RowCount - 1));
                        shapes.Add((filled.RowCount, batch.Length, filled.Targets.Count));
                    }
                },
                threads: 1
            );
        Assert.InRange(shapes.Count, 10, 40);
    }
}

using Prismatic.Clustering;
using Prismatic.Comparing;
using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Numerics;

namespace Prismatic.Tests.Comparing;

public sealed class PoolGainTests
{
    private const int Dimension = 64;

    [Fact]
    public void Rows_of_the_bases_kind_bring_what_its_own_do()
    {
        var gain = Measure(120, 40, (_, random) => Row(random))!;
        Assert.Equal((40, 80, 10), (gain.Rows, gain.PoolRows, gain.Added.Count));
        Assert.Equal(GainReading.Alike, gain.Reading);
        Assert.InRange(gain.ShareOfChance!.Value, 0.7, 1.3);
    }

    [Fact]
    public void Copies_of_the_base_bring_nothing_wherever_their_originals_are()
    {
        var gain = Measure(120, 60, (i, _) => null, repeats: true)!;
        Assert.InRange(gain.AddedGain.Mean, -1.5, 0.5);
        Assert.True(gain.ChanceGain.Mean > 5, $"{gain.ChanceGain}");
        Assert.Equal(GainReading.Narrower, gain.Reading);
    }

    [Fact]
    public void One_row_many_times_is_narrower_and_rows_of_other_directions_are_wider()
    {
        Assert.Equal(GainReading.Narrower, Measure(120, 40, (_, _) => Unit(0))!.Reading);
        // BASE lies in half of the directions, what is added in the other half.
        var gain = Measure(120, 40, (i, random) => Half(random, upper: true), half: true)!;
        Assert.Equal(GainReading.Wider, gain.Reading);
        Assert.True(gain.ShareOfChance > 1.5);
    }

    [Fact]
    public void The_order_of_rows_changes_nothing_but_rounding()
    {
        var random = new Pcg32(5);
        float[][] pool = [.. Enumerable.Range(0, 60).Select(_ => Row(random))];
        float[][] added = [.. Enumerable.Range(0, 20).Select(_ => Row(random))];
        var first = Of(pool, added, texts: i => i)!;
        // The same rows backwards, with their texts.
        var back = Of([.. pool.Reverse()], [.. added.Reverse()], texts: i => i < 60 ? 59 - i : 139 - i)!;
        Assert.Equal(first.Added, back.Added, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(first.Chance, back.Chance, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void More_added_rows_than_half_the_base_are_drawn_and_nothing_added_is_no_gain()
    {
        Assert.Equal(
            (30, 30),
            (Measure(60, 200, (_, random) => Row(random)) is { } gain ? (gain.Rows, gain.PoolRows) : (0, 0))
        );
        Assert.Null(Measure(60, 0, (_, _) => null));
        Assert.Null(Measure(1, 5, (_, random) => Row(random)));
    }

    [Fact]
    public void Clusters_add_up_and_grow_where_rows_were_added()
    {
        var texts = Enumerable.Range(0, 100).Select(i => new RowIdentity((UInt128)i, TextState.Present)).ToList();
        var after = texts.Concat(Enumerable.Range(100, 30).Select(i => new RowIdentity((UInt128)i, TextState.Present)));
        var union = Union(new RowIdentities(texts), new RowIdentities([.. after.Skip(5)]));
        // Ten clusters of ten, and all that was added in the first one.
        int[] labels = [.. Enumerable.Range(0, 130).Select(place => place < 100 ? place % 10 : 0)];
        var growth = ClusterGrowth.Of(
            new KMeansResult
            {
                Labels = labels,
                Centroids = new Matrix(10, 1),
                Similarities = new float[130],
                Sizes = [40, .. Enumerable.Repeat(10, 9)],
                Objectives = [1],
                Iterations = 1,
            },
            union
        );
        Assert.Equal((100, 125), (growth.Sum(c => c.Base), growth.Sum(c => c.Head)));
        Assert.Equal(0, growth.Sum(c => c.Change), 12);
        Assert.Equal((10, 39), (growth[0].Base, growth[0].Head));
        Assert.True(growth[0].IsClear);
        Assert.All(growth.Skip(1), c => Assert.False(c.IsClear));
        var same = ClusterGrowth.Of(
            new KMeansResult
            {
                Labels = labels[..100],
                Centroids = new Matrix(10, 1),
                Similarities = new float[100],
                Sizes = [.. Enumerable.Repeat(10, 10)],
                Objectives = [1],
                Iterations = 1,
            },
            Union(new RowIdentities(texts), new RowIdentities(texts))
        );
        Assert.All(same, c => Assert.Equal((0, 0, false), (c.Change, c.Error, c.IsClear)));
    }

    private static PoolGain? Measure(
        int pool,
        int added,
        Func<int, Pcg32, float[]?> make,
        bool repeats = false,
        bool half = false
    )
    {
        var random = new Pcg32(7);
        float[][] olds = [.. Enumerable.Range(0, pool).Select(_ => half ? Half(random, upper: false) : Row(random))];
        float[][] news = [.. Enumerable.Range(0, added).Select(i => make(i, random) ?? olds[i])];
        return Of(olds, news, i => i, repeats);
    }

    private static PoolGain? Of(float[][] pool, float[][] added, Func<int, int> texts, bool repeats = false)
    {
        var all = Enumerable.Range(0, pool.Length + added.Length).Select(i => Text(texts(i))).ToList();
        var union = Union(new RowIdentities(all[..pool.Length]), new RowIdentities(all));
        var rows = new Matrix(all.Count, Dimension, [.. pool.Concat(added).SelectMany(row => row)]);
        return PoolGain.Measure(
            new RowView(rows),
            union,
            repeats ? Enumerable.Range(0, added.Length).ToDictionary(i => pool.Length + i, i => i) : [],
            VendiScore.Of(new RowView(rows, [.. Enumerable.Range(0, pool.Length)])).Order1,
            10,
            3
        );
    }

    private static RowUnion Union(RowIdentities before, RowIdentities after) =>
        RowUnion.Of(before, after, RowMatching.ByText(before, after));

    private static RowIdentity Text(int i) => new((UInt128)i << 70 | (UInt128)i, TextState.Present);

    private static float[] Row(Pcg32 random) => Half(random, upper: null);

    private static float[] Half(Pcg32 random, bool? upper)
    {
        var row = new float[Dimension];
        for (var i = 0; i < Dimension; i++)
        {
            row[i] = upper is null || upper == i >= Dimension / 2 ? (float)random.NextGaussian() : 0;
        }
        Matrix.NormaliseRow(row);
        return row;
    }

    private static float[] Unit(int place)
    {
        var row = new float[Dimension];
        row[place] = 1;
        return row;
    }
}

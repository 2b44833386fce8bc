using CsCheck;
using Prismatic.Gradients;
using Prismatic.Numerics;

namespace Prismatic.Tests.Gradients;

/// <summary>Signs and buckets are frozen, and keep inner products on average.</summary>
public sealed class RandomProjectionTests
{
    private static readonly Gen<float[]> _wholeNumbers = Gen.Int[-50, 50].Select(v => (float)v).Array[64];

    [Fact]
    public void Signs_are_frozen()
    {
        // Computed apart from this code, from the definition of SplitMix64. Cached features and fingerprints depend on
        // them; a change here needs a new version in the fingerprint.
        var projection = new RandomProjection { Rank = 8, Seed = 42 };
        Assert.Equal("+-++--++-+++++++------+-+++++-++", Text(projection.Signs(4, 0)));
        Assert.Equal("+-+-++--+--+++-+-+-++++-+-++--++", Text(projection.Signs(4, 1)));
        Assert.Equal("++--+++--+-+--+-+-++++++++++----", Text((projection with { Seed = 43 }).Signs(4, 0)));
        Assert.Equal("kron-rademacher-8x8/sjlt1-1024/seed-42/v1", projection.Fingerprint);
    }

    [Fact]
    public void Buckets_and_signs_of_the_second_stage_are_frozen()
    {
        var sparse = new RandomProjection { Dimension = 8, Seed = 42 }.Sparse(16);
        var source = Enumerable.Range(0, 16).Select(i => MathF.Pow(2, i)).ToArray();
        var result = new float[8];
        sparse.Apply(source, result);
        Assert.Equal([-1, 72, -15872, 1148, 5888, -32, 16, -28674], result);
    }

    [Fact]
    public void Signs_depend_on_nothing_but_seed_stream_and_place() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 1000], Gen.Int[1, 40], Gen.Int[1, 40])
            .Sample(
                (seed, stream, small, large) =>
                {
                    var projection = new RandomProjection { Rank = 4, Seed = seed };
                    var (one, two) = (projection.Signs(small, stream), projection.Signs(small + large, stream));
                    return one.AsSpan().SequenceEqual(two.AsSpan(0, one.Length))
                        && Array.TrueForAll(two, v => v is 1 or -1);
                }
            );

    [Fact]
    public void Other_seeds_and_streams_give_other_signs()
    {
        var projection = new RandomProjection { Rank = 8, Seed = 5 };
        var signs = Enumerable.Range(0, 60).Select(s => Text(projection.Signs(16, s)));
        var more = Enumerable.Range(6, 60).Select(s => Text((projection with { Seed = (ulong)s }).Signs(16, 0)));
        Assert.Equal(120, signs.Concat(more).Distinct().Count());
    }

    [Fact]
    public void The_second_stage_is_linear() =>
        Gen.Select(_wholeNumbers, _wholeNumbers, Gen.Int[-3, 3], Gen.Int[-3, 3])
            .Sample(
                (x, y, a, b) =>
                {
                    var sparse = new RandomProjection { Dimension = 16, Seed = 9 }.Sparse(64);
                    var mixed = Project(sparse, [.. x.Zip(y, (u, v) => (a * u) + (b * v))]);
                    return mixed.SequenceEqual(Project(sparse, x).Zip(Project(sparse, y), (u, v) => (a * u) + (b * v)));
                }
            );

    [Fact]
    public void The_second_stage_clears_its_destination()
    {
        var sparse = new RandomProjection { Dimension = 16, Seed = 9 }.Sparse(64);
        var result = Enumerable.Repeat(7f, 16).ToArray();
        sparse.Apply(new float[64], result);
        Assert.All(result, v => Assert.Equal(0, v));
    }

    [Fact]
    public void The_second_stage_keeps_inner_products_on_average()
    {
        var random = new Pcg32(1);
        var (x, y) = (Gaussians(random, 256), Gaussians(random, 256));
        // Half of y is x, so that the product is far from 0.
        y = [.. y.Zip(x, (v, u) => v + u)];
        var errors = new double[2000];
        for (var seed = 0; seed < errors.Length; seed++)
        {
            var sparse = new RandomProjection { Dimension = 64, Seed = (ulong)seed }.Sparse(256);
            errors[seed] = Dot(Project(sparse, x), Project(sparse, y)) - Dot(x, y);
        }
        AssertMeanIsZero(errors);
        // Kane and Nelson 2014: the variance is at most 2 |x|² |y|² / d.
        Assert.InRange(errors.Average(e => e * e), 0, 2.2 * Dot(x, x) * Dot(y, y) / 64);
    }

    [Fact]
    public void Blocks_keep_inner_products_of_gradients_on_average()
    {
        const int k = 4;
        var random = new Pcg32(2);
        double[] a = [.. Gaussians(random, 12 * 10).Select(v => (double)v)];
        double[] b = [.. Gaussians(random, 12 * 10).Select((v, i) => v + a[i])];
        var errors = new double[2000];
        for (var seed = 0; seed < errors.Length; seed++)
        {
            var projection = new RandomProjection { Rank = k, Seed = (ulong)seed };
            var pIn = Array.ConvertAll(projection.Signs(12, 0), v => (double)v);
            var pOut = Array.ConvertAll(projection.Signs(10, 1), v => (double)v);
            var (left, right) = (TinyDecoder.Project(a, pIn, pOut, k), TinyDecoder.Project(b, pIn, pOut, k));
            errors[seed] = (left.Zip(right, (u, v) => u * v).Sum() / (k * k)) - a.Zip(b, (u, v) => u * v).Sum();
        }
        AssertMeanIsZero(errors);
    }

    private static void AssertMeanIsZero(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) / values.Length);
        Assert.InRange(mean / deviation, -4, 4);
    }

    private static float[] Project(SparseProjection sparse, float[] source)
    {
        var result = new float[64];
        // The destination is as long as the dimension; what lies behind stays 0.
        sparse.Apply(source, result);
        return result;
    }

    private static float[] Gaussians(Pcg32 random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];

    private static double Dot(float[] x, float[] y) => x.Zip(y, (u, v) => (double)u * v).Sum();

    private static string Text(float[] signs) => string.Concat(signs.Select(s => s > 0 ? '+' : '-'));
}

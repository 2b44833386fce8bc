using System.Numerics.Tensors;
using Prismatic.Data;
using Prismatic.Diversity;
using Prismatic.Gradients;
using Prismatic.Numerics;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>
/// Cosines of exact gradients (all weights of the linear layers, no projection) between rows, and between rows and a part of
/// the reference; whole, and with every layer scaled to unit length.
/// </summary>
internal sealed class ExactKernels
{
    private readonly double[,] _whole;
    private readonly double[,] _unitLayers;
    private readonly int _rows;

    private ExactKernels(double[,] whole, double[,] unitLayers, int rows) =>
        (_whole, _unitLayers, _rows) = (whole, unitLayers, rows);

    /// <summary>Runs the full backward pass for each row.</summary>
    /// <param name="rows">Rows that are scored.</param>
    /// <param name="reference">Rows whose mean is what kernels are centred on.</param>
    /// <param name="options">Mask, window and limit.</param>
    public static ExactKernels Of(
        IReadOnlyList<TextRow> rows,
        IReadOnlyList<TextRow> reference,
        GradientOptions options
    )
    {
        var proxy = ProxyModel.Embedded();
        var encoder = new RowEncoder(proxy.Tokenizer, options);
        var weights = LinearLayer.Find(proxy.Decoder()).Select(l => l.Weight).ToList();
        using var session = WeightGradientSession.Compile(proxy.Source(), weights);
        // 16 bits a number: a row of a small proxy has millions. Scaled to be far from the smallest of them.
        var vectors = rows.Concat(reference).Select(row => Halves(session, weights, encoder.Encode(row))).ToArray();
        var (whole, unit) = (new double[vectors.Length, vectors.Length], new double[vectors.Length, vectors.Length]);
        for (var layer = 0; layer < weights.Count; layer++)
        {
            AddLayer(vectors, layer, 1.0 / weights.Count, whole, unit);
        }
        return new ExactKernels(Cosines(whole), unit, rows.Count);
    }

    /// <summary>Vendi score of order 1 of some of the rows.</summary>
    /// <param name="subset">Which rows.</param>
    /// <param name="unitLayers">Layers of unit length.</param>
    /// <param name="steps">Done to the kernel, as the variant does to its rows.</param>
    /// <param name="covariate">Of each row of the subset, for <see cref="KernelStep.Detrend"/>.</param>
    public double Score(int[] subset, bool unitLayers, IReadOnlyList<KernelStep> steps, double[] covariate)
    {
        var all = unitLayers ? _unitLayers : _whole;
        var n = subset.Length;
        var kernel = new double[n, n];
        var centred = steps.Contains(KernelStep.CentreOnReference);
        var (shared, own) = centred ? OnReference(all, subset) : (new double[n], 0);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                kernel[i, j] = all[subset[i], subset[j]] - shared[i] - shared[j] + own;
            }
        }
        kernel = Cosines(kernel);
        foreach (var step in steps.Where(step => step != KernelStep.CentreOnReference))
        {
            kernel = Cosines(Without(kernel, step == KernelStep.Detrend ? Distances(covariate) : Ones(n)));
        }
        var flat = new double[n * n];
        Buffer.BlockCopy(kernel, 0, flat, 0, flat.Length * sizeof(double));
        TensorPrimitives.Divide(flat, n, flat);
        return VendiScore.OfEigenvalues(new SymmetricEigen(flat, n).Values, n, n).Order1;
    }

    private (double[] Shared, double Own) OnReference(double[,] all, int[] subset)
    {
        var total = all.GetLength(0);
        double Mean(int row) => Enumerable.Range(_rows, total - _rows).Average(r => all[row, r]);
        return (Array.ConvertAll(subset, Mean), Enumerable.Range(_rows, total - _rows).Average(Mean));
    }

    // Rows less their part along a unit vector over the rows: (I - u u') K (I - u u').
    private static double[,] Without(double[,] kernel, double[] u)
    {
        var n = u.Length;
        var along = new double[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                along[i] += kernel[i, j] * u[j];
            }
        }
        var inside = along.Zip(u, (a, b) => a * b).Sum();
        var result = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                result[i, j] = kernel[i, j] - (along[i] * u[j]) - (u[i] * along[j]) + (u[i] * inside * u[j]);
            }
        }
        return result;
    }

    private static double[] Ones(int n) => [.. Enumerable.Repeat(1 / Math.Sqrt(n), n)];

    private static double[] Distances(double[] covariate)
    {
        var mean = covariate.Average();
        var norm = Math.Sqrt(covariate.Sum(c => (c - mean) * (c - mean)));
        return norm > 0 ? Array.ConvertAll(covariate, c => (c - mean) / norm) : new double[covariate.Length];
    }

    private static double[,] Cosines(double[,] products)
    {
        var n = products.GetLength(0);
        var result = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                result[i, j] = products[i, j] / Math.Sqrt(products[i, i] * products[j, j]);
            }
        }
        return result;
    }

    private static Half[][] Halves(WeightGradientSession session, List<string> weights, EncodedRow encoded)
    {
        var targets = Enumerable
            .Range(encoded.FirstTarget, encoded.TargetCount)
            .Select(t => new LossTarget(0, t - 1, encoded.Ids[t], 1f / encoded.TargetCount))
            .ToArray();
        session.Run(new TokenBatch([encoded.Ids], targets, encoded.Ids.Length));
        var norm = MathF.Sqrt(weights.Sum(w => TensorPrimitives.SumOfSquares<float>(session.Gradients[w])));
        return
        [
            .. weights.Select(w =>
            {
                var scaled = new float[session.Gradients[w].Length];
                TensorPrimitives.Multiply(session.Gradients[w], 1024 / norm, scaled);
                var halves = new Half[scaled.Length];
                TensorPrimitives.ConvertToHalf(scaled, halves);
                return halves;
            }),
        ];
    }

    // Some coordinates of all rows at a time, so that they stay in cache while all pairs are formed.
    private static void AddLayer(Half[][][] vectors, int layer, double share, double[,] whole, double[,] unit)
    {
        const int Chunk = 2048;
        var (n, length) = (vectors.Length, vectors[0][layer].Length);
        var products = new double[n, n];
        var buffer = new float[n * Chunk];
        for (var start = 0; start < length; start += Chunk)
        {
            var count = Math.Min(Chunk, length - start);
            for (var i = 0; i < n; i++)
            {
                TensorPrimitives.ConvertToSingle(
                    vectors[i][layer].AsSpan(start, count),
                    buffer.AsSpan(i * Chunk, count)
                );
            }
            Parallel.For(
                0,
                n,
                i =>
                {
                    for (var j = 0; j <= i; j++)
                    {
                        products[i, j] += TensorPrimitives.Dot<float>(
                            buffer.AsSpan(i * Chunk, count),
                            buffer.AsSpan(j * Chunk, count)
                        );
                    }
                }
            );
        }
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var lengths = Math.Sqrt(products[i, i] * products[j, j]);
                whole[i, j] += products[i, j];
                unit[i, j] += lengths > 0 ? share * products[i, j] / lengths : 0;
                (whole[j, i], unit[j, i]) = (whole[i, j], unit[i, j]);
            }
        }
    }
}

using System.Collections.Concurrent;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests.Gradients;

/// <summary>A decoder of tests/data with its reference, compiled once for all tests of the collection.</summary>
internal sealed class TinyDecoder
{
    /// <summary>Tests that share compiled sessions run one after the other.</summary>
    public const string Collection = "tiny decoders";

    private static readonly ConcurrentDictionary<string, TinyDecoder> _all = new();

    private TinyDecoder(string name)
    {
        Reference = ReferenceFile.Load(name);
        Model = OnnxModel.Load(Reference.ModelPath);
        var settings = new SessionSettings { Threads = 1 };
        Projected = GradientSession.Compile(CausalModel.Create(Model.Clone()), Projection, settings);
        string[] names = [.. Reference.Layers.Select(l => l.Weight), .. Reference.Parameters.Keys];
        Whole = WeightGradientSession.Compile(Model, names, settings);
    }

    public static TheoryData<string> Names => [.. ReferenceFile.ModelNames];

    public static RandomProjection Projection { get; } = new() { Rank = 4, Seed = 20260301 };

    public ReferenceFile Reference { get; }

    public ModelProto Model { get; }

    /// <summary>Projected gradients of each row.</summary>
    public GradientSession Projected { get; }

    /// <summary>Whole gradients of every initializer that the reference has.</summary>
    public WeightGradientSession Whole { get; }

    public static TinyDecoder Get(string name) => _all.GetOrAdd(name, n => new TinyDecoder(n));

    /// <summary>The reference's row without padding.</summary>
    public int[] Row(int row)
    {
        var width = Reference.Batch["input_ids"].Shape[1];
        var ids = Reference.Batch["input_ids"].ToLongs().AsSpan(row * width, Reference.Lengths[row]).ToArray();
        return Array.ConvertAll(ids, id => (int)id);
    }

    /// <summary>Rows of the reference in the given order, padded to <paramref name="length"/>.</summary>
    public TokenBatch Batch(int[] order, int length = 0)
    {
        int[][] rows = [.. order.Select(Row)];
        return new TokenBatch(rows, Targets(order), Math.Max(length, rows.Max(r => r.Length)));
    }

    /// <summary>Rows of random tokens, each with its mean loss over all tokens.</summary>
    public TokenBatch RandomBatch(int rows, int length, ulong seed)
    {
        var random = new Pcg32(seed);
        var tokens = new int[rows][];
        var targets = new List<LossTarget>();
        for (var row = 0; row < rows; row++)
        {
            tokens[row] = new int[row == 0 ? length : 2 + random.Next(length - 1)];
            for (var t = 0; t < tokens[row].Length; t++)
            {
                tokens[row][t] = random.Next(Projected.VocabularySize);
            }
            var count = tokens[row].Length - 1;
            var ids = tokens[row];
            var index = row;
            targets.AddRange(Enumerable.Range(0, count).Select(t => new LossTarget(index, t, ids[t + 1], 1f / count)));
        }
        return new TokenBatch(tokens, targets, length);
    }

    /// <summary>Blocks of each row, and each row's loss.</summary>
    public static (double[][] Blocks, double[] Losses) Run(GradientSession session, TokenBatch batch)
    {
        var blocks = new float[batch.RowCount * session.BlockLength];
        var losses = new float[batch.Targets.Count];
        session.Run(batch, blocks, losses);
        var rows = new double[batch.RowCount][];
        for (var row = 0; row < rows.Length; row++)
        {
            var own = blocks.AsSpan(row * session.BlockLength, session.BlockLength).ToArray();
            rows[row] = Array.ConvertAll(own, v => (double)v);
        }
        return (rows, RowLosses(batch, losses));
    }

    /// <summary>Weighted losses of targets, summed for each row.</summary>
    public static double[] RowLosses(TokenBatch batch, float[] losses)
    {
        var rows = new double[batch.RowCount];
        for (var i = 0; i < losses.Length; i++)
        {
            rows[batch.Targets[i].Row] += batch.Targets[i].Weight * losses[i];
        }
        return rows;
    }

    /// <summary>P_out' G' P_in, k × k, of a whole gradient G stored in × out.</summary>
    public static double[] Project(
        ReadOnlySpan<double> gradient,
        ReadOnlySpan<double> pIn,
        ReadOnlySpan<double> pOut,
        int k
    )
    {
        var (inputs, outputs) = (pIn.Length / k, pOut.Length / k);
        var half = new double[outputs * k];
        for (var i = 0; i < inputs; i++)
        {
            for (var o = 0; o < outputs; o++)
            {
                for (var a = 0; a < k; a++)
                {
                    half[(o * k) + a] += gradient[(i * outputs) + o] * pIn[(i * k) + a];
                }
            }
        }
        var block = new double[k * k];
        for (var o = 0; o < outputs; o++)
        {
            for (var entry = 0; entry < block.Length; entry++)
            {
                block[entry] += pOut[(o * k) + (entry / k)] * half[(o * k) + (entry % k)];
            }
        }
        return block;
    }

    /// <summary>The signs of a layer of the projected session: input side, output side.</summary>
    public static (double[] In, double[] Out) Signs(GradientSession session, int layer)
    {
        // Layers that read one tensor share its signs; sides are numbered even (inputs, as they first occur) and odd.
        var group = session.Layers.Select(l => l.Input).Distinct().ToList().IndexOf(session.Layers[layer].Input);
        var (size, sizeOut) = (session.Layers[layer].InputSize, session.Layers[layer].OutputSize);
        return (
            Array.ConvertAll(Projection.Signs(size, 2 * group), v => (double)v),
            Array.ConvertAll(Projection.Signs(sizeOut, (2 * layer) + 1), v => (double)v)
        );
    }

    private LossTarget[] Targets(int[] order)
    {
        var width = Reference.Batch["labels"].Shape[1];
        var labels = Reference.Batch["labels"].ToLongs();
        var weights = Reference.Batch["loss_weight"].ToFloats();
        return
        [
            .. order.SelectMany(
                (row, place) =>
                    Enumerable
                        .Range(0, width)
                        .Where(t => weights[(row * width) + t] > 0)
                        .Select(t => new LossTarget(
                            place,
                            t,
                            (int)labels[(row * width) + t],
                            weights[(row * width) + t]
                        ))
            ),
        ];
    }
}

using Microsoft.ML.OnnxRuntime;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;
using Prismatic.Trainer.Training;

namespace Prismatic.Trainer.Experiments;

/// <summary>
/// Trains one student after another on a graph that is compiled once, on one thread; several stand side by side.
/// </summary>
internal sealed class StudentTrainer : IDisposable
{
    private readonly StudentOptions _options;
    private readonly DecoderShape _shape;
    private readonly WeightGradientSession _session;
    private readonly StudentTest _test;

    /// <summary>Compiles forward and backward pass.</summary>
    public StudentTrainer(StudentOptions options, TestMix mix)
    {
        _options = options;
        _shape = new DecoderShape
        {
            VocabularySize = options.VocabularySize,
            Width = options.Width,
            LayerCount = options.LayerCount,
            HeadCount = options.HeadCount,
            KeyValueHeadCount = options.HeadCount,
            FeedForwardWidth = options.FeedForwardWidth,
        };
        var settings = new SessionSettings { Threads = 1 };
        var model = DecoderGraph.Build(_shape, DecoderWeights.Random(_shape, 0));
        string[] names = [.. _shape.Weights().Select(static weight => weight.Name)];
        _session = WeightGradientSession.Compile(model, names, settings);
        _test = new StudentTest(DecoderGraph.Build(_shape, DecoderWeights.Random(_shape, 0)), names, mix, settings);
    }

    /// <summary>Number of weights of a student.</summary>
    public long WeightCount => _shape.WeightCount;

    /// <summary>Trains a student from its first weights and measures it.</summary>
    /// <param name="rows">Token ids of each row, begin and end included.</param>
    /// <param name="seed">Of first weights and of the order of rows.</param>
    /// <param name="cancellation">Checked at every step.</param>
    /// <returns>Bits per byte on each test source, in the order of the mix.</returns>
    public double[] Train(IReadOnlyList<int[]> rows, ulong seed, CancellationToken cancellation = default)
    {
        foreach (var (name, values) in DecoderWeights.Random(_shape, seed))
        {
            values.CopyTo(_session.Weights[name], 0);
        }
        var optimizer = new AdamW(_options.WeightDecay, _session.Weights);
        var stream = new TokenStream(rows, seed);
        for (var step = 0; step < _options.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            _session.Run(Batch(stream));
            optimizer.Update(_session.Weights, _session.Gradients, _options.RateAt(step), _options.MaximumNorm);
        }
        return _test.BitsPerByte(_session.Weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _test.Dispose();
        _session.Dispose();
    }

    private TokenBatch Batch(TokenStream stream)
    {
        var (window, count) = (_options.Window, _options.WindowsPerStep);
        var rows = new int[count][];
        var targets = new LossTarget[window * count];
        for (var row = 0; row < count; row++)
        {
            var ids = stream.Next(window + 1);
            rows[row] = ids[..window];
            for (var t = 0; t < window; t++)
            {
                targets[(row * window) + t] = new LossTarget(row, t, ids[t + 1], 1f / targets.Length);
            }
        }
        return new TokenBatch(rows, targets, window);
    }

    /// <summary>All rows in a new order at every pass, one after another without end.</summary>
    private sealed class TokenStream(IReadOnlyList<int[]> rows, ulong seed)
    {
        private readonly Pcg32 _random = new(seed, 0x6F72646572);
        private readonly int[] _order = [.. Enumerable.Range(0, rows.Count)];
        private int _place = rows.Count;
        private int _offset;

        /// <summary>The next ids; the last of them is the first of the window that follows.</summary>
        public int[] Next(int count)
        {
            var result = new int[count];
            for (var i = 0; i < count; i++)
            {
                if (_place == _order.Length)
                {
                    _random.Shuffle<int>(_order);
                    (_place, _offset) = (0, 0);
                }
                result[i] = rows[_order[_place]][_offset];
                // The last id is read again as the first of the next window.
                if (i + 1 < count && ++_offset == rows[_order[_place]].Length)
                {
                    (_place, _offset) = (_place + 1, 0);
                }
            }
            return result;
        }
    }
}

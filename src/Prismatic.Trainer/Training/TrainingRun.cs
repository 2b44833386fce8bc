using System.Diagnostics;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;

namespace Prismatic.Trainer.Training;

/// <summary>Trains a decoder on a stream of token ids with the same gradient graphs the tool uses.</summary>
public sealed class TrainingRun : IDisposable
{
    private readonly DecoderShape _shape;
    private readonly TrainingOptions _options;
    private readonly ushort[] _tokens;
    private readonly WeightGradientSession _session;
    private readonly AdamW _optimizer;

    /// <summary>Compiles the model with random weights.</summary>
    /// <param name="shape">Sizes of the decoder.</param>
    /// <param name="options">Schedule.</param>
    /// <param name="tokens">Training text as token ids, documents one after another.</param>
    /// <param name="settings">Device and threads.</param>
    public TrainingRun(DecoderShape shape, TrainingOptions options, ushort[] tokens, SessionSettings settings)
    {
        (_shape, _options, _tokens) = (shape, options, tokens);
        var model = DecoderGraph.Build(shape, DecoderWeights.Random(shape, options.Seed));
        _session = WeightGradientSession.Compile(model, [.. shape.Weights().Select(w => w.Name)], settings);
        _optimizer = new AdamW(options.WeightDecay, _session.Weights);
    }

    /// <summary>The weights as they stand.</summary>
    public IReadOnlyDictionary<string, float[]> Weights => _session.Weights;

    /// <summary>Continues from a checkpoint where there is one.</summary>
    public void Resume(string path)
    {
        if (File.Exists(path))
        {
            _optimizer.Resume(Checkpoint.Load(path, _session.Weights, _optimizer.Moments));
        }
    }

    /// <summary>Trains to the end of the schedule.</summary>
    /// <param name="checkpoint">File written every <paramref name="every"/> steps.</param>
    /// <param name="every">Steps between checkpoints.</param>
    /// <param name="log">Receives a line now and then.</param>
    public void Run(string checkpoint, int every, TextWriter log)
    {
        var clock = Stopwatch.StartNew();
        var first = _optimizer.Step;
        double loss = 0;
        var seen = 0;
        for (var step = first; step < _options.Steps; step++)
        {
            var batch = Batch(step);
            var losses = _session.Run(batch);
            loss += losses.Average(l => (double)l);
            seen++;
            var norm = _optimizer.Update(
                _session.Weights,
                _session.Gradients,
                _options.RateAt(step),
                _options.MaximumNorm
            );
            if ((step + 1) % 50 == 0 || step + 1 == _options.Steps)
            {
                var rate = (step + 1 - first) * (double)_options.TokensPerStep / clock.Elapsed.TotalSeconds;
                log.WriteLine(
                    $"step {step + 1}/{_options.Steps}  loss {loss / seen:F4} nats/token  norm {norm:F2}  "
                        + $"{rate:F0} tokens/s  {clock.Elapsed.TotalMinutes:F1} min"
                );
                log.Flush();
                (loss, seen) = (0, 0);
            }
            if ((step + 1) % every == 0 || step + 1 == _options.Steps)
            {
                Checkpoint.Save(checkpoint, _optimizer.Step, _session.Weights, _optimizer.Moments);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private TokenBatch Batch(int step)
    {
        var window = step >= _options.Steps * (1 - _options.LongWindowShare) ? _options.Window * 2 : _options.Window;
        var rows = new int[_options.TokensPerStep / window][];
        var targets = new LossTarget[rows.Length * window];
        // One stream a step: a run that is resumed sees the same windows as one that was never stopped.
        var random = new Pcg32(_options.Seed, (ulong)step + 1);
        for (var row = 0; row < rows.Length; row++)
        {
            var start = random.Next(_tokens.Length - window - 1);
            rows[row] = new int[window];
            for (var t = 0; t < window; t++)
            {
                rows[row][t] = _tokens[start + t];
                targets[(row * window) + t] = new LossTarget(row, t, _tokens[start + t + 1], 1f / targets.Length);
            }
        }
        return new TokenBatch(rows, targets, window);
    }
}

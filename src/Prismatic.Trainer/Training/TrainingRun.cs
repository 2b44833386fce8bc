using System.Diagnostics;
using System.Numerics.Tensors;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;

namespace Prismatic.Trainer.Training;

/// <summary>Trains a decoder on a stream of token ids with the same gradient graphs the tool uses.</summary>
public sealed class TrainingRun : IDisposable
{
    private readonly DecoderShape _shape;
    private readonly TrainingOptions _options;
    private readonly TokenWindows _windows;
    private readonly TokenWindows _lateWindows;
    private readonly WeightGradientSession _session;
    private readonly Dictionary<string, float[]> _adamWeights;
    private readonly AdamW _adam;
    private readonly Muon _muon;

    /// <summary>Compiles the model with random weights.</summary>
    /// <param name="shape">Sizes of the decoder.</param>
    /// <param name="options">Schedule.</param>
    /// <param name="tokens">Training text as token ids, documents one after another.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="lateTokens">Text of the steps in which the rate falls; the same text if left out.</param>
    public TrainingRun(
        DecoderShape shape,
        TrainingOptions options,
        ushort[] tokens,
        SessionSettings settings,
        ushort[]? lateTokens = null
    )
    {
        (_shape, _options) = (shape, options);
        _windows = new TokenWindows(tokens, options.TokensPerStep, options.Seed);
        _lateWindows = lateTokens is null
            ? _windows
            : new TokenWindows(lateTokens, options.TokensPerStep, options.Seed + 1);
        var model = DecoderGraph.Build(shape, DecoderWeights.Random(shape, options.Seed));
        _session = WeightGradientSession.Compile(model, [.. shape.Weights().Select(w => w.Name)], settings);
        var matrices = shape
            .Weights()
            .Where(w => options.Muon && w.Dims.Length == 2 && w.Name != "embedding")
            .Select(w => (w.Name, w.Dims[0], w.Dims[1]))
            .ToList();
        _muon = new Muon(options.WeightDecay, matrices, settings);
        _adamWeights = _session
            .Weights.Where(w => !_muon.State.ContainsKey(w.Key))
            .ToDictionary(w => w.Key, w => w.Value);
        _adam = new AdamW(options.WeightDecay, _adamWeights);
    }

    /// <summary>The weights as they stand.</summary>
    public IReadOnlyDictionary<string, float[]> Weights => _session.Weights;

    /// <summary>Continues from a checkpoint where there is one.</summary>
    /// <exception cref="PrismaticException">The checkpoint is of another shape or optimiser.</exception>
    public void Resume(string path)
    {
        if (File.Exists(path))
        {
            _adam.Resume(Checkpoint.Load(path, _shape, State()));
        }
    }

    /// <summary>Trains to the end of the schedule.</summary>
    /// <param name="checkpoint">File written every <paramref name="every"/> steps.</param>
    /// <param name="every">Steps between checkpoints.</param>
    /// <param name="log">Receives a line now and then.</param>
    public void Run(string checkpoint, int every, TextWriter log)
    {
        var clock = Stopwatch.StartNew();
        var first = _adam.Step;
        double loss = 0;
        var seen = 0;
        for (var step = first; step < _options.Steps; step++)
        {
            loss += Step(step, out var norm);
            seen++;
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
                Checkpoint.Save(checkpoint, _shape, step + 1, State());
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _muon.Dispose();
        _session.Dispose();
    }

    private double Step(int step, out double norm)
    {
        var isLong = step >= _options.Steps * (1 - _options.LongWindowShare);
        var windows = step < _options.DecayStart ? _windows : _lateWindows;
        var losses = _session.Run(windows.Batch(step, isLong ? _options.Window * 2 : _options.Window));
        var rate = _options.RateAt(step);
        // Muon does not care for the gradient's length, so only AdamW's share is clipped.
        norm = _adam.Update(_adamWeights, AdamGradients(), rate, _options.MaximumNorm);
        _muon.Update(_session.Weights, _session.Gradients, rate);
        return TensorPrimitives.Sum<float>(losses) / losses.Length;
    }

    private Dictionary<string, float[]> AdamGradients() =>
        _adamWeights.Keys.ToDictionary(name => name, name => _session.Gradients[name]);

    // Everything that a run needs to go on, by name.
    private Dictionary<string, float[]> State()
    {
        var state = _session.Weights.ToDictionary(w => $"weight {w.Key}", w => w.Value);
        foreach (var (name, (firstMoment, secondMoment)) in _adam.Moments)
        {
            state[$"first {name}"] = firstMoment;
            state[$"second {name}"] = secondMoment;
        }
        foreach (var (name, momentum) in _muon.State)
        {
            state[$"momentum {name}"] = momentum;
        }
        return state;
    }
}

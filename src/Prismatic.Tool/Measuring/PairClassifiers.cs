using Prismatic.Encoders;
using Prismatic.Onnx;
using Prismatic.Responses;

namespace Prismatic.Tool.Measuring;

/// <summary>Classifiers of two texts that a run uses: each is loaded once, and no pair is scored twice.</summary>
internal sealed class PairClassifiers(SessionSettings settings, IProgress<StageProgress> progress) : IDisposable
{
    private readonly Dictionary<string, (PairClassifier Model, PairScorer Scorer)> _loaded = new(
        StringComparer.Ordinal
    );

    /// <summary>The classifier at a path.</summary>
    /// <exception cref="PrismaticException">It cannot be read, or is none.</exception>
    public PairScorer Load(string path)
    {
        if (!_loaded.TryGetValue(path, out var loaded))
        {
            var model = PairClassifier.Load(path, settings: settings);
            loaded = (
                model,
                PairScores.Remembered(
                    async (pairs, cancellation) => await model.ProbabilitiesAsync(pairs, progress, cancellation)
                )
            );
            _loaded.Add(path, loaded);
        }
        return loaded.Scorer;
    }

    public void Dispose()
    {
        foreach (var (model, _) in _loaded.Values)
        {
            model.Dispose();
        }
    }
}

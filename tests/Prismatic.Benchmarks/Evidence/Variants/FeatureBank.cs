using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>Ways to take features from texts that need a pass of their own.</summary>
internal enum Extraction
{
    Raw,
    Rank8,
    AllTokens,
    Window,
    UnitLayers,
    UnitLayersAllTokens,
    Untrained,
    Hidden,
}

/// <summary>Features of the whole pool, each kind extracted once, when it is first asked for.</summary>
internal sealed class FeatureBank(TextPool pool, IReadOnlyList<TextRow> corpus)
{
    /// <summary>Tokens read of a row: as many as of the shipped reference.</summary>
    public const int MaxTokens = Trainer.References.ReferenceSample.MaxTokens;

    /// <summary>Tokens of the equal-token window.</summary>
    public const int WindowTokens = 32;

    private readonly Dictionary<Extraction, Features> _pool = [];
    private readonly Dictionary<Extraction, Features> _corpus = [];

    /// <summary>Rows and what is known of each; hidden states have neither losses nor targets.</summary>
    public sealed record Features(
        Matrix Rows,
        IReadOnlyList<int> Targets,
        IReadOnlyList<float> Losses,
        float[]? Shipped
    );

    public TextPool Pool => pool;

    /// <summary>Whether there are reference rows, for what a shipped mean is not enough for.</summary>
    public bool HasCorpus => corpus.Count > 0;

    public Features Of(Extraction kind) => Cached(_pool, kind, pool.Rows);

    public Features OfCorpus(Extraction kind) => Cached(_corpus, kind, corpus);

    public Matrix Rows(Extraction kind, int[] subset) => Of(kind).Rows.Gather(subset);

    public double[] LogTargets(Extraction kind, int[] subset) =>
        [.. subset.Select(row => Math.Log(Of(kind).Targets[row]))];

    public double[] LogTargetsOfCorpus(Extraction kind) => [.. OfCorpus(kind).Targets.Select(t => Math.Log(t))];

    public Matrix NGrams(int[] subset) => NGramFeatures.Of([.. subset.Select(row => pool.Rows[row].FullText)]).Rows;

    public static GradientOptions Options(Extraction kind)
    {
        var options = new GradientOptions { MaxTokens = MaxTokens };
        return kind switch
        {
            Extraction.Rank8 => options with { Projection = new RandomProjection { Rank = 8 } },
            Extraction.AllTokens => options with { Mask = LossMask.AllTokens },
            Extraction.Window => options with { Window = WindowTokens },
            Extraction.UnitLayers => options with { UnitLayers = true },
            Extraction.UnitLayersAllTokens => options with { UnitLayers = true, Mask = LossMask.AllTokens },
            _ => options,
        };
    }

    private Features Cached(Dictionary<Extraction, Features> known, Extraction kind, IReadOnlyList<TextRow> rows)
    {
        if (!known.TryGetValue(kind, out var features))
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            known[kind] = features = Extract(kind, rows, SameAs(known, kind));
            var seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
            Console.Error.WriteLine($"  {kind}: {rows.Count} rows, {seconds:F0} s");
        }
        return features;
    }

    // Over all tokens means the same as over the response in rows without a prompt: those are taken over, not run again.
    private static Features? SameAs(Dictionary<Extraction, Features> known, Extraction kind) =>
        kind switch
        {
            Extraction.AllTokens => known.GetValueOrDefault(Extraction.Raw),
            Extraction.UnitLayersAllTokens => known.GetValueOrDefault(Extraction.UnitLayers),
            _ => null,
        };

    private static Features Extract(Extraction kind, IReadOnlyList<TextRow> rows, Features? same)
    {
        if (kind == Extraction.Hidden)
        {
            using var hidden = new HiddenStateExtractor(ProxyModel.Embedded(), Options(kind), new SessionSettings());
            var space = hidden.ExtractAsync(rows.ToAsyncEnumerable(), rows.Count).GetAwaiter().GetResult();
            return new Features(space.Rows, [], [], hidden.Reference?.Values);
        }
        using var extractor =
            kind == Extraction.Untrained ? Views.Untrained(Options(kind)) : Views.Trained(Options(kind));
        int[] own = [.. Enumerable.Range(0, rows.Count).Where(i => same is null || rows[i].Prompt.Length > 0)];
        var fresh = extractor
            .ExtractAsync(own.Select(i => rows[i]).ToAsyncEnumerable(), own.Length)
            .GetAwaiter()
            .GetResult();
        var shipped = extractor.Reference?.Values;
        if (same is null)
        {
            return new Features(fresh.Space.Rows, fresh.TargetCounts, fresh.Losses, shipped);
        }
        var all = same.Rows.Gather([.. Enumerable.Range(0, rows.Count)]);
        var (targets, losses) = (same.Targets.ToArray(), same.Losses.ToArray());
        for (var i = 0; i < own.Length; i++)
        {
            fresh.Space.Rows[i].CopyTo(all[own[i]]);
            (targets[own[i]], losses[own[i]]) = (fresh.TargetCounts[i], fresh.Losses[i]);
        }
        return new Features(all, targets, losses, shipped);
    }
}

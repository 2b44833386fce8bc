using Prismatic.Features;

namespace Prismatic.Gradients;

/// <summary>What the gradient pass over a data set returns.</summary>
public sealed record GradientFeatures
{
    /// <summary>The view: n × d unit rows.</summary>
    public required FeatureSpace Space { get; init; }

    /// <summary>Mean cross-entropy of each row's target tokens, in nats a token: how unfamiliar the proxy finds it.</summary>
    public required IReadOnlyList<float> Losses { get; init; }

    /// <summary>Tokens of each row the loss was taken over: what a row's length means to its gradient.</summary>
    public required IReadOnlyList<int> TargetCounts { get; init; }

    /// <summary>Token ids of each row, prompt included.</summary>
    public required IReadOnlyList<int> TokenCounts { get; init; }

    /// <summary>Token ids fed, prompts included.</summary>
    public required long TokenCount { get; init; }

    /// <summary>Rows longer than the limit.</summary>
    public required int TruncatedCount { get; init; }

    /// <summary>Mean cross-entropy over all rows, in nats a token.</summary>
    public double MeanLoss => Losses.Count == 0 ? 0 : Losses.Average(l => (double)l);
}

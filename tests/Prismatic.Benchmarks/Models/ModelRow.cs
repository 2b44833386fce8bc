namespace Prismatic.Benchmarks.Models;

/// <summary>One line of the table of models.</summary>
/// <param name="Name">File or folder.</param>
/// <param name="Family">Architecture.</param>
/// <param name="Exporter">Who writes graphs in this form.</param>
/// <param name="Precision">Of the stored weights.</param>
internal sealed record ModelRow(string Name, string Family, string Exporter, string Precision)
{
    /// <summary>What stood in the way, or null where its gradients were computed.</summary>
    public string? Refused { get; init; }

    /// <summary>Largest relative error.</summary>
    public double Error { get; init; }

    /// <summary>What the error is measured against.</summary>
    public string Against { get; init; } = "";

    public PassTimes? Times { get; init; }

    public string ToMarkdown()
    {
        var runs = Refused is null ? "yes" : $"no: {Refused.Replace("|", "\\|", StringComparison.Ordinal)}";
        var error = Refused is null ? $"{Error:0.0e+0}" : "";
        var ratio =
            Times is not { } t ? ""
            : t.Forward is not { } forward ? "no forward kernel"
            : $"{t.Gradient / forward:F1}";
        var rate = Times is { } times ? $"{times.TokensPerSecond:F0}" : "";
        return $"| {Name} | {Family} | {Exporter} | {Precision} | {runs} | {error} | {Against} | {ratio} | {rate} |";
    }
}

/// <summary>Processor seconds of one batch.</summary>
/// <param name="Forward">The file as it is, all logits; null where the runtime cannot run it on this processor.</param>
/// <param name="Gradient">Loss, backward pass and projections.</param>
/// <param name="TokensPerSecond">Of the gradient pass, by wall time.</param>
internal sealed record PassTimes(double? Forward, double Gradient, double TokensPerSecond);

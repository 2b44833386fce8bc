namespace Prismatic.Reports;

/// <summary>What the information gain means, by rules simple enough to check by hand.</summary>
/// <remarks>Conventions: a mean counts as above or below 0 from two standard errors on; "most" begins at half.</remarks>
public static class GainRules
{
    private const double Errors = 2;

    /// <summary>The sentences.</summary>
    public static IReadOnlyList<string> Sentences(GainSummary gain)
    {
        var sentences = new List<string> { Main(gain) };
        if (gain.Own.Mean > 0 && IsAbove(gain.Own) && gain.Masked.Mean <= gain.Own.Mean / 2)
        {
            sentences.Add(
                $"Most of it is the answer itself, which stands in the reasoning: without the sentences that hold it "
                    + $"{Nats(gain.Masked)} are left."
            );
        }
        if (gain.Control is { } control && (IsAbove(control) || IsBelow(control)))
        {
            sentences.Add(
                IsAbove(control)
                    ? "Another row's reasoning helps too: part of the gain is form and length, not content."
                    : "Another row's reasoning misleads: the proxy model takes from it what does not belong here."
            );
        }
        return sentences;
    }

    private static string Main(GainSummary gain)
    {
        var compared = gain.Control is { } control ? $"; another row's reasoning of like length {Nats(control)}" : "";
        var measured = $"{Nats(gain.Own)} nats an answer token over none{compared}";
        var deciding = gain.Specific ?? gain.Own;
        return IsAbove(deciding) ? $"The reasoning tells the proxy model about the answer: {measured}."
            : IsBelow(deciding)
                ? $"The reasoning tells the proxy model less about the answer than what it is compared with: {measured}."
            : $"The reasoning tells the proxy model nothing about the answer: {measured}.";
    }

    private static bool IsAbove(GainFigure figure) => figure.Mean > Errors * figure.StandardError;

    private static bool IsBelow(GainFigure figure) => figure.Mean < -Errors * figure.StandardError;

    private static string Nats(GainFigure figure) =>
        FormattableString.Invariant($"{figure.Mean:+0.00;-0.00;0.00} ± {figure.StandardError:F2}");
}

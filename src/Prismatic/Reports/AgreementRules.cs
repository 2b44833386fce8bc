namespace Prismatic.Reports;

/// <summary>What two views say together, by rules simple enough to check by hand.</summary>
/// <remarks>
/// The limits are conventions (docs/report-schema.md): a difference is told when one view sees at least ten percentage points
/// more rows near a template and at least twice as many.
/// </remarks>
public static class AgreementRules
{
    /// <summary>Least share of rows near a template that is worth a sentence, and least difference of two shares.</summary>
    internal const double Notable = 0.10;

    /// <summary>Least part of the rows near a template in either view that both must share to agree.</summary>
    internal const double Shared = 0.5;

    /// <summary>
    /// From this mean loss on, nats a token, text counts as unfamiliar to the proxy: novels and manuals that the embedded one was
    /// not trained on stand at 4.0 to 4.4 (bits per byte of its model card, times 3.7 bytes a token).
    /// </summary>
    internal const double Unfamiliar = 4.5;

    /// <summary>Rank correlation of pairs from which two views order them much the same.</summary>
    private const double MuchTheSame = 0.5;

    /// <summary>The kind, and the sentences that say it.</summary>
    /// <param name="first">Name of one view.</param>
    /// <param name="second">Name of the other.</param>
    /// <param name="shares">Rows near a template in both, in the first only, in the second only; 0 to 1.</param>
    /// <param name="pairCorrelation">Spearman's correlation of pair cosines.</param>
    /// <param name="meanLoss">Of the proxy, nats a token; null where no view has one.</param>
    public static (AgreementKind Kind, IReadOnlyList<string> Sentences) Judge(
        string first,
        string second,
        (double Both, double First, double Second) shares,
        double pairCorrelation,
        double? meanLoss
    )
    {
        var (a, b) = (shares.Both + shares.First, shares.Both + shares.Second);
        // Where nobody knows what is crowded in a view, templates are not compared.
        var knows = VerdictRules.KnowsCrowds(first) && VerdictRules.KnowsCrowds(second);
        var kind =
            knows ? Kind(shares, a, b)
            : pairCorrelation >= MuchTheSame ? AgreementKind.Agree
            : AgreementKind.Different;
        var sentences = knows
            ? new List<string> { Main(kind, first, second, shares.Both, a, b), Pairs(pairCorrelation) }
            : [$"{Capital(Noun(first))} and {Noun(second)}: {Lower(Pairs(pairCorrelation))}"];
        if (meanLoss >= Unfamiliar && Uses("gradients", first, second))
        {
            sentences.Add(
                $"The proxy model finds this text unfamiliar ({meanLoss:F1} nats a token): gradients of unfamiliar text share "
                    + "a direction, which lowers their score for a reason that is not sameness."
            );
        }
        return (kind, sentences);
    }

    private static AgreementKind Kind((double Both, double First, double Second) shares, double a, double b)
    {
        var union = shares.Both + shares.First + shares.Second;
        return b - a >= Notable && b >= 2 * a ? AgreementKind.OnlySecond
            : a - b >= Notable && a >= 2 * b ? AgreementKind.OnlyFirst
            : Math.Max(a, b) < Notable || shares.Both >= Shared * union ? AgreementKind.Agree
            : AgreementKind.Different;
    }

    private static string Main(AgreementKind kind, string first, string second, double both, double a, double b)
    {
        var (one, other) = (Noun(first), Noun(second));
        return kind switch
        {
            AgreementKind.OnlySecond => Only(second, other, one, b, a),
            AgreementKind.OnlyFirst => Only(first, one, other, a, b),
            AgreementKind.Different =>
                $"{Capital(one)} and {other} see different templates: {Percent(a)} of the rows lie near one by {one}, "
                    + $"{Percent(b)} by {other}, and only {Percent(both)} by both; look at the rows of each.",
            _ when Math.Max(a, b) < Notable =>
                $"{Capital(one)} and {other} agree: few rows lie near a template ({Percent(a)} by {one}, {Percent(b)} by {other}).",
            _ => $"{Capital(one)} and {other} agree: {Percent(a)} and {Percent(b)} of the rows lie near a template, "
                + $"{Percent(both)} in both.",
        };
    }

    private static string Only(string view, string seeing, string blind, double more, double less) =>
        view == "ngrams"
            ? $"Words repeat but {blind} differ: {Percent(more)} of the rows lie near a template by words, {Percent(less)} by "
                + $"{blind}. A frame that many rows share (an instruction, a header) looks like this: look at what stands in it."
            : $"{Capital(seeing)} see a template that {blind} do not: {Percent(more)} of the rows lie near a template by "
                + $"{seeing}, {Percent(less)} by {blind}. This is typical of reasoning or answers of one shape in varied wording: "
                + "look at these rows.";

    private static string Pairs(double correlation) =>
        correlation switch
        {
            >= MuchTheSame => $"Which rows are alike, both order much the same (rank correlation {correlation:F2}).",
            >= 0.2 => $"Which rows are alike, they order similarly in part (rank correlation {correlation:F2}).",
            _ =>
                $"Which rows are alike, they order differently (rank correlation {correlation:F2}): neither stands for the other.",
        };

    private static bool Uses(string view, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (name.Contains(view, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }

    private static string Noun(string view) =>
        view switch
        {
            "ngrams" => "words",
            "hidden" => "hidden states",
            "encoder" => "meanings",
            _ => view,
        };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static string Percent(double share) => $"{share * 100:F0} %";
}

namespace Prismatic.Reasoning;

/// <summary>What a reasoning tells one proxy model about its answer.</summary>
/// <remarks>
/// With L1 and L0 the logarithms of the answer's probability with the reasoning and without, T the tokens of the answer:
/// gains are (L1 - L0) / T, in nats a token. Relative to the proxy: rows may be compared, models may not.
/// </remarks>
public readonly record struct RowGain
{
    /// <summary>Row number in the data set.</summary>
    public required long Index { get; init; }

    /// <summary>T, at least 1.</summary>
    public required int AnswerTokens { get; init; }

    /// <summary>Tokens of the reasoning; 0 for none.</summary>
    public required int ReasoningTokens { get; init; }

    /// <summary>Whether tokens were left out to keep to the limit.</summary>
    public required bool Truncated { get; init; }

    /// <summary>-L0 / T: loss of the answer without reasoning.</summary>
    public required double LossWithout { get; init; }

    /// <summary>Gain of the row's own reasoning; exactly 0 for none.</summary>
    public required double Gain { get; init; }

    /// <summary>Gain at the answer's first token, in nats.</summary>
    public required double First { get; init; }

    /// <summary>Gain without the sentences that hold the answer (<see cref="LeakMask"/>).</summary>
    public required double Masked { get; init; }

    /// <summary>Gain of another row's reasoning of like length; null where there is none.</summary>
    public required double? Control { get; init; }

    /// <summary>Gain less control: without what any reasoning of that form and length does.</summary>
    public double? Specific => Gain - Control;

    /// <summary>(L1 - L0) / tokens of the reasoning; 0 for none.</summary>
    public double Efficiency => ReasoningTokens == 0 ? 0 : Gain * AnswerTokens / ReasoningTokens;
}

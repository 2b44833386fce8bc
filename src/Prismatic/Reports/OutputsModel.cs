using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>How collapsed one model is. Figures are means over prompts with two answers or more; null where there are none.</summary>
public sealed record OutputsModel
{
    [Description("As the files name it.")]
    public required string Name { get; init; }

    [Description("Answers measured.")]
    public required int Answers { get; init; }

    [Description("Answers left out: no text, or white space.")]
    public required int Blank { get; init; }

    [Description("Answers left out: of weight 0.")]
    public required int Weightless { get; init; }

    [Description("Prompts with an answer.")]
    public required int Prompts { get; init; }

    [Description("Fewest answers to a prompt.")]
    public required int FewestAnswers { get; init; }

    [Description("Most answers to a prompt.")]
    public required int MostAnswers { get; init; }

    [Description("distinct_k: different answers to a prompt, of as many as there are.")]
    public MeanFigure? Distinct { get; init; }

    [Description("Different answers to expect of k, k the same for all models.")]
    public MeanFigure? DistinctCompared { get; init; }

    [Description("utility_k: quality of the answers that are new; null where an answer has no quality.")]
    public MeanFigure? Utility { get; init; }

    [Description("Share of answers that repeat an earlier one to the same prompt to the character.")]
    public MeanFigure? ExactRepeats { get; init; }

    [Description("The same but for case, white space and punctuation at the ends.")]
    public MeanFigure? NormalisedRepeats { get; init; }

    [Description("Entropy of the classes of equivalent answers, nats.")]
    public MeanFigure? ClassEntropy { get; init; }

    [Description("exp of that entropy: effective number of different answers.")]
    public MeanFigure? EffectiveClasses { get; init; }

    [Description("What comes back in its answers whatever it is asked; null where nothing was measured.")]
    public AcrossSummary? Across { get; init; }

    [Description("Rows to look at; null in reports of earlier programs.")]
    public ModelRows? Rows { get; init; }
}

/// <summary>What comes back in answers to different prompts.</summary>
public sealed record AcrossSummary
{
    [Description("Prompts with an answer.")]
    public required int Prompts { get; init; }

    [Description("Prompts that were searched for phrases; fewer where there are too many words. Null: all of them.")]
    public int? PromptsSearched { get; init; }

    [Description(
        "Share of answers that are, but for case, white space and punctuation at the ends, given to another prompt too."
    )]
    public double? RepeatedShare { get; init; }

    [Description("Share of answers of five words and more that nearly repeat one to another prompt.")]
    public double? NearRepeatedShare { get; init; }

    [Description("Share of answers that refuse, by weight.")]
    public required double RefusalShare { get; init; }

    [Description("Share of answers that begin by saying that a machine speaks, by weight.")]
    public required double MachineShare { get; init; }

    [Description("Beginning of the first refusal; null without one.")]
    public string? RefusalExample { get; init; }

    [Description("Words an answer: mean.")]
    public required double MeanWords { get; init; }

    [Description("Words an answer that a tenth, half and nine tenths of the answers do not exceed.")]
    public required IReadOnlyList<int> WordQuantiles { get; init; }

    [Description("The answers given to most prompts.")]
    public required IReadOnlyList<StockAnswer> Repeated { get; init; }

    [Description("First words that answers to several prompts share.")]
    public required IReadOnlyList<StockWords> Openings { get; init; }

    [Description("Last words that answers to several prompts share.")]
    public required IReadOnlyList<StockWords> Closings { get; init; }

    [Description("Phrases in answers to three prompts and more that lack them.")]
    public required IReadOnlyList<StockWords> Phrases { get; init; }
}

/// <summary>One and the same answer to different prompts.</summary>
public sealed record StockAnswer
{
    [Description("Beginning of the answer.")]
    public required string Answer { get; init; }

    [Description("Prompts it answers.")]
    public required int Prompts { get; init; }

    [Description("How often it was given.")]
    public required int Answers { get; init; }
}

/// <summary>Words that come back in answers to different prompts.</summary>
public sealed record StockWords
{
    [Description("The words, in lower case.")]
    public required string Words { get; init; }

    [Description("Prompts with such an answer.")]
    public required int Prompts { get; init; }

    [Description("These over the prompts looked at, 0 to 1.")]
    public required double Share { get; init; }

    [Description("Beginning of the first such answer.")]
    public required string Example { get; init; }
}

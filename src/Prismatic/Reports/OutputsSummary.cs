using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>How collapsed models are, and how alike several models are; docs/homogeneity.md has the definitions.</summary>
public sealed record OutputsSummary
{
    [Description("Different prompts.")]
    public required int Prompts { get; init; }

    [Description("Answers measured: those that are not blank and weigh something.")]
    public required int Answers { get; init; }

    [Description("Answers or rows that could not be taken, by reason.")]
    public required IReadOnlyList<DropReason> LeftOut { get; init; }

    [Description("Models that did not answer every prompt.")]
    public required IReadOnlyList<ModelGap> Gaps { get; init; }

    [Description("What else is worth knowing about the files.")]
    public required IReadOnlyList<string> Notes { get; init; }

    [Description("Name of the rule by which two answers count as the same.")]
    public required string Equivalence { get; init; }

    [Description("That rule in a sentence.")]
    public required string EquivalenceDefinition { get; init; }

    [Description(
        "Share of pairs of answers to different prompts that the rule takes as the same: its floor; null with one prompt, and for labels."
    )]
    public double? EquivalenceFloor { get; init; }

    [Description(
        "k: answers a prompt at which numbers of different answers are compared; null with one answer a prompt."
    )]
    public int? AnswersCompared { get; init; }

    [Description("Each model, in the order of the files.")]
    public required IReadOnlyList<OutputsModel> Models { get; init; }

    [Description("What asking other models adds over asking one again, in different answers; null with one model.")]
    public SwitchingSummary? Switching { get; init; }

    [Description("Phrases that several models use in answers to a prompt that lacks them.")]
    public required IReadOnlyList<SharedPhraseSummary> SharedPhrases { get; init; }

    [Description("What comes back whatever is asked, over all models.")]
    public required AcrossSummary Across { get; init; }

    [Description(
        "Answers that come back, nearly or exactly, to other prompts: rows to look at, by number in the data."
    )]
    public IReadOnlyList<ExampleRow>? AcrossRows { get; init; }

    [Description("Prompts whose answers are fewest different ones: the rows that prove it.")]
    public required IReadOnlyList<CollapsedPrompt> Collapsed { get; init; }

    [Description("Prompt by prompt, the answers of all models together; null in reports of earlier programs.")]
    public PromptsSummary? ByPrompt { get; init; }

    [Description(
        "How alike answers are, one entry for each feature space; values of different spaces are not comparable."
    )]
    public required IReadOnlyList<OutputsView> Views { get; init; }

    [Description("What to try next, in plain sentences.")]
    public required IReadOnlyList<string> Advice { get; init; }
}

/// <summary>A model that did not answer every prompt.</summary>
public sealed record ModelGap
{
    [Description("The model.")]
    public required string Model { get; init; }

    [Description("Prompts that others answered and it did not.")]
    public required int Missing { get; init; }

    [Description("The first of these prompts.")]
    public required IReadOnlyList<string> Prompts { get; init; }
}

/// <summary>Different answers to expect of k answers, of one model or of k models.</summary>
public sealed record SwitchingSummary
{
    [Description("k.")]
    public required int Answers { get; init; }

    [Description("Different answers to expect of k answers of one model; null with one answer a prompt.")]
    public MeanFigure? OfOne { get; init; }

    [Description("Different answers to expect of one answer of each of k models.")]
    public MeanFigure? OfMany { get; init; }
}

/// <summary>Words that several models use where the prompt does not.</summary>
public sealed record SharedPhraseSummary
{
    [Description("The words, in lower case.")]
    public required string Phrase { get; init; }

    [Description("The models that use it.")]
    public required IReadOnlyList<string> Models { get; init; }

    [Description("Prompts to which at least two models use it.")]
    public required int Prompts { get; init; }

    [Description("The beginning of the first such answer.")]
    public required string Example { get; init; }
}

/// <summary>A prompt whose answers by one model are few different ones.</summary>
public sealed record CollapsedPrompt
{
    [Description("Beginning of the prompt.")]
    public required string Prompt { get; init; }

    [Description("The model.")]
    public required string Model { get; init; }

    [Description("Answers measured.")]
    public required int Answers { get; init; }

    [Description("Different ones among them (distinct_k).")]
    public required int Distinct { get; init; }

    [Description("Answers in the largest class.")]
    public required int LargestClass { get; init; }

    [Description("Beginning of the answer that opens it.")]
    public required string Example { get; init; }
}

using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>Answers prompt by prompt: how many there are, how varied, and the narrowest prompts with what was said.</summary>
public sealed record PromptsSummary
{
    [Description("Answers a prompt, of all models together.")]
    public HistogramSummary? Answers { get; init; }

    [Description(
        "Variety of the answers to a prompt: (effective classes - 1) / (answers - 1), 0 where all are one answer, 1 where all differ; of prompts with two answers and more."
    )]
    public HistogramSummary? Variety { get; init; }

    [Description("Prompts with two answers and more.")]
    public required int Compared { get; init; }

    [Description("Those of least variety, the narrowest first.")]
    public required IReadOnlyList<PromptDetail> Narrowest { get; init; }
}

/// <summary>One prompt with what was answered, by whomever.</summary>
public sealed record PromptDetail
{
    [Description("Beginning of the prompt.")]
    public required string Prompt { get; init; }

    [Description("Answers measured.")]
    public required int Answers { get; init; }

    [Description("Models that answered.")]
    public required int Models { get; init; }

    [Description("Classes of equivalent answers.")]
    public required int Different { get; init; }

    [Description("exp of the entropy of these classes: effective number of different answers.")]
    public required double Effective { get; init; }

    [Description("Variety, 0 to 1.")]
    public required double Variety { get; init; }

    [Description("The largest classes.")]
    public required IReadOnlyList<ClassDetail> Classes { get; init; }
}

/// <summary>Answers to a prompt that are the same one.</summary>
public sealed record ClassDetail
{
    [Description("Beginning of the answer that opens the class.")]
    public required string Example { get; init; }

    [Description("Answers in it.")]
    public required int Answers { get; init; }

    [Description("These over the answers to the prompt.")]
    public required double Share { get; init; }

    [Description("Models that gave one, at most six by name.")]
    public required IReadOnlyList<string> Models { get; init; }

    [Description("Models that gave one, those without a name here too.")]
    public required int ModelCount { get; init; }
}

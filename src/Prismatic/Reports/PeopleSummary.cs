using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>Models' answers beside those of people; docs/pluralism.md has the definitions.</summary>
public sealed record PeopleSummary
{
    [Description("Which columns of the human reference were read as what; null without one.")]
    public string? Reference { get; init; }

    [Description("Which columns of the viewpoints were read as what; null without them.")]
    public string? Viewpoints { get; init; }

    [Description("What was left out or not understood in these files.")]
    public required IReadOnlyList<string> Notes { get; init; }

    [Description("What was found, in plain sentences.")]
    public required IReadOnlyList<string> Sentences { get; init; }

    [Description("Each model against people; empty without a human reference.")]
    public required IReadOnlyList<PeopleModel> Models { get; init; }

    [Description("Overton coverage of each model; empty without viewpoints.")]
    public required IReadOnlyList<OvertonSummary> Overton { get; init; }
}

/// <summary>One model against people.</summary>
public sealed record PeopleModel
{
    [Description("As the files name it.")]
    public required string Model { get; init; }

    [Description("Answers to questions of the reference.")]
    public required int Answers { get; init; }

    [Description("Share of these that no rule maps to an option.")]
    public required double UnmappedShare { get; init; }

    [Description("Answers by the rule that mapped them.")]
    public required IReadOnlyDictionary<string, int> Rules { get; init; }

    [Description("Answers to prompts that are no question of the reference.")]
    public required int OtherAnswers { get; init; }

    [Description("Questions of the reference without an answer.")]
    public required int Unanswered { get; init; }

    [Description("Questions whose answers name no option.")]
    public required int Unmapped { get; init; }

    [Description("Weight of the answers that name an option, over that of all; null without answers.")]
    public MeanFigure? Coverage { get; init; }

    [Description("Against each group of people.")]
    public required IReadOnlyList<PeopleGroup> Groups { get; init; }

    [Description("The questions furthest from people, above what chance would bring.")]
    public required IReadOnlyList<PeopleQuestion> Furthest { get; init; }

    [Description("Rows to look at; null in reports of earlier programs.")]
    public PeopleRows? Rows { get; init; }
}

/// <summary>One model against one group, over all questions that both answered.</summary>
public sealed record PeopleGroup
{
    [Description("The group; null for everyone.")]
    public string? Group { get; init; }

    [Description("Jensen-Shannon divergence, base 2, 0 to 1.")]
    public required MeanFigure JensenShannon { get; init; }

    [Description("What it would be by chance, if the model answered as these people do.")]
    public required MeanFigure ByChance { get; init; }

    [Description("The difference, a question at a time: the number to compare models by.")]
    public required MeanFigure AboveChance { get; init; }

    [Description("Share of questions beyond their own 95 % point; 0.05 or less by chance.")]
    public required double ShareBeyondChance { get; init; }

    [Description("Entropy of the model's answers over that of the people's; null where people are of one mind.")]
    public MeanFigure? EntropyRatio { get; init; }

    [Description("What that would be by chance.")]
    public MeanFigure? EntropyRatioByChance { get; init; }

    [Description("Share of questions on which the most frequent answers match.")]
    public required double ModesMatch { get; init; }

    [Description("Normalised earth mover's distance; null where no question has ordered options.")]
    public MeanFigure? EarthMovers { get; init; }

    [Description("What that would be by chance.")]
    public MeanFigure? EarthMoversByChance { get; init; }
}

/// <summary>One question on which a model is far from a group.</summary>
public sealed record PeopleQuestion
{
    [Description("Beginning of the question.")]
    public required string Prompt { get; init; }

    [Description("The group; null for everyone.")]
    public string? Group { get; init; }

    [Description("Jensen-Shannon divergence, base 2.")]
    public required double JensenShannon { get; init; }

    [Description("Its 95 % point by chance.")]
    public required double Limit { get; init; }

    [Description("The options, those of most people first.")]
    public required IReadOnlyList<OptionShares> Options { get; init; }
}

/// <summary>How often an option is chosen.</summary>
public sealed record OptionShares
{
    [Description("Beginning of the option.")]
    public required string Option { get; init; }

    [Description("Share of the model's mapped answers.")]
    public required double Model { get; init; }

    [Description("Share of the people.")]
    public required double People { get; init; }
}

/// <summary>How much of what can reasonably be said a model says.</summary>
public sealed record OvertonSummary
{
    [Description("As the files name it.")]
    public required string Model { get; init; }

    [Description("What the score of a sentence for a viewpoint is.")]
    public required string Scorer { get; init; }

    [Description("Above it a sentence states a viewpoint.")]
    public required double Threshold { get; init; }

    [Description("Share of viewpoints that one answer states; null without answers.")]
    public MeanFigure? WithinAnswer { get; init; }

    [Description("Share of viewpoints that any answer to the prompt states.")]
    public MeanFigure? OverAnswers { get; init; }

    [Description("Mean over viewpoints of the best sentence's score.")]
    public MeanFigure? Score { get; init; }

    [Description("Prompts with viewpoints and without answers.")]
    public required int Unanswered { get; init; }

    [Description("Answers of which only the first sentences were read.")]
    public required int Shortened { get; init; }

    [Description("Viewpoints that no answer states.")]
    public required IReadOnlyList<MissedViewpoint> Missed { get; init; }
}

/// <summary>A viewpoint that no answer states.</summary>
public sealed record MissedViewpoint
{
    [Description("Beginning of the prompt.")]
    public required string Prompt { get; init; }

    [Description("The viewpoint.")]
    public required string Viewpoint { get; init; }

    [Description("The nearest sentence of the answers; null where there is none.")]
    public string? Nearest { get; init; }

    [Description("Its score.")]
    public required double Score { get; init; }
}

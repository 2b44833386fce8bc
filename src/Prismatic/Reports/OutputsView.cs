using System.ComponentModel;

namespace Prismatic.Reports;

/// <summary>How alike answers are in one feature space, with the floor beside.</summary>
public sealed record OutputsView
{
    [Description("Name of the feature space.")]
    public required string Name { get; init; }

    [Description("What it looks at, in words.")]
    public required string Description { get; init; }

    [Description("Identity of all that made the vectors; values of different fingerprints are never compared.")]
    public required string Fingerprint { get; init; }

    [Description("How the vectors were made.")]
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    [Description("Mean cosine of answers to different prompts, over all models; null with one prompt.")]
    public double? Floor { get; init; }

    [Description("Mean cosine of answers of two models to the same prompt; null with one model.")]
    public double? Inter { get; init; }

    [Description("The same on the scale above the floor: (inter - floor) / (1 - floor).")]
    public double? CorrectedInter { get; init; }

    [Description("Mean intra less inter, a prompt at a time: what another model adds over asking again.")]
    public MeanFigure? SwitchingGain { get; init; }

    [Description("Cosine above which a prompt's answers count as alike.")]
    public required double Threshold { get; init; }

    [Description("The same on the scale above the floor.")]
    public required double CorrectedThreshold { get; init; }

    [Description("Floor-corrected similarity above which models are put into one cluster.")]
    public required double ClusterThreshold { get; init; }

    [Description("Each model.")]
    public required IReadOnlyList<ModelSimilarity> Models { get; init; }

    [Description(
        "The prompts to which answers are most alike, with two of them: of two models where there are several."
    )]
    public required IReadOnlyList<AlikeAnswers> MostAlike { get; init; }

    [Description("Rows to look at; null in reports of earlier programs.")]
    public AlikeRows? Rows { get; init; }

    [Description(
        "Similarity of models, a row for each: inter, and intra on the diagonal; null where they share no prompt."
    )]
    public required IReadOnlyList<IReadOnlyList<double?>> Similarities { get; init; }

    [Description("The same on the scale above each pair's floor.")]
    public required IReadOnlyList<IReadOnlyList<double?>> Corrected { get; init; }
}

/// <summary>How alike one model's answers to the same prompt are, in one feature space.</summary>
public sealed record ModelSimilarity
{
    [Description("The model.")]
    public required string Model { get; init; }

    [Description("Number of its cluster of models, from 0.")]
    public required int Cluster { get; init; }

    [Description("intra: mean cosine of two answers to one prompt; null with one answer a prompt.")]
    public MeanFigure? Similarity { get; init; }

    [Description("Mean cosine of its answers to different prompts; null with one prompt.")]
    public double? Floor { get; init; }

    [Description("intra on the scale above the floor.")]
    public double? Corrected { get; init; }

    [Description("Share of prompts whose intra is above the threshold.")]
    public double? ShareAlike { get; init; }

    [Description("Share of prompts whose floor-corrected intra is above the threshold for those.")]
    public double? CorrectedShareAlike { get; init; }

    [Description("Answers that those to a prompt are worth (Vendi score, order 1).")]
    public MeanFigure? EffectiveAnswers { get; init; }

    [Description("Answers measured without a vector; they have no part in similarities.")]
    public required int WithoutVector { get; init; }
}

/// <summary>A prompt to which answers are alike, and two of them to show it.</summary>
public sealed record AlikeAnswers
{
    [Description("Beginning of the prompt.")]
    public required string Prompt { get; init; }

    [Description("Mean cosine there: of a model's own answers, or between models.")]
    public required double Similarity { get; init; }

    [Description("Who gave the first answer.")]
    public required string FirstModel { get; init; }

    [Description("Beginning of that answer.")]
    public required string First { get; init; }

    [Description("Who gave the second answer.")]
    public required string SecondModel { get; init; }

    [Description("Beginning of that answer.")]
    public required string Second { get; init; }

    [Description("Cosine of these two.")]
    public required double Cosine { get; init; }
}

namespace Prismatic.Pluralism;

/// <summary>Mean of a measure over questions, and how it spreads.</summary>
/// <param name="Mean">Over the questions that have the measure.</param>
/// <param name="Deviation">Standard deviation over these, n - 1; 0 for a single one.</param>
/// <param name="Count">How many these are.</param>
public sealed record QuestionMean(double Mean, double Deviation, int Count)
{
    /// <summary>Standard error of the mean; 0 for a single question.</summary>
    public double Error => Deviation / Math.Sqrt(Count);

    /// <summary>Null where no question has the measure.</summary>
    internal static QuestionMean? Of(IEnumerable<double?> values)
    {
        double[] known = [.. values.OfType<double>()];
        if (known.Length == 0)
        {
            return null;
        }
        var mean = known.Average();
        var squares = known.Sum(value => (value - mean) * (value - mean));
        return new QuestionMean(mean, known.Length == 1 ? 0 : Math.Sqrt(squares / (known.Length - 1)), known.Length);
    }
}

/// <summary>One model's answers to one question.</summary>
/// <param name="Question">Place in <see cref="HumanReference.Questions"/>.</param>
/// <param name="Shares">Of every option among the answers that were mapped.</param>
/// <param name="Answers">All answers to the question.</param>
/// <param name="Size">Effective number of mapped answers: (sum of weights)² / sum of squared weights.</param>
/// <param name="Coverage">Weight of the answers that name a listed option, over the weight of all; in [0, 1].</param>
/// <param name="Groups">Against every group of the question that answered, in their order.</param>
public sealed record QuestionComparison(
    int Question,
    IReadOnlyList<double> Shares,
    int Answers,
    double Size,
    double Coverage,
    IReadOnlyList<GroupDistance> Groups
)
{
    /// <summary>Place of the first answer; null where it was not kept.</summary>
    public int? FirstAnswer { get; init; }
}

/// <summary>A model's answers to one question against those of a group.</summary>
/// <param name="Group">Null for everyone.</param>
/// <param name="Shares">The group's, of every option.</param>
/// <param name="People">Null where not known.</param>
/// <param name="Comparison">All measures.</param>
public sealed record GroupDistance(
    string? Group,
    IReadOnlyList<double> Shares,
    double? People,
    DistributionComparison Comparison
);

/// <summary>A model against one group, over all questions that both answered.</summary>
public sealed record GroupComparison
{
    /// <summary>Null for everyone.</summary>
    public required string? Group { get; init; }

    /// <summary>Questions compared; at least one.</summary>
    public required int Questions { get; init; }

    /// <summary>Jensen-Shannon divergence, base 2.</summary>
    public required QuestionMean JensenShannon { get; init; }

    /// <summary>What chance alone would bring.</summary>
    public required QuestionMean ByChance { get; init; }

    /// <summary>
    /// Divergence less its chance level, question by question: about 0, within its error, where the model answers as the
    /// group does.
    /// </summary>
    public required QuestionMean AboveChance { get; init; }

    /// <summary>Share of questions whose divergence is above its own 95 % point; about 0.05 or less by chance alone.</summary>
    public required double ShareBeyondChance { get; init; }

    /// <summary>Null where the group is of one mind on every question.</summary>
    public required QuestionMean? EntropyRatio { get; init; }

    /// <summary>What it would be by chance, as a mean over the same questions.</summary>
    public required QuestionMean? EntropyRatioByChance { get; init; }

    /// <summary>Share of questions on which the most frequent answers match.</summary>
    public required double ModesMatch { get; init; }

    /// <summary>Normalised; null where no question has ordered options.</summary>
    public required QuestionMean? EarthMovers { get; init; }

    /// <summary>What it would be by chance, over the same questions.</summary>
    public required QuestionMean? EarthMoversByChance { get; init; }
}

/// <summary>One model against a human reference.</summary>
public sealed record ModelAgainstPeople
{
    /// <summary>As the responses name it.</summary>
    public required string Model { get; init; }

    /// <summary>Questions that were compared, in the order of the reference.</summary>
    public required IReadOnlyList<QuestionComparison> Questions { get; init; }

    /// <summary>Means over questions, for every group in the order in which groups first occur.</summary>
    public required IReadOnlyList<GroupComparison> Groups { get; init; }

    /// <summary>Weight of answers that name a listed option; null where no answer belongs to a question.</summary>
    public required QuestionMean? Coverage { get; init; }

    /// <summary>Answers to questions of the reference, by the rule that mapped them; <see cref="MappingRule.None"/> too.</summary>
    public required IReadOnlyDictionary<MappingRule, int> Rules { get; init; }

    /// <summary>Answers to questions of the reference.</summary>
    public int Answers => Rules.Values.Sum();

    /// <summary>Share of these that no rule maps, in [0, 1].</summary>
    public double UnmappedShare => Answers == 0 ? 0 : (double)Rules.GetValueOrDefault(MappingRule.None) / Answers;

    /// <summary>Places of the first answers that no rule maps, at most three.</summary>
    public IReadOnlyList<int> FirstUnmapped { get; init; } = [];

    /// <summary>Answers to prompts that are no question of the reference.</summary>
    public required int OtherAnswers { get; init; }

    /// <summary>Questions of the reference that the model does not answer.</summary>
    public required int Unanswered { get; init; }

    /// <summary>Questions whose answers name no listed option at all, so that there is nothing to compare.</summary>
    public required int Unmapped { get; init; }

    /// <summary>Questions with one option, which say nothing.</summary>
    public required int OneOption { get; init; }
}

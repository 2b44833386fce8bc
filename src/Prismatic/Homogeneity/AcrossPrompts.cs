using Prismatic.Duplicates;

namespace Prismatic.Homogeneity;

/// <summary>Measures what comes back over prompts.</summary>
internal static class AcrossPrompts
{
    // Shorter answers are one shingle or none worth the name, and may well be right for many prompts.
    private const int FewestWords = 5;

    /// <summary>Of one model, or of all of them.</summary>
    /// <returns>Null where there is no answer.</returns>
    public static CrossPrompt? Of(
        int? model,
        AnswerTable table,
        AnswerWords words,
        HomogeneityOptions options,
        CancellationToken cancellation
    )
    {
        AnswerCell[] cells = [.. table.Cells.Where(cell => model is null || cell.Model == model)];
        if (cells.Length == 0)
        {
            return null;
        }
        (int Answer, int Prompt)[] answers =
        [
            .. cells.SelectMany(cell => cell.Answers.Select(answer => (answer, cell.Prompt))),
        ];
        var prompts = cells.Select(cell => cell.Prompt).Distinct().Count();
        var groups = Groups(answers, i => AnswerText.Normalise(table.Set.Responses[answers[i].Answer].Text));
        (int Answer, int Prompt)[] longer = [.. answers.Where(a => words.Of(a.Answer).Length >= FewestWords)];
        var near = NearGroups(table, longer, cancellation);
        var stock = new StockPhrases(words, options);
        int[] refusals = [.. answers.Select(a => a.Answer).Where(a => Refusals.IsRefusal(table.Set.Responses[a].Text))];
        double Share(IEnumerable<int> some) => Weight(table, some) / Weight(table, answers.Select(a => a.Answer));
        return new CrossPrompt
        {
            Model = model,
            Prompts = prompts,
            RepeatedShare = prompts < 2 ? null : groups.Sum(group => group.Answers) / (double)answers.Length,
            NearRepeatedShare =
                prompts < 2 || longer.Length == 0 ? null : near.Sum(group => group.Answers) / (double)longer.Length,
            Repeated = [.. groups.Take(options.Listed)],
            Openings = stock.Openings(cells),
            Closings = stock.Closings(cells),
            Phrases = stock.Phrases(cells, cancellation),
            RefusalShare = Share(refusals),
            MachineShare = Share(
                answers.Select(a => a.Answer).Where(a => Refusals.SpeaksAsMachine(table.Set.Responses[a].Text))
            ),
            RefusalExample = refusals.Length == 0 ? null : refusals[0],
            Length = Length([.. answers.Select(a => words.Of(a.Answer).Length)]),
        };
    }

    // Groups that answer at least two prompts, those with most prompts first.
    private static IReadOnlyList<RepeatedAnswer> Groups<T>((int Answer, int Prompt)[] answers, Func<int, T> key) =>
        [
            .. Enumerable
                .Range(0, answers.Length)
                .GroupBy(key)
                .Select(group => new RepeatedAnswer(
                    group.Min(i => answers[i].Answer),
                    group.Select(i => answers[i].Prompt).Distinct().Count(),
                    group.Count()
                ))
                .Where(group => group.Prompts > 1)
                .OrderByDescending(group => group.Prompts)
                .ThenByDescending(group => group.Answers)
                .ThenBy(group => group.Answer),
        ];

    private static IReadOnlyList<RepeatedAnswer> NearGroups(
        AnswerTable table,
        (int Answer, int Prompt)[] answers,
        CancellationToken cancellation
    )
    {
        string[] texts = [.. answers.Select(answer => table.Set.Responses[answer.Answer].Text)];
        var representatives = DuplicateSearch.Of(texts, cancellation: cancellation).Representatives;
        return Groups(answers, i => representatives[i]);
    }

    private static double Weight(AnswerTable table, IEnumerable<int> answers) =>
        answers.Sum(answer => table.Set.Responses[answer].Weight);

    private static AnswerLength Length(int[] words)
    {
        Array.Sort(words);
        int Quantile(double share) => words[(int)Math.Min(words.Length - 1, share * words.Length)];
        return new AnswerLength(words.Average(), Quantile(0.1), Quantile(0.5), Quantile(0.9));
    }
}

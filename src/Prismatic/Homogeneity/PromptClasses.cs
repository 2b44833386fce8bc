namespace Prismatic.Homogeneity;

/// <summary>Classes of the answers of all models to a prompt together: who says the same can be seen in no model alone.</summary>
/// <param name="table">The answers.</param>
/// <param name="classes">For each prompt the class of each of <see cref="AnswerTable.AnswersTo"/>.</param>
internal sealed class PromptClasses(AnswerTable table, IReadOnlyList<int[]> classes)
{
    /// <summary>For each prompt.</summary>
    public IReadOnlyList<int[]> Classes => classes;

    /// <summary>Asks about prompts that several models answered; of one model's answers the classes are known.</summary>
    public static async Task<PromptClasses> OfAsync(
        AnswerTable table,
        IReadOnlyList<int[]> ofCells,
        Equivalence equivalence,
        HomogeneityOptions options,
        CancellationToken cancellation
    )
    {
        int[] prompts = [.. Enumerable.Range(0, table.Set.Prompts.Count)];
        int[] several = [.. prompts.Where(prompt => table.OfPrompt(prompt).Length > 1)];
        var asked = await EquivalenceClasses
            .OfAsync([.. several.Select(table.AnswersTo)], equivalence, options.Threads, cancellation)
            .ConfigureAwait(false);
        var classes = new int[prompts.Length][];
        foreach (var prompt in prompts)
        {
            var cells = table.OfPrompt(prompt);
            classes[prompt] = cells.Length == 1 ? ofCells[cells[0]] : [];
        }
        foreach (var (prompt, found) in several.Zip(asked))
        {
            classes[prompt] = found;
        }
        return new PromptClasses(table, classes);
    }

    /// <summary>Every prompt with an answer, in the order of the set.</summary>
    public IReadOnlyList<PromptAnswers> All() =>
        [.. Enumerable.Range(0, classes.Count).Where(prompt => classes[prompt].Length > 0).Select(Of)];

    private PromptAnswers Of(int prompt)
    {
        var answers = table.AnswersTo(prompt);
        var sizes = EquivalenceClasses.Sizes(classes[prompt]);
        var (weights, firsts) = (new double[sizes.Length], new int[sizes.Length]);
        var models = Array.ConvertAll(sizes, _ => new SortedSet<int>());
        var scaled = AnswerWeights.Scaled(Array.ConvertAll(answers, answer => table.Set.Responses[answer].Weight));
        for (var i = answers.Length - 1; i >= 0; i--)
        {
            var c = classes[prompt][i];
            weights[c] += scaled[i];
            firsts[c] = answers[i];
            models[c].Add(table.Set.Responses[answers[i]].Model);
        }
        return new PromptAnswers
        {
            Prompt = prompt,
            Answers = answers.Length,
            Models = table.OfPrompt(prompt).Length,
            EffectiveClasses = Math.Exp(ExpectedClasses.Entropy(weights)),
            Classes =
            [
                .. Enumerable
                    .Range(0, sizes.Length)
                    .OrderByDescending(c => sizes[c])
                    .ThenBy(c => c)
                    .Select(c => new AnswerClass(firsts[c], sizes[c], [.. models[c]])),
            ],
        };
    }
}

namespace Prismatic.Homogeneity;

/// <summary>Measures what another model adds over asking one again.</summary>
internal static class SwitchingGain
{
    public static Switching Of(AnswerTable table, BetweenModels between, PromptClasses classes)
    {
        PromptComparison[] both = [.. between.Prompts().Where(prompt => prompt.Intra is not null)];
        // Prompts that several models answered; classes over all their answers, so that one and many are counted in the same ones.
        int[] prompts = [.. Enumerable.Range(0, table.Set.Prompts.Count).Where(p => table.OfPrompt(p).Length > 1)];
        var drawn = Drawn(table, prompts);
        var one = new double?[prompts.Length];
        var many = new double?[prompts.Length];
        for (var i = 0; i < prompts.Length && drawn is not null; i++)
        {
            (one[i], many[i]) = Expected(table, prompts[i], classes.Classes[prompts[i]], drawn.Value);
        }
        return new Switching
        {
            Intra = Estimate.Of(both.Select(prompt => prompt.Intra)),
            Inter = Estimate.Of(both.Select(prompt => (double?)prompt.Inter)),
            Gain = Estimate.Of(both.Select(prompt => prompt.Intra - prompt.Inter)),
            Answers = drawn,
            DistinctOfOne = Estimate.Of(one),
            DistinctOfMany = Estimate.Of(many),
        };
    }

    // As many as all of these prompts have models, and as all cells have answers where they have several.
    private static int? Drawn(AnswerTable table, int[] prompts)
    {
        int[] models = [.. prompts.Select(prompt => table.OfPrompt(prompt).Length)];
        int[] samples =
        [
            .. prompts.SelectMany(prompt =>
                table.OfPrompt(prompt).ToArray().Select(c => table.Cells[c].Answers.Length)
            ),
        ];
        int[] several = [.. samples.Where(count => count > 1)];
        return models.Length == 0 ? null
            : several.Length == 0 ? models.Min()
            : Math.Min(models.Min(), several.Min());
    }

    private static (double? One, double? Many) Expected(AnswerTable table, int prompt, int[] classes, int drawn)
    {
        var count = classes.Max() + 1;
        var shares = new List<double[]>();
        var own = new List<double>();
        var next = 0;
        foreach (var cell in table.OfPrompt(prompt))
        {
            var answers = table.Cells[cell].Answers.Length;
            var sizes = new int[count];
            for (var i = 0; i < answers; i++)
            {
                sizes[classes[next++]]++;
            }
            shares.Add(Array.ConvertAll(sizes, size => (double)size / answers));
            if (answers >= drawn)
            {
                own.Add(ExpectedClasses.Of(sizes, drawn));
            }
        }
        return (own.Count == 0 ? null : own.Average(), ExpectedClasses.OfModels(shares, drawn));
    }
}

using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Pairs of answers to different prompts, drawn by the seed: what is alike by kind and not by what was asked.</summary>
internal static class UnrelatedAnswers
{
    /// <summary>Pairs drawn: enough for a share of one hundredth to a fifth of it.</summary>
    public const int MostPairs = 2_000;

    /// <summary>Pairs that a model is asked about.</summary>
    private const int MostAsked = 400;

    /// <summary>Prompts evenly, then answers evenly; none with one prompt.</summary>
    public static IReadOnlyList<(int A, int B)> Draw(AnswerTable table, ulong seed, int pairs = MostPairs)
    {
        int[][] byPrompt =
        [
            .. Enumerable
                .Range(0, table.Set.Prompts.Count)
                .Select(table.AnswersTo)
                .Where(answers => answers.Length > 0),
        ];
        if (byPrompt.Length < 2)
        {
            return [];
        }
        var random = new Pcg32(seed, 0x666C6F6F72);
        var drawn = new (int, int)[pairs];
        for (var i = 0; i < pairs; i++)
        {
            var first = random.Next(byPrompt.Length);
            // Any prompt but the first, each as likely.
            var second = random.Next(byPrompt.Length - 1);
            second += second >= first ? 1 : 0;
            drawn[i] = (
                byPrompt[first][random.Next(byPrompt[first].Length)],
                byPrompt[second][random.Next(byPrompt[second].Length)]
            );
        }
        return drawn;
    }

    /// <summary>Share of such pairs that a rule takes as the same answer; null with one prompt, or where the rule does not say.</summary>
    public static async Task<double?> SameAsync(
        AnswerTable table,
        Equivalence equivalence,
        ulong seed,
        CancellationToken cancellation
    )
    {
        var pairs = equivalence.IsOfOnePrompt ? [] : Draw(table, seed, equivalence.IsLocal ? MostPairs : MostAsked);
        if (pairs.Count == 0)
        {
            return null;
        }
        var same = await equivalence.AskAsync(pairs, cancellation).ConfigureAwait(false);
        return (double)same.Count(isSame => isSame) / same.Length;
    }
}

using Prismatic.Numerics;

namespace Prismatic.Lexical;

/// <summary>
/// Homogenization by ROUGE-L (Padmakumar and He 2023; Lin 2004): the mean F-measure of the longest common subsequence of
/// words over all pairs of texts. Bit-parallel (Hyyrö 2004): 64 words of a text at a time.
/// </summary>
public static class Homogenization
{
    /// <summary>The mean over all pairs, 0 to 1. Two texts without a common word count 0, as do empty ones.</summary>
    /// <param name="corpus">At least two texts, words as <see cref="WordCorpus.OfLetters"/> cuts them.</param>
    /// <param name="threads">Workers; 0 for one a core. Never changes a result.</param>
    /// <param name="cancellation">Checked once a text.</param>
    /// <remarks>
    /// The package of Shaib et al. returns 1 where no two texts share a word, which is the opposite of what it measures; here
    /// it is 0. Cost: pairs times words times words / 64.
    /// </remarks>
    public static double Of(WordCorpus corpus, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(corpus.Count, 2);
        var sums = new double[corpus.Count];
        RowBlocks.Run(
            corpus.Count,
            1,
            threads,
            () => new CommonSubsequence(corpus.Vocabulary.Count),
            (start, count, common) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    common.Take(corpus[i]);
                    for (var j = i + 1; j < corpus.Count; j++)
                    {
                        var total = corpus[i].Length + corpus[j].Length;
                        // 2 P R / (P + R) with P = lcs / |a| and R = lcs / |b|.
                        sums[i] += total == 0 ? 0 : 2.0 * common.LengthWith(corpus[j]) / total;
                    }
                }
            },
            cancellation
        );
        return sums.Sum() / (corpus.Count * (corpus.Count - 1.0) / 2);
    }
}

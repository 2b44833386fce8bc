namespace Prismatic.Lexical;

/// <summary>Rows aligned with some words, of which fewer and fewer are kept.</summary>
internal sealed class AlignedSample
{
    private readonly List<int[]> _matches;
    private readonly int[] _lengths;
    private readonly int[] _having;

    /// <summary>Keeps the words that enough rows have.</summary>
    /// <param name="words">What the rows were aligned with.</param>
    /// <param name="matches">For each row, the place of each word in it; -1 for none.</param>
    /// <param name="lengths">Words of each row.</param>
    /// <param name="sharedBy">Words that a smaller share of the rows has are not kept.</param>
    public AlignedSample(int[] words, List<int[]> matches, int[] lengths, double sharedBy)
    {
        (Words, _matches, _lengths, WordCount) = (words, matches, lengths, lengths.Sum());
        _having = [.. words.Select((_, i) => matches.Count(match => match[i] >= 0))];
        Kept = [.. Enumerable.Range(0, words.Length).Where(i => _having[i] >= sharedBy * matches.Count)];
    }

    /// <summary>The words.</summary>
    public int[] Words { get; }

    /// <summary>Places among them of those that are kept.</summary>
    public List<int> Kept { get; }

    /// <summary>Words of all rows.</summary>
    public int WordCount { get; }

    /// <summary>Words of the rows that kept ones are aligned with.</summary>
    public int KeptCount => Kept.Sum(i => _having[i]);

    /// <summary>Of these, those that are one word.</summary>
    public int KeptOf(int word) => Kept.Where(i => Words[i] == word).Sum(i => _having[i]);

    /// <summary>Places of the rows where kept words are these two, one after the other.</summary>
    public int KeptOf(int first, int second)
    {
        var count = 0;
        for (var k = 0; k + 1 < Kept.Count; k++)
        {
            var (i, j) = (Kept[k], Kept[k + 1]);
            if (Words[i] == first && Words[j] == second)
            {
                count += _matches.Count(match => match[i] >= 0 && match[j] == match[i] + 1);
            }
        }
        return count;
    }

    /// <summary>Mean words of the slots before, between and behind the kept words.</summary>
    public double[] Gaps()
    {
        var (sums, counts) = (new double[Kept.Count + 1], new int[Kept.Count + 1]);
        for (var row = 0; row < _lengths.Length; row++)
        {
            var last = -1;
            for (var k = 0; k <= Kept.Count; k++)
            {
                var here = k == Kept.Count ? _lengths[row] : _matches[row][Kept[k]];
                if (here >= 0)
                {
                    // A word that this row lacks makes two slots of others one.
                    sums[k] += here - last - 1;
                    counts[k]++;
                    last = here;
                }
            }
        }
        return [.. sums.Select((sum, k) => counts[k] == 0 ? 0 : sum / counts[k])];
    }
}

namespace Prismatic.Lexical;

/// <summary>
/// Finds the words that rows share in one order: a few rows are aligned with one of them, and of that one the words stay that
/// nearly all others have too. Lone words that the slots beside them would hold by chance as well are left out.
/// </summary>
internal sealed class SkeletonFinder(RowHeads rows, SharedGrams grams)
{
    // Rows that are aligned, and the share of them that has to have a word: one of 32 may lack it.
    private const int MostRows = 32;
    private const double SharedBy = 0.95;

    // Words whose place would hold them by chance so often say nothing.
    private const double ByChance = 0.5;

    // Runs of more words than this are never chance.
    private const int LongestByChance = 2;

    private readonly CommonSubsequence _common = new(rows.Words.Vocabulary.Count);
    private readonly SampleCounts _words = new(rows.Words.Vocabulary.Count);
    private readonly SampleCounts _grams = new(grams.Hashes.Length);

    /// <summary>What these rows share; may be nothing.</summary>
    public Skeleton Of(int[] set)
    {
        int[] sample = [.. set.OrderBy(row => rows.Hashes[row]).Take(MostRows)];
        _words.Count(sample, row => rows[row]);
        var model = Model(sample);
        int[] places =
        [
            .. Enumerable.Range(0, rows[model].Length).Where(place => IsShared(model, place, sample.Length)),
        ];
        if (places.Length < TemplateOptions.FewestWords)
        {
            return new Skeleton(model, [], [], 0);
        }
        int[] words = [.. places.Select(place => rows[model][place])];
        _common.Take(words);
        var matches = new List<int[]>();
        foreach (var row in sample)
        {
            var match = new int[words.Length];
            _common.Align(rows[row], match);
            matches.Add(match);
        }
        var aligned = new AlignedSample(words, matches, [.. sample.Select(row => rows[row].Length)], SharedBy);
        var runs = WithoutChance(aligned, sample);
        return new Skeleton(
            model,
            [.. aligned.Kept.Select(i => places[i])],
            [.. aligned.Kept.Select(i => words[i])],
            runs.Where(run => run >= SharedGrams.Words).Sum()
        );
    }

    // A row's own words would only lead the alignment astray.
    private bool IsShared(int row, int place, int count) => _words.RowsWith(rows[row][place]) >= SharedBy * count;

    // The row with most of the runs that others have, then the shortest, which has least of its own.
    private int Model(int[] sample)
    {
        _grams.Count(sample, row => grams[row]);
        return sample
            .OrderByDescending(row => Shared(row))
            .ThenBy(row => rows[row].Length)
            .ThenBy(row => rows.Hashes[row])
            .First();

        int Shared(int row)
        {
            var shared = 0;
            foreach (var gram in grams[row])
            {
                shared += _grams.RowsWith(gram) >= SharedBy * sample.Length ? 1 : 0;
            }
            return shared;
        }
    }

    // Leaves the words that are no chance, and says how long their runs are.
    private List<int> WithoutChance(AlignedSample aligned, int[] sample)
    {
        while (true)
        {
            var (kept, gaps) = (aligned.Kept, aligned.Gaps());
            var runs = new List<int>();
            var (worst, from, to) = (ByChance, 0, 0);
            for (int start = 0, end; start < kept.Count; start = end)
            {
                end = start + 1;
                while (end < kept.Count && gaps[end] < 1 - SharedBy)
                {
                    end++;
                }
                runs.Add(end - start);
                if (end - start <= LongestByChance)
                {
                    var around = gaps[start] + gaps[end] + end - start;
                    var chance = 1 - Math.Pow(1 - Rate(aligned, start, end, sample), around);
                    (worst, from, to) = chance >= worst ? (chance, start, end) : (worst, from, to);
                }
            }
            if (to == 0)
            {
                return runs;
            }
            kept.RemoveRange(from, to - from);
        }
    }

    // How often the words of a run stand in slots, over the words of slots.
    private double Rate(AlignedSample aligned, int start, int end, int[] sample)
    {
        var slots = aligned.WordCount - aligned.KeptCount;
        if (slots <= 0)
        {
            return 0;
        }
        var first = aligned.Words[aligned.Kept[start]];
        if (end - start == 1)
        {
            return (double)(_words.Of(first) - aligned.KeptOf(first)) / slots;
        }
        var second = aligned.Words[aligned.Kept[start + 1]];
        var pairs = 0;
        foreach (var row in sample)
        {
            var words = rows[row];
            for (var i = 0; i + 1 < words.Length; i++)
            {
                pairs += words[i] == first && words[i + 1] == second ? 1 : 0;
            }
        }
        return (double)Math.Max(0, pairs - aligned.KeptOf(first, second)) / slots;
    }
}

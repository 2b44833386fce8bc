namespace Prismatic.Lexical;

/// <summary>
/// Proposes templates: rows are divided by the run of words that most of them share, the rows of a run again by the next, and
/// so on. Where rows share enough in one order they have a template; a part of them gets one of its own only where that
/// tells half as much again of its words.
/// </summary>
/// <remarks>Linear in the words of the rows for each level, of which there are at most <see cref="Deepest"/>.</remarks>
internal sealed class TemplateTree
{
    private const int Deepest = 12;
    private const double Gain = 1.5;
    private const double SharedByAll = 0.95;

    private readonly RowHeads _rows;
    private readonly SharedGrams _grams;
    private readonly SkeletonFinder _finder;
    private readonly int _fewest;
    private readonly int[] _places;
    private readonly CancellationToken _cancellation;

    private TemplateTree(RowHeads rows, SharedGrams grams, int fewest, CancellationToken cancellation)
    {
        (_rows, _grams, _fewest, _cancellation) = (rows, grams, fewest, cancellation);
        _finder = new SkeletonFinder(rows, grams);
        _places = new int[grams.Hashes.Length];
    }

    /// <summary>Templates that may be; which texts follow them is still to be seen.</summary>
    public static IReadOnlyList<Proposal> Propose(
        RowHeads rows,
        SharedGrams grams,
        int fewest,
        CancellationToken cancellation
    ) => new TemplateTree(rows, grams, fewest, cancellation).Divide([.. Enumerable.Range(0, rows.Count)], 0);

    private List<Proposal> Divide(int[] set, int depth)
    {
        _cancellation.ThrowIfCancellationRequested();
        var (texts, words) = (0, 0L);
        foreach (var row in set)
        {
            texts += _rows.Copies[row];
            words += (long)_rows.Copies[row] * _rows[row].Length;
        }
        var own = texts < _fewest ? null : Own(set, texts, words);
        if (depth == Deepest || texts < _fewest || (own is not null && own.Told * Gain >= words))
        {
            return own is null ? [] : [own];
        }
        var found = new List<Proposal>();
        foreach (var part in Parts(set))
        {
            var inside = Divide(part, depth + 1);
            var partTexts = part.Sum(row => _rows.Copies[row]);
            if (own is null || inside.Sum(p => p.Told) >= Gain * own.Skeleton.Words.Length * partTexts)
            {
                found.AddRange(inside);
            }
        }
        if (own is not null)
        {
            found.Add(own);
        }
        return found;
    }

    private Proposal? Own(int[] set, int texts, long words)
    {
        var skeleton = _finder.Of(set);
        var told = (long)skeleton.Words.Length * texts;
        return skeleton.IsTemplate(told, words) ? new Proposal(skeleton, told) : null;
    }

    // Those of the most shared run first; a run that all have divides nothing. Copies are one row
    // here, as they are where rows are aligned.
    private IEnumerable<int[]> Parts(int[] set)
    {
        var byGram = new RowsByGram(set, _rows, _grams, _places);
        var next = new PriorityQueue<int, (int, ulong)>();
        for (var gram = 0; gram < byGram.Grams.Length; gram++)
        {
            if (byGram.RowsWith(gram) < SharedByAll * set.Length)
            {
                Enqueue(gram);
            }
        }
        while (next.TryDequeue(out var gram, out var priority))
        {
            if (byGram.TextsWith(gram) == -priority.Item1)
            {
                yield return byGram.Take(gram);
            }
            else
            {
                // Rows were taken since it was put here.
                Enqueue(gram);
            }
        }

        void Enqueue(int gram)
        {
            if (byGram.TextsWith(gram) >= _fewest)
            {
                next.Enqueue(gram, (-byGram.TextsWith(gram), _grams.Hashes[byGram.Grams[gram]]));
            }
        }
    }
}

/// <summary>A template that may be.</summary>
/// <param name="Skeleton">Its words.</param>
/// <param name="Told">Words of texts that it tells.</param>
internal sealed record Proposal(Skeleton Skeleton, long Told);

namespace Prismatic.Meaning;

/// <summary>Words and pairs of words that set groups of texts apart from the rest: labels that people can read.</summary>
/// <remarks>
/// The log-odds ratio with an informative prior of Monroe, Colaresi and Quinn 2008 ("Fightin' Words", Political Analysis 16:372),
/// over texts that hold a term instead of its occurrences, so that one long text does not speak for its group: terms are ordered
/// by the ratio over its standard error. The prior is the term's share of all texts, worth <c>PriorTexts</c> texts. No list of
/// stop words: what all texts have sets none apart.
/// </remarks>
public static class DistinguishingTerms
{
    private const double PriorTexts = 2;

    // Standard errors from which on a term is taken: thousands of terms are tried, and two errors come about by chance.
    private const double LeastScore = 3;

    // A pair of words reads better than one of them: it is taken where it is nearly as telling.
    private const double PairBonus = 1.2;

    // Of the group's texts, least share that hold a term.
    private const double LeastShare = 0.25;

    /// <summary>The terms of each group, the most telling first; none for a group of one text, or one that nothing sets apart.</summary>
    /// <param name="texts">All texts.</param>
    /// <param name="groups">Places of the texts of each group.</param>
    /// <param name="others">Places of the texts that groups are compared with, the group's own left out.</param>
    /// <param name="count">Most terms of a group; no word stands in two of them.</param>
    /// <param name="cancellation">Checked once a text.</param>
    /// <remarks>Linear in the words of all texts.</remarks>
    public static IReadOnlyList<IReadOnlyList<string>> Of(
        IReadOnlyList<string> texts,
        IReadOnlyList<IReadOnlyList<int>> groups,
        IReadOnlyList<int> others,
        int count,
        CancellationToken cancellation = default
    )
    {
        var (numbers, names) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<string>());
        var terms = new int[texts.Count][];
        foreach (var place in groups.SelectMany(group => group).Concat(others).Distinct())
        {
            cancellation.ThrowIfCancellationRequested();
            terms[place] = [.. TextTerms.Of(texts[place]).Select(Number)];
        }
        var all = Count(terms, others, names.Count);
        return [.. groups.Select(group => Of(terms, names, group, others, all, count))];

        int Number(string term)
        {
            if (!numbers.TryGetValue(term, out var number))
            {
                numbers[term] = number = names.Count;
                names.Add(term);
            }
            return number;
        }
    }

    /// <summary>Shared words of two texts over all words of both, 0 to 1; 0 where neither has any.</summary>
    public static double WordOverlap(string first, string second)
    {
        var (a, b) = (TextTerms.Words(first), TextTerms.Words(second));
        var shared = a.Count(b.Contains);
        return shared == 0 ? 0 : (double)shared / (a.Count + b.Count - shared);
    }

    private static List<string> Of(
        int[][] terms,
        List<string> names,
        IReadOnlyList<int> group,
        IReadOnlyList<int> others,
        int[] all,
        int count
    )
    {
        var own = Count(terms, group, names.Count);
        var members = group.ToHashSet();
        int[] inside = [.. others.Where(members.Contains)];
        var overlap = Count(terms, inside, names.Count);
        var (n, m) = (group.Count, others.Count - inside.Length);
        if (n < 2 || m == 0)
        {
            return [];
        }
        var scored = Enumerable
            .Range(0, names.Count)
            .Where(term => own[term] >= Math.Max(2, LeastShare * n))
            .Select(term => (Term: names[term], Score: Score(own[term], n, all[term] - overlap[term], m)))
            .Where(term => term.Score >= LeastScore)
            .OrderByDescending(term =>
                term.Term.Contains(' ', StringComparison.Ordinal) ? PairBonus * term.Score : term.Score
            )
            .ThenByDescending(term => term.Term.Length)
            .ThenBy(term => term.Term, StringComparer.Ordinal);
        return Chosen(scored.Select(term => term.Term), count);
    }

    private static double Score(int own, int n, int rest, int m)
    {
        // Smoothed, so that no term is certain.
        var share = (own + rest + 0.5) / (n + m + 1.0);
        var (present, absent) = (PriorTexts * share, PriorTexts * (1 - share));
        var ratio = Math.Log((own + present) / (n - own + absent)) - Math.Log((rest + present) / (m - rest + absent));
        var variance =
            (1 / (own + present)) + (1 / (n - own + absent)) + (1 / (rest + present)) + (1 / (m - rest + absent));
        return ratio / Math.Sqrt(variance);
    }

    // A pair of words says more than either; a word of a pair that was taken says nothing new.
    private static List<string> Chosen(IEnumerable<string> ordered, int count)
    {
        var chosen = new List<string>(count);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in ordered)
        {
            if (chosen.Count == count)
            {
                break;
            }
            var words = term.Split(' ');
            if (!words.Any(used.Contains) && !chosen.Exists(other => SharesSigns(other, term)))
            {
                chosen.Add(term);
                used.UnionWith(words);
            }
        }
        return chosen;
    }

    // Pairs of signs overlap without a space: ab and bc are parts of abc.
    private static bool SharesSigns(string first, string second) =>
        first.Length == 2
        && second.Length == 2
        && !char.IsAscii(first[0])
        && !char.IsAscii(second[0])
        && (first[1] == second[0] || second[1] == first[0]);

    private static int[] Count(int[][] terms, IEnumerable<int> places, int size)
    {
        var counts = new int[size];
        foreach (var place in places)
        {
            foreach (var term in terms[place])
            {
                counts[term]++;
            }
        }
        return counts;
    }
}

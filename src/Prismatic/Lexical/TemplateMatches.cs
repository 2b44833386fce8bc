namespace Prismatic.Lexical;

/// <summary>Which rows follow which of the proposed templates.</summary>
internal sealed class TemplateMatches
{
    // Two templates that share so much of the longer one are one.
    private const double SameShare = 0.8;

    private TemplateMatches(IReadOnlyList<Skeleton> templates, int[] templateOfRow, int[] wordsOfRow)
    {
        (Templates, TemplateOfRow, WordsOfRow) = (templates, templateOfRow, wordsOfRow);
    }

    /// <summary>The templates that enough texts follow.</summary>
    public IReadOnlyList<Skeleton> Templates { get; }

    /// <summary>The template of each row, the one that has most of its words; -1 for none.</summary>
    public int[] TemplateOfRow { get; }

    /// <summary>Words that each row shares with its template.</summary>
    public int[] WordsOfRow { get; }

    public static TemplateMatches Of(
        RowHeads rows,
        SharedGrams grams,
        IReadOnlyList<Proposal> proposals,
        int fewest,
        CancellationToken cancellation
    )
    {
        var common = new CommonSubsequence(rows.Words.Vocabulary.Count);
        var templates = Different(rows, proposals, common);
        var enough = templates;
        while (true)
        {
            var (templateOf, words) = Match(rows, grams, enough, common, cancellation);
            var texts = new int[enough.Count];
            for (var row = 0; row < rows.Count; row++)
            {
                if (templateOf[row] >= 0)
                {
                    texts[templateOf[row]] += rows.Copies[row];
                }
            }
            // Rows of a template that others left with few may follow another one.
            List<Skeleton> left = [.. enough.Where((_, t) => texts[t] >= fewest)];
            if (left.Count == enough.Count)
            {
                return new TemplateMatches(enough, templateOf, words);
            }
            enough = left;
        }
    }

    private static List<Skeleton> Different(RowHeads rows, IReadOnlyList<Proposal> proposals, CommonSubsequence common)
    {
        var kept = new List<Skeleton>();
        foreach (
            var proposal in proposals
                .OrderByDescending(p => p.Told)
                .ThenByDescending(p => p.Skeleton.Words.Length)
                .ThenBy(p => rows.HashOf(p.Skeleton.Words))
        )
        {
            var words = proposal.Skeleton.Words;
            common.Take(words);
            if (kept.All(k => common.LengthWith(k.Words) < SameShare * Math.Max(words.Length, k.Words.Length)))
            {
                kept.Add(proposal.Skeleton);
            }
            if (kept.Count == TemplateOptions.MostTemplates)
            {
                break;
            }
        }
        return kept;
    }

    // Only rows that have a run of a template's words are compared with it.
    private static (int[] TemplateOf, int[] Words) Match(
        RowHeads rows,
        SharedGrams grams,
        List<Skeleton> templates,
        CommonSubsequence common,
        CancellationToken cancellation
    )
    {
        var rowsOfGram = new Dictionary<int, List<int>>();
        foreach (var template in templates)
        {
            foreach (var gram in Runs(template, grams))
            {
                rowsOfGram.TryAdd(gram, []);
            }
        }
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var gram in grams[row])
            {
                if (rowsOfGram.TryGetValue(gram, out var having))
                {
                    having.Add(row);
                }
            }
        }
        var (templateOf, words) = (new int[rows.Count], new int[rows.Count]);
        Array.Fill(templateOf, -1);
        var comparedWith = new int[rows.Count];
        Array.Fill(comparedWith, -1);
        for (var t = 0; t < templates.Count; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            common.Take(templates[t].Words);
            foreach (var row in Runs(templates[t], grams).SelectMany(gram => rowsOfGram[gram]))
            {
                if (comparedWith[row] == t)
                {
                    continue;
                }
                comparedWith[row] = t;
                var shared = common.LengthWith(rows[row]);
                if (shared > words[row] && shared >= TemplateOptions.FollowedShare * templates[t].Words.Length)
                {
                    (templateOf[row], words[row]) = (t, shared);
                }
            }
        }
        return (templateOf, words);
    }

    private static IEnumerable<int> Runs(Skeleton template, SharedGrams grams)
    {
        var places = template.Places;
        for (var i = 0; i + SharedGrams.Words <= places.Length; i++)
        {
            var isRun = places[i + SharedGrams.Words - 1] == places[i] + SharedGrams.Words - 1;
            if (isRun && grams.At(template.Row, places[i]) is var gram && gram != SharedGrams.None)
            {
                yield return gram;
            }
        }
    }
}

namespace Prismatic.Lexical;

/// <summary>The runs of words that most texts repeat.</summary>
public static class RepeatedPhrases
{
    // A longer run is told by its first words.
    private const int MostWords = 32;

    // Candidates that are kept before those like one another are told once.
    private const int MostCandidates = 2000;
    private const int Examples = 3;

    /// <summary>
    /// Phrases of four words or more, none inside a longer one that as many texts have; those that stand for most words (texts
    /// times words) first, and of several that share half their words only the first, unless another is in twice as many texts.
    /// </summary>
    /// <param name="corpus">As <see cref="WordCorpus.OfWords"/> cuts texts.</param>
    /// <param name="options">How many texts a phrase is in at least.</param>
    /// <param name="most">How many phrases.</param>
    /// <param name="cancellation">Checked once a length.</param>
    /// <remarks>Cost: the places where something is repeated, for each of at most 29 lengths; some 50 bytes a word.</remarks>
    public static IReadOnlyList<RepeatedPhrase> Of(
        WordCorpus corpus,
        TemplateOptions options,
        int most = 10,
        CancellationToken cancellation = default
    ) => Of(RowHeads.Of(corpus), options, most, cancellation);

    internal static IReadOnlyList<RepeatedPhrase> Of(
        RowHeads rows,
        TemplateOptions options,
        int most,
        CancellationToken cancellation
    )
    {
        var best = new PriorityQueue<Candidate, (long, int, ulong)>();
        var level = PhraseLevel.First(rows, TemplateOptions.PhraseWords, options.FewestTexts);
        while (level.HasPlaces)
        {
            cancellation.ThrowIfCancellationRequested();
            var longer = level.Words == MostWords ? null : level.Longer();
            foreach (var (row, start, texts) in level.Closed(longer))
            {
                var hash = rows.HashOf(rows[row].Slice(start, level.Words));
                best.Enqueue(
                    new Candidate(row, start, level.Words, texts),
                    ((long)texts * level.Words, level.Words, hash)
                );
                if (best.Count > MostCandidates)
                {
                    best.Dequeue();
                }
            }
            if (longer is null)
            {
                break;
            }
            level = longer;
        }
        var chosen = new List<Candidate>();
        while (best.TryDequeue(out var candidate, out _))
        {
            chosen.Add(candidate);
        }
        chosen.Reverse();
        return [.. Different(rows, chosen).Take(most).Select(candidate => Describe(rows, candidate))];
    }

    private static IEnumerable<Candidate> Different(RowHeads rows, List<Candidate> candidates)
    {
        var told = new List<Candidate>();
        foreach (var candidate in candidates)
        {
            if (told.All(other => candidate.Texts >= 2 * other.Texts || !IsLike(rows, candidate, other)))
            {
                told.Add(candidate);
                yield return candidate;
            }
        }
    }

    // Half of the shorter one's words stand in both, in one run.
    private static bool IsLike(RowHeads rows, Candidate first, Candidate second)
    {
        var a = first.In(rows);
        var b = second.In(rows);
        var (longest, lengths) = (0, new int[b.Length + 1]);
        foreach (var word in a)
        {
            // From the end, so that the entry before is still that of the word before.
            for (var j = b.Length; j > 0; j--)
            {
                lengths[j] = word == b[j - 1] ? lengths[j - 1] + 1 : 0;
                longest = Math.Max(longest, lengths[j]);
            }
        }
        return 2 * longest >= Math.Min(a.Length, b.Length);
    }

    private static RepeatedPhrase Describe(RowHeads rows, Candidate candidate)
    {
        var phrase = candidate.In(rows).ToArray();
        var examples = new List<int>();
        for (var row = 0; row < rows.Count && examples.Count < Examples; row++)
        {
            if (rows[row].IndexOf(phrase) >= 0)
            {
                examples.Add(rows.FirstText[row]);
            }
        }
        return new RepeatedPhrase(
            string.Join(' ', phrase.Select(word => rows.Words.Vocabulary[word])),
            candidate.Words,
            candidate.Texts,
            examples
        );
    }

    private readonly record struct Candidate(int Row, int Start, int Words, int Texts)
    {
        public ReadOnlySpan<int> In(RowHeads rows) => rows[Row].Slice(Start, Words);
    }
}

/// <summary>A run of words that texts repeat.</summary>
/// <param name="Phrase">The words.</param>
/// <param name="Words">How many.</param>
/// <param name="Texts">Texts that have it.</param>
/// <param name="Examples">The first different ones of them.</param>
public sealed record RepeatedPhrase(string Phrase, int Words, int Texts, IReadOnlyList<int> Examples);

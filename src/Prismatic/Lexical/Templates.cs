namespace Prismatic.Lexical;

/// <summary>
/// Templates: the longest skeletons of words that several texts share in one order, with slots between them whose words
/// differ from text to text. Every text knows its template.
/// </summary>
public static class Templates
{
    private const int Examples = 3;

    // A gap between words is a slot where more texts than this have words in it.
    private const double RareFill = 0.05;

    /// <summary>
    /// Finds them: rows are divided by the runs of three words that most of them share (<see cref="TemplateTree"/>), the rows
    /// of a part are aligned (<see cref="SkeletonFinder"/>), then every text is compared with the templates it shares a run
    /// with. The same templates for any order of the texts, but for which of them are examples.
    /// </summary>
    /// <param name="corpus">As <see cref="WordCorpus.OfWords"/> cuts texts.</param>
    /// <param name="options">What counts as a template.</param>
    /// <param name="cancellation">Checked for each part of the rows, and each template.</param>
    /// <remarks>
    /// Cost: 60 to 240 bytes a word, and time linear in the words that are looked at, times at most the depth of the
    /// division. Copies are looked at once.
    /// </remarks>
    public static TemplateResult Of(
        WordCorpus corpus,
        TemplateOptions options,
        CancellationToken cancellation = default
    ) => Of(RowHeads.Of(corpus), options, cancellation);

    /// <summary>Templates, and the phrases of <see cref="RepeatedPhrases"/>, of one look at the texts.</summary>
    public static (TemplateResult Templates, IReadOnlyList<RepeatedPhrase> Phrases) WithPhrases(
        WordCorpus corpus,
        TemplateOptions options,
        int mostPhrases,
        CancellationToken cancellation = default
    )
    {
        var rows = RowHeads.Of(corpus);
        return (Of(rows, options, cancellation), RepeatedPhrases.Of(rows, options, mostPhrases, cancellation));
    }

    internal static TemplateResult Of(RowHeads rows, TemplateOptions options, CancellationToken cancellation)
    {
        var grams = SharedGrams.Of(rows, options.FewestTexts);
        var proposals = TemplateTree.Propose(rows, grams, options.FewestTexts, cancellation);
        var matches = TemplateMatches.Of(rows, grams, proposals, options.FewestTexts, cancellation);
        var members = matches.Templates.Select(_ => new List<int>()).ToArray();
        for (var row = 0; row < rows.Count; row++)
        {
            if (matches.TemplateOfRow[row] >= 0)
            {
                members[matches.TemplateOfRow[row]].Add(row);
            }
        }
        var common = new CommonSubsequence(rows.Words.Vocabulary.Count);
        var order = Enumerable
            .Range(0, members.Length)
            .OrderByDescending(t => members[t].Sum(row => (long)rows.Copies[row] * matches.WordsOfRow[row]))
            .ThenBy(t => rows.HashOf(matches.Templates[t].Words))
            .ToArray();
        var placeOf = new int[members.Length];
        for (var place = 0; place < order.Length; place++)
        {
            placeOf[order[place]] = place;
        }
        return new TemplateResult
        {
            Templates = [.. order.Select(t => Describe(matches.Templates[t].Words, members[t], rows, common))],
            TextTemplates =
            [
                .. rows.RowOfText.Select(row => new TextTemplate(
                    matches.TemplateOfRow[row] < 0 ? -1 : placeOf[matches.TemplateOfRow[row]],
                    matches.WordsOfRow[row],
                    rows[row].Length
                )),
            ],
        };
    }

    private static Template Describe(int[] words, List<int> members, RowHeads rows, CommonSubsequence common)
    {
        common.Take(words);
        var slots = new SlotWords[words.Length + 1];
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = new SlotWords(rows);
        }
        var match = new int[words.Length];
        foreach (var row in members)
        {
            common.Align(rows[row], match);
            var last = -1;
            for (var i = 0; i <= words.Length; i++)
            {
                var here = i == words.Length ? rows[row].Length : match[i];
                if (here >= 0)
                {
                    slots[i].Add(row, last + 1, here - last - 1);
                    last = here;
                }
            }
        }
        var texts = members.Sum(row => rows.Copies[row]);
        var isSlot = slots.Select(slot => slot.Filled > RareFill * texts).ToArray();
        return new Template
        {
            Words = words.Length,
            Texts = texts,
            Text = Text(words, isSlot, rows.Words.Vocabulary),
            Slots = [.. slots.Where((_, i) => isSlot[i]).Select(slot => slot.Describe(Examples))],
            Examples = [.. members.Select(row => rows.FirstText[row]).Order().Take(Examples)],
        };
    }

    private static string Text(int[] words, bool[] isSlot, IReadOnlyList<string> vocabulary)
    {
        var parts = new List<string>();
        for (var i = 0; i <= words.Length; i++)
        {
            if (isSlot[i])
            {
                parts.Add(Template.Slot);
            }
            if (i < words.Length)
            {
                parts.Add(vocabulary[words[i]]);
            }
        }
        return string.Join(' ', parts);
    }

    /// <summary>What stands in one slot, counted.</summary>
    private sealed class SlotWords(RowHeads rows)
    {
        private readonly Dictionary<ulong, (int Texts, int Row, int Start, int Length)> _fillers = [];

        /// <summary>Texts with words in it.</summary>
        public int Filled { get; private set; }

        public void Add(int row, int start, int length)
        {
            if (length > 0)
            {
                Filled += rows.Copies[row];
                var hash = rows.HashOf(rows[row].Slice(start, length));
                var texts = rows.Copies[row] + (_fillers.TryGetValue(hash, out var known) ? known.Texts : 0);
                _fillers[hash] = (texts, row, start, length);
            }
        }

        public TemplateSlot Describe(int examples) =>
            new()
            {
                Different = _fillers.Count,
                Examples =
                [
                    .. _fillers
                        .OrderByDescending(filler => filler.Value.Texts)
                        .ThenBy(filler => filler.Key)
                        .Take(examples)
                        .Select(filler => new SlotFiller(TextOf(filler.Value), filler.Value.Texts)),
                ],
            };

        private string TextOf((int Texts, int Row, int Start, int Length) filler)
        {
            var words = rows[filler.Row].Slice(filler.Start, filler.Length).ToArray();
            return string.Join(' ', words.Select(word => rows.Words.Vocabulary[word]));
        }
    }
}

namespace Prismatic.Homogeneity;

/// <summary>Finds words that come back in answers to different prompts: at the beginning, at the end, anywhere.</summary>
/// <param name="words">The answers' words.</param>
/// <param name="options">Lengths, and how many are listed.</param>
internal sealed class StockPhrases(AnswerWords words, HomogeneityOptions options)
{
    // Fewer prompts than this may share words by chance.
    private const int FewestPrompts = 3;

    /// <summary>First words that answers to at least two prompts share, most prompts first.</summary>
    public IReadOnlyList<StockPhrase> Openings(IReadOnlyList<AnswerCell> cells) => Edges(cells, isOpening: true);

    /// <summary>Last words that answers to at least two prompts share, most prompts first.</summary>
    public IReadOnlyList<StockPhrase> Closings(IReadOnlyList<AnswerCell> cells) => Edges(cells, isOpening: false);

    /// <summary>Longest runs of words that answers to the same number of prompts share, at least three, and that those prompts lack.</summary>
    /// <param name="cells">By prompt.</param>
    /// <param name="cancellation">Checked once a cell.</param>
    /// <remarks>Linear in the words searched; about 40 bytes for each different run of words.</remarks>
    public IReadOnlyList<StockPhrase> Phrases(IReadOnlyList<AnswerCell> cells, CancellationToken cancellation)
    {
        HashSet<int> searched = [.. words.Searched];
        AnswerCell[] part = [.. cells.Where(cell => searched.Contains(cell.Prompt))];
        var prompts = part.Select(cell => cell.Prompt).Distinct().Count();
        var counts = Count(part, cancellation);
        var phrases = new Dictionary<string, (int Prompts, int Answer, int Start, int Words)>(StringComparer.Ordinal);
        foreach (var answer in part.SelectMany(cell => cell.Answers))
        {
            cancellation.ThrowIfCancellationRequested();
            var runs = words.Runs(answer);
            for (var start = 0; start < runs.Length; )
            {
                var end = start + 1;
                var shared = counts.GetValueOrDefault(runs[start]).Prompts;
                if (shared >= FewestPrompts)
                {
                    while (end < runs.Length && counts.GetValueOrDefault(runs[end]).Prompts == shared)
                    {
                        end++;
                    }
                    var length = Math.Min(end - start + options.PhraseWords - 1, AnswerWords.LongestPhrase);
                    phrases.TryAdd(words.Text(words.Of(answer).Slice(start, length)), (shared, answer, start, length));
                }
                start = end;
            }
        }
        var ordered = phrases
            .OrderByDescending(phrase => phrase.Value.Prompts)
            .ThenByDescending(phrase => phrase.Value.Words)
            .ThenBy(phrase => phrase.Value.Answer)
            .ThenBy(phrase => phrase.Value.Start);
        return
        [
            .. words
                .WithoutOverlap(ordered, phrase => (phrase.Value.Answer, phrase.Value.Start, phrase.Value.Words))
                .Take(options.Listed)
                .Select(phrase => new StockPhrase(
                    phrase.Key,
                    phrase.Value.Prompts,
                    (double)phrase.Value.Prompts / prompts,
                    phrase.Value.Answer
                )),
        ];
    }

    private Dictionary<ulong, (int Prompts, int Last)> Count(AnswerCell[] cells, CancellationToken cancellation)
    {
        var counts = new Dictionary<ulong, (int Prompts, int Last)>();
        var (own, prompt) = (new HashSet<ulong>(), -1);
        foreach (var cell in cells)
        {
            cancellation.ThrowIfCancellationRequested();
            if (cell.Prompt != prompt)
            {
                (own, prompt) = (words.RunsOfPrompt(cell.Prompt), cell.Prompt);
            }
            foreach (var run in cell.Answers.SelectMany(words.Runs).Where(run => !own.Contains(run)))
            {
                if (!counts.TryGetValue(run, out var known))
                {
                    counts.Add(run, (1, prompt));
                }
                else if (known.Last != prompt)
                {
                    counts[run] = (known.Prompts + 1, prompt);
                }
            }
        }
        return counts;
    }

    private List<StockPhrase> Edges(IReadOnlyList<AnswerCell> cells, bool isOpening)
    {
        var counts = new Dictionary<string, (int Prompts, int Last, int First)>(StringComparer.Ordinal);
        foreach (var cell in cells)
        {
            foreach (var answer in cell.Answers.Where(answer => words.Of(answer).Length >= options.EdgeWords))
            {
                var all = words.Of(answer);
                var edge = words.Text(isOpening ? all[..options.EdgeWords] : all[^options.EdgeWords..]);
                if (!counts.TryGetValue(edge, out var known))
                {
                    counts.Add(edge, (1, cell.Prompt, answer));
                }
                else if (known.Last != cell.Prompt)
                {
                    counts[edge] = (known.Prompts + 1, cell.Prompt, known.First);
                }
            }
        }
        var prompts = cells.Select(cell => cell.Prompt).Distinct().Count();
        return
        [
            .. counts
                .Where(edge => edge.Value.Prompts > 1)
                .OrderByDescending(edge => edge.Value.Prompts)
                .ThenBy(edge => edge.Value.First)
                .Take(options.Listed)
                .Select(edge => new StockPhrase(
                    edge.Key,
                    edge.Value.Prompts,
                    (double)edge.Value.Prompts / prompts,
                    edge.Value.First
                )),
        ];
    }
}

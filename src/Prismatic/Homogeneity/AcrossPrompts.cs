using Prismatic.Duplicates;
using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Measures what comes back over prompts, of one model after another: what is known of an answer is found out once.</summary>
internal sealed class AcrossPrompts
{
    // Shorter answers are one shingle or none worth the name, and may well be right for many prompts.
    private const int FewestWords = 5;
    private const int RefusalsShown = 3;

    private readonly AnswerTable _table;
    private readonly AnswerWords _words;
    private readonly AnswerKeys _keys;
    private readonly HomogeneityOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly bool[] _refuses;
    private readonly bool[] _speaksAsMachine;

    public AcrossPrompts(
        AnswerTable table,
        AnswerWords words,
        AnswerKeys keys,
        HomogeneityOptions options,
        CancellationToken cancellation
    )
    {
        (_table, _words, _keys, _options, _cancellation) = (table, words, keys, options, cancellation);
        var responses = table.Set.Responses;
        (_refuses, _speaksAsMachine) = (new bool[responses.Count], new bool[responses.Count]);
        void Read(int start, int count)
        {
            for (var i = start; i < start + count; i++)
            {
                _refuses[i] = Refusals.IsRefusal(responses[i].Text);
                _speaksAsMachine[i] = Refusals.SpeaksAsMachine(responses[i].Text);
            }
        }
        RowBlocks.Run(responses.Count, 64, options.Threads, Read, cancellation);
    }

    /// <summary>Of one model, or of all of them.</summary>
    /// <returns>Null where there is no answer.</returns>
    public CrossPrompt? Of(int? model)
    {
        AnswerCell[] cells = [.. _table.Cells.Where(cell => model is null || cell.Model == model)];
        if (cells.Length == 0)
        {
            return null;
        }
        (int Answer, int Prompt)[] answers =
        [
            .. cells.SelectMany(cell => cell.Answers.Select(answer => (answer, cell.Prompt))),
        ];
        var prompts = cells.Select(cell => cell.Prompt).Distinct().Count();
        var groups = Groups(answers, i => _keys.Normalised[answers[i].Answer]);
        (int Answer, int Prompt)[] longer = [.. answers.Where(a => _words.Of(a.Answer).Length >= FewestWords)];
        var near = prompts < 2 ? [] : NearGroups(longer);
        var stock = new StockPhrases(_words, _options);
        int[] refusals = [.. answers.Select(a => a.Answer).Where(answer => _refuses[answer])];
        var weights = AnswerWeights.Scaled(Array.ConvertAll(answers, a => _table.Set.Responses[a.Answer].Weight));
        double Share(bool[] some) => weights.Where((_, i) => some[answers[i].Answer]).Sum() / weights.Sum();
        return new CrossPrompt
        {
            Model = model,
            Prompts = prompts,
            RepeatedShare = prompts < 2 ? null : groups.Sum(group => group.Answers) / (double)answers.Length,
            NearRepeatedShare =
                prompts < 2 || longer.Length == 0 ? null : near.Sum(group => group.Answers) / (double)longer.Length,
            Repeated = [.. groups.Take(_options.Listed)],
            NearRepeated = [.. near.Take(_options.Listed)],
            Openings = stock.Openings(cells),
            Closings = stock.Closings(cells),
            Phrases = stock.Phrases(cells, _cancellation),
            RefusalShare = Share(_refuses),
            MachineShare = Share(_speaksAsMachine),
            FirstRefusals = [.. refusals.Take(RefusalsShown)],
            Length = Length([.. answers.Select(a => _words.Of(a.Answer).Length)]),
        };
    }

    // Groups that answer at least two prompts, those with most prompts first.
    private static IReadOnlyList<RepeatedAnswer> Groups<T>((int Answer, int Prompt)[] answers, Func<int, T> key) =>
        [
            .. Enumerable
                .Range(0, answers.Length)
                .GroupBy(key)
                .Select(group => new RepeatedAnswer(
                    group.Min(i => answers[i].Answer),
                    group.Select(i => answers[i].Prompt).Distinct().Count(),
                    group.Count()
                ))
                .Where(group => group.Prompts > 1)
                .OrderByDescending(group => group.Prompts)
                .ThenByDescending(group => group.Answers)
                .ThenBy(group => group.Answer),
        ];

    private IReadOnlyList<RepeatedAnswer> NearGroups((int Answer, int Prompt)[] answers)
    {
        string[] texts = [.. answers.Select(answer => _table.Set.Responses[answer.Answer].Text)];
        var representatives = DuplicateSearch.Of(texts, cancellation: _cancellation).Representatives;
        return Groups(answers, i => representatives[i]);
    }

    private static AnswerLength Length(int[] words)
    {
        Array.Sort(words);
        int Quantile(double share) => words[(int)Math.Min(words.Length - 1, share * words.Length)];
        return new AnswerLength(words.Average(), Quantile(0.1), Quantile(0.5), Quantile(0.9));
    }
}

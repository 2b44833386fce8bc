using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>Finds the longest runs of words that the same models use in answers to a prompt, none of them taken from the prompt.</summary>
internal static class SharedPhrases
{
    /// <summary>Those that most models use in answers to most prompts (the product of the two), longer ones first among equals.</summary>
    /// <remarks>Linear in the words; holds the runs of one prompt for each thread, and those shared of all.</remarks>
    public static IReadOnlyList<SharedPhrase> Find(
        AnswerTable table,
        AnswerWords words,
        HomogeneityOptions options,
        CancellationToken cancellation
    )
    {
        var found = new List<Occurrence>[words.Searched.Count];
        void Search(int start, int count)
        {
            for (var i = start; i < start + count; i++)
            {
                found[i] = OfPrompt(table, words, words.Searched[i], options.PhraseWords);
            }
        }
        RowBlocks.Run(found.Length, 1, options.Threads, Search, cancellation);
        var phrases = new Dictionary<string, Phrase>(StringComparer.Ordinal);
        foreach (var occurrence in found.SelectMany(occurrences => occurrences))
        {
            if (!phrases.TryGetValue(occurrence.Text, out var phrase))
            {
                phrases.Add(occurrence.Text, phrase = new Phrase(occurrence));
            }
            phrase.Prompts++;
            phrase.Models.UnionWith(occurrence.Models);
        }
        var ordered = phrases
            .Values.OrderByDescending(phrase => phrase.Prompts * phrase.Models.Count)
            .ThenByDescending(phrase => phrase.First.Words)
            .ThenBy(phrase => phrase.First.Answer)
            .ThenBy(phrase => phrase.First.Start);
        return
        [
            .. words
                .WithoutOverlap(ordered, phrase => (phrase.First.Answer, phrase.First.Start, phrase.First.Words))
                .Take(options.Listed)
                .Select(phrase => new SharedPhrase(
                    phrase.First.Text,
                    phrase.First.Words,
                    [.. phrase.Models],
                    phrase.Prompts,
                    phrase.First.Answer
                )),
        ];
    }

    private static List<Occurrence> OfPrompt(AnswerTable table, AnswerWords words, int prompt, int length)
    {
        var users = Users(table, words, prompt);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = new List<Occurrence>();
        foreach (var answer in table.AnswersTo(prompt))
        {
            var runs = words.Runs(answer);
            for (var start = 0; start < runs.Length; )
            {
                var end = start + 1;
                if (users.TryGetValue(runs[start], out var models))
                {
                    while (
                        end < runs.Length && users.TryGetValue(runs[end], out var others) && models.SetEquals(others)
                    )
                    {
                        end++;
                    }
                    var count = Math.Min(end - start + length - 1, AnswerWords.LongestPhrase);
                    var text = words.Text(words.Of(answer).Slice(start, count));
                    if (seen.Add(text))
                    {
                        found.Add(new Occurrence(text, count, answer, start, models));
                    }
                }
                start = end;
            }
        }
        return found;
    }

    // The runs that at least two models use, with the models.
    private static Dictionary<ulong, SortedSet<int>> Users(AnswerTable table, AnswerWords words, int prompt)
    {
        var own = words.RunsOfPrompt(prompt);
        var first = new Dictionary<ulong, int>();
        var users = new Dictionary<ulong, SortedSet<int>>();
        foreach (var cell in table.OfPrompt(prompt))
        {
            var model = table.Cells[cell].Model;
            foreach (var run in table.Cells[cell].Answers.SelectMany(words.Runs).Where(run => !own.Contains(run)))
            {
                if (first.TryAdd(run, model) || first[run] == model)
                {
                    continue;
                }
                if (!users.TryGetValue(run, out var models))
                {
                    users.Add(run, models = [first[run]]);
                }
                models.Add(model);
            }
        }
        return users;
    }

    private sealed record Occurrence(string Text, int Words, int Answer, int Start, SortedSet<int> Models);

    private sealed class Phrase(Occurrence first)
    {
        public Occurrence First { get; } = first;

        public int Prompts { get; set; }

        public SortedSet<int> Models { get; } = [];
    }
}

using System.Text;
using Prismatic.Numerics;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Trainer.Evaluation;

/// <summary>How much of a held-out text the training text holds too.</summary>
/// <param name="Name">The held-out file.</param>
/// <param name="Runs">Different runs of words in it.</param>
/// <param name="Seen">Those that occur somewhere in the training text.</param>
public sealed record Leak(string Name, int Runs, int Seen)
{
    /// <summary>Share of the runs that were seen, 0 to 1.</summary>
    public double Share => Runs == 0 ? 0 : (double)Seen / Runs;
}

/// <summary>
/// Looks for runs of words that stand both in held-out and in training text. The corpus is built without shared lines; this
/// is the finer measure of what remains.
/// </summary>
public static class LeakCheck
{
    /// <summary>Words are letters and digits in lower case; runs do not reach across documents.</summary>
    /// <param name="train">Read once, in any order.</param>
    /// <param name="heldOut">Documents by name of their file.</param>
    /// <param name="length">Words of a run; shorter texts have none.</param>
    public static IReadOnlyList<Leak> Run(
        IEnumerable<CorpusDocument> train,
        IReadOnlyDictionary<string, IReadOnlyList<CorpusDocument>> heldOut,
        int length = 12
    )
    {
        var runs = heldOut.ToDictionary(
            static file => file.Key,
            file => file.Value.SelectMany(document => Runs(document.Content, length)).ToHashSet(),
            StringComparer.Ordinal
        );
        var all = runs.Values.SelectMany(static set => set).ToHashSet();
        var seen = train.SelectMany(document => Runs(document.Content, length)).Where(all.Contains).ToHashSet();
        return [.. runs.Select(file => new Leak(file.Key, file.Value.Count, file.Value.Count(seen.Contains)))];
    }

    private static IEnumerable<ulong> Runs(string text, int length)
    {
        var words = Words(text);
        for (var i = 0; i + length <= words.Count; i++)
        {
            var hash = 0UL;
            for (var k = 0; k < length; k++)
            {
                hash = Pcg32.Hash(hash, words[i + k]);
            }

            yield return hash;
        }
    }

    private static List<ulong> Words(string text)
    {
        var words = new List<ulong>();
        var inside = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                var value = (ulong)Rune.ToLowerInvariant(rune).Value;
                if (inside)
                {
                    words[^1] = Pcg32.Hash(words[^1], value);
                }
                else
                {
                    words.Add(Pcg32.Hash(1, value));
                }

                inside = true;
            }
            else
            {
                // "didn't" is one word, with either apostrophe.
                inside = inside && rune.Value is '\'' or '’';
            }
        }

        return words;
    }
}

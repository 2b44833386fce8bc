using System.Text;
using System.Text.RegularExpressions;
using Prismatic.Numerics;

namespace Prismatic.Trainer.Experiments;

/// <summary>
/// Rewrites a row as a template would: other numbers, other names, a few words swapped for words of like meaning, another
/// phrase in front. Alike within a row, so that a calculation still names the numbers of its question.
/// </summary>
internal static partial class NearCopyWriter
{
    private static readonly string[] Names =
    [
        "Maria",
        "Peter",
        "Amina",
        "Lukas",
        "Sofia",
        "Daniel",
        "Hana",
        "Omar",
        "Nadine",
        "Fabian",
        "Irene",
        "Samuel",
        "Clara",
        "Boris",
        "Leila",
        "Martin",
        "Vera",
        "Conrad",
        "Rose",
        "Tobias",
    ];

    private static readonly string[][] AlikeWords =
    [
        ["buy", "purchase", "get"],
        ["show", "display", "find"],
        ["help", "assist", "support"],
        ["want", "need", "wish"],
        ["big", "large", "great"],
        ["small", "little", "tiny"],
        ["write", "create", "make"],
        ["people", "persons", "folks"],
        ["money", "cash", "funds"],
        ["card", "bank card", "debit card"],
        ["book", "reserve", "order"],
        ["play", "start", "put on"],
        ["total", "overall", "whole"],
        ["problem", "issue", "trouble"],
        ["function", "method", "routine"],
        ["calculate", "compute", "work out"],
        ["important", "essential", "crucial"],
        ["weather", "forecast", "temperature"],
        ["think", "believe", "feel"],
        ["often", "frequently", "regularly"],
    ];

    private static readonly string[] Openers =
    [
        "",
        "",
        "",
        "Please: ",
        "Hello. ",
        "Question: ",
        "Task: ",
        "Next one: ",
    ];

    private static readonly Dictionary<string, string[]> Alike = AlikeWords
        .SelectMany(static words => words.Where(static word => !word.Contains(' ')).Select(word => (word, words)))
        .ToDictionary(static pair => pair.word, static pair => pair.words);

    /// <summary>A near-copy of <paramref name="row"/>, of the same source.</summary>
    public static ExperimentRow Of(ExperimentRow row, Pcg32 random)
    {
        var known = new Dictionary<string, string>();
        var opener = Openers[random.Next(Openers.Length)];
        return row.Prompt.Length == 0
            ? row with
            {
                Response = opener + Rewrite(row.Response),
            }
            : row with
            {
                Prompt = opener + Rewrite(row.Prompt),
                Response = Rewrite(row.Response),
            };

        string Rewrite(string text)
        {
            var renamed = NamePattern().Replace(text, m => Map(m.Value, () => Names[random.Next(Names.Length)]));
            var swapped = WordPattern().Replace(renamed, m => Map(m.Value, () => Swap(m.Value, random)));
            return NumberPattern().Replace(swapped, m => Map(m.Value, () => Number(m.Value, random)));
        }

        string Map(string key, Func<string> make) =>
            known.TryGetValue(key, out var value) ? value : known[key] = make();
    }

    private static string Swap(string word, Pcg32 random) =>
        Alike.TryGetValue(word, out var words) ? words[random.Next(words.Length)] : word;

    /// <summary>A number of as many digits, the first not 0.</summary>
    internal static string Number(string digits, Pcg32 random)
    {
        var text = new StringBuilder();
        for (var i = 0; i < digits.Length; i++)
        {
            text.Append((char)('0' + (i == 0 ? 1 + random.Next(9) : random.Next(10))));
        }
        return text.ToString();
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"\b[a-z]{3,}\b")]
    private static partial Regex WordPattern();

    // Capitalised words inside a sentence are mostly names; words at its start are left alone.
    [GeneratedRegex("(?<=[a-z,] )[A-Z][a-z]+")]
    private static partial Regex NamePattern();
}

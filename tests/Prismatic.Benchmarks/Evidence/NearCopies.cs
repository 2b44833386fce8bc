using System.Text.RegularExpressions;
using Prismatic.Data;
using Prismatic.Numerics;
using Prismatic.Trainer.Experiments;

namespace Prismatic.Benchmarks.Evidence;

/// <summary>Copies of a word problem with other numbers and other names, alike within the row.</summary>
internal static partial class NearCopies
{
    private static readonly string[] Names =
    [
        "Maria",
        "Peter",
        "Amina",
        "Lukas",
        "Sofia",
        "David",
        "Hana",
        "Oscar",
        "Nadia",
        "Felix",
        "Irene",
        "Samuel",
        "Clara",
        "Hugo",
        "Leila",
        "Martin",
        "Olga",
        "Victor",
        "Rosa",
        "Simon",
    ];

    /// <summary>A near-copy of <paramref name="row"/>.</summary>
    public static TextRow Of(TextRow row, Pcg32 random)
    {
        var numbers = new Dictionary<string, string>();
        var names = new Dictionary<string, string>();
        return row with { Prompt = Rewrite(row.Prompt), Response = Rewrite(row.Response) };

        string Rewrite(string text)
        {
            var renamed = NamePattern().Replace(text, m => Map(names, m.Value, () => Names[random.Next(Names.Length)]));
            return NumberPattern()
                .Replace(renamed, m => Map(numbers, m.Value, () => NearCopyWriter.Number(m.Value, random)));
        }
    }

    private static string Map(Dictionary<string, string> known, string key, Func<string> make)
    {
        if (!known.TryGetValue(key, out var value))
        {
            known[key] = value = make();
        }
        return value;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex NumberPattern();

    // Capitalised words inside a sentence are names, months or places in this data; words at its start are left alone.
    [GeneratedRegex("(?<=[a-z,] )[A-Z][a-z]+")]
    private static partial Regex NamePattern();
}

using System.Globalization;
using Prismatic.Numerics;

namespace Prismatic.Trainer.Samples;

/// <summary>A row of the sample data set; a null response is part of what the sample shows.</summary>
internal sealed record SampleRow(string Prompt, string? Response);

/// <summary>
/// The data set of the README: explanations on many subjects, and word problems from two templates in which little but
/// names and numbers changes. All of it was written for this project.
/// </summary>
internal static class SampleDataset
{
    private const ulong Seed = 20;
    private const int TemplatedRows = 170;
    private const int RepeatedRows = 12;

    private static readonly string[] Names =
    [
        "Ada",
        "Bruno",
        "Chiara",
        "Deniz",
        "Elif",
        "Farid",
        "Greta",
        "Hugo",
        "Ines",
        "Jonas",
        "Kofi",
        "Lena",
        "Mateo",
        "Nadia",
        "Oskar",
        "Priya",
        "Quinn",
        "Rosa",
        "Sven",
        "Tala",
    ];

    private static readonly string[] Things =
    [
        "apples",
        "pencils",
        "stickers",
        "marbles",
        "stamps",
        "oranges",
        "buttons",
        "coins",
        "shells",
        "cards",
    ];

    private static readonly string[] Asks =
    [
        "Explain {0} to someone who has never met the subject.",
        "What is worth knowing about {0}?",
        "Tell me one surprising thing about {0}.",
        "I have two minutes before a talk on {0}. What should I remember?",
        "Give a short, concrete note on {0}.",
        "My daughter asked me about {0} and I had no answer. Help.",
        "Why do people find {0} interesting?",
        "Write the opening of an encyclopedia entry on {0}.",
        "Correct a common misunderstanding about {0}, or add a detail that is often left out.",
        "{0}: facts, please, no introduction.",
    ];

    /// <summary>All rows, in the order of the file; the same on every machine.</summary>
    public static IReadOnlyList<SampleRow> Rows()
    {
        var random = new Pcg32(Seed);
        List<SampleRow> rows = [.. Explanations(random), .. WordProblems(random)];
        rows.AddRange(Enumerable.Range(0, RepeatedRows).Select(i => rows[rows.Count - 1 - (7 * i)]).ToList());
        rows.Add(new SampleRow("What is the name of this place?", null));
        rows.Add(new SampleRow("Summarise the text above.", "  "));
        var shuffled = rows.ToArray();
        random.Shuffle(shuffled.AsSpan());
        return shuffled;
    }

    private static IEnumerable<SampleRow> Explanations(Pcg32 random)
    {
        foreach (var line in Topics())
        {
            var (subject, facts) = (line[0], line[1..]);
            foreach (var fact in facts)
            {
                var ask = Asks[random.Next(Asks.Length)];
                var text = string.Format(CultureInfo.InvariantCulture, ask, subject);
                yield return new SampleRow(char.ToUpperInvariant(text[0]) + text[1..], fact);
            }
            yield return new SampleRow(
                $"Two sentences about {subject} that belong together.",
                $"{facts[1]} {facts[3]}"
            );
        }
    }

    private static IEnumerable<SampleRow> WordProblems(Pcg32 random)
    {
        for (var i = 0; i < TemplatedRows; i++)
        {
            var name = Names[random.Next(Names.Length)];
            var thing = Things[random.Next(Things.Length)];
            var (a, b, c) = (12 + random.Next(80), 2 + random.Next(9), 1 + random.Next(10));
            yield return i % 3 == 0 ? Shopping(name, thing, a, b, c) : Giving(name, thing, a, b, c);
        }
    }

    private static SampleRow Giving(string name, string thing, int have, int friends, int each)
    {
        var given = friends * each;
        var start = have + given;
        return new SampleRow(
            $"{name} has {start} {thing}. {name} gives {each} {thing} to each of {friends} friends. How many {thing} does {name} have left?",
            $"{name} gives away {friends} * {each} = {given} {thing}. That leaves {start} - {given} = {have} {thing}. The answer is {have}."
        );
    }

    private static SampleRow Shopping(string name, string thing, int price, int count, int coupon)
    {
        var full = price * count;
        return new SampleRow(
            $"{name} buys {count} boxes of {thing} at {price} dollars each and has a coupon for {coupon} dollars. How much does {name} pay?",
            $"The boxes cost {count} * {price} = {full} dollars. With the coupon {name} pays {full} - {coupon} = {full - coupon} dollars. The answer is {full - coupon}."
        );
    }

    private static IEnumerable<string[]> Topics()
    {
        using var stream =
            typeof(SampleDataset).Assembly.GetManifestResourceStream("Prismatic.Trainer.Samples.topics.txt")
            ?? throw new InvalidOperationException("The trainer was built without Samples/topics.txt.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split('|');
        }
    }
}

using Prismatic.Numerics;

namespace Prismatic.Benchmarks;

/// <summary>Texts that a search for what repeats might stumble over, 20,000 rows of 200 words each.</summary>
internal static class HostileTexts
{
    private const int Rows = 20_000;
    private const int Words = 200;

    public static IReadOnlyList<string> Names { get; } =
    [
        "all the same",
        "one word of its own each",
        "words of 10 at random",
        "words of 1,000 at random",
        "every word its own",
        "one template, 20 slots",
        "100 templates, 20 slots",
        "templates within templates",
        "one word repeated",
    ];

    public static IEnumerable<string> Of(string name) =>
        Enumerable.Range(0, Rows).Select(row => string.Join(' ', Row(name, row)));

    private static IEnumerable<string> Row(string name, int row) =>
        name switch
        {
            "all the same" => Each(i => $"w{i}"),
            "one word of its own each" => Each(i => i == row % Words ? $"own{row}" : $"w{i}"),
            "words of 10 at random" => Each(i => $"w{Draw(row, i) % 10}"),
            "words of 1,000 at random" => Each(i => $"w{Draw(row, i) % 1000}"),
            "every word its own" => Each(i => $"r{row}w{i}"),
            "one template, 20 slots" => Each(i => i % 10 == 0 ? $"s{Draw(row, i) % 500}" : $"w{i}"),
            "100 templates, 20 slots" => Each(i =>
                i % 10 == 0 ? $"s{Draw(row, i) % 500}" : $"t{Draw(row, Words) % 100}w{i}"
            ),
            // At each word half of the rows go one way and half another: a tree of what rows share.
            "templates within templates" => Each(i => $"w{i}of{Draw(row, 0) % (1UL << Math.Min(14, i / 12))}"),
            _ => Each(i => i < row % Words ? "same" : $"end{row}"),
        };

    private static IEnumerable<string> Each(Func<int, string> word) => Enumerable.Range(0, Words).Select(word);

    private static ulong Draw(int row, int place) => Pcg32.Hash((ulong)row, (ulong)place);
}

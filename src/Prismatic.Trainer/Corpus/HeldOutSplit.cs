using System.Text;
using Prismatic.Numerics;

namespace Prismatic.Trainer.Corpus;

/// <summary>The split between training and held-out rows, decided by a seeded hash before anything is trained.</summary>
public static class HeldOutSplit
{
    /// <summary>Names of the held-out files.</summary>
    public const string Gsm8k = "gsm8k";
    public const string Instructions = "instructions";
    public const string Dialogue = "dialogue";
    public const string Creative = "creative";
    public const string Factual = "factual";
    public const string FactualMore = "factual_more";
    public const string Code = "code";
    public const string Chat = "chat";

    /// <summary>All held-out files, in the order of the model card.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Gsm8k,
        Instructions,
        Dialogue,
        Creative,
        Factual,
        FactualMore,
        Code,
        Chat,
    ];

    private const ulong Seed = 20260;

    /// <summary>Marks about one row in <paramref name="oneIn"/>, the same rows in every run.</summary>
    public static bool Falls(string source, int row, int oneIn) => Rank(source, row) % (ulong)oneIn == 0;

    /// <summary>The <paramref name="count"/> rows with the smallest hash.</summary>
    public static IReadOnlySet<int> Pick(string source, int rows, int count) =>
        Enumerable.Range(0, rows).OrderBy(row => Rank(source, row)).ThenBy(static row => row).Take(count).ToHashSet();

    private static ulong Rank(string source, int row)
    {
        var seed = Encoding.UTF8.GetBytes(source).Aggregate(Seed, static (hash, value) => Pcg32.Hash(hash, value));
        return Pcg32.Hash(seed, (ulong)row);
    }
}

using Prismatic.Numerics;
using Prismatic.Selection;

namespace Prismatic.Trainer.Experiments;

/// <summary>The kinds of pools of study 2.</summary>
internal enum PoolKind
{
    /// <summary>Template-made: near-copies of a few rows of some sources, exact copies, and a minority of free text.</summary>
    Redundant,

    /// <summary>Real sources in uneven shares with what repeats in them, some rows twice, a few near-copies.</summary>
    Mixed,

    /// <summary>All sources in equal shares, near-copies removed.</summary>
    Diverse,
}

/// <summary>Draws pools: lists of rows of the bank in random order, a row standing twice where it is an exact copy.</summary>
internal static class SelectionPools
{
    private const ulong Stream = 0x706F6F6C73;

    /// <summary>Draws a pool.</summary>
    /// <param name="bank">Rows.</param>
    /// <param name="kind">What is drawn.</param>
    /// <param name="tokens">Wanted size; the last row of each part goes past it.</param>
    /// <param name="seed">Of the draw.</param>
    public static int[] Draw(RowBank bank, PoolKind kind, int tokens, ulong seed)
    {
        var random = new Pcg32(seed, Stream + (ulong)kind);
        string[] sources = [.. bank.Real.Keys];
        random.Shuffle<string>(sources);
        List<int> rows = kind switch
        {
            PoolKind.Redundant => Redundant(bank, sources, tokens, random),
            PoolKind.Mixed => Mixed(bank, sources, tokens, random),
            PoolKind.Diverse => Diverse(bank, sources, tokens, random),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        var pool = rows.ToArray();
        random.Shuffle<int>(pool);
        return pool;
    }

    // 55 % near-copies from five sources, 30 % free text from all sources, 15 % exact copies of either.
    private static List<int> Redundant(RowBank bank, string[] sources, int tokens, Pcg32 random)
    {
        const int templated = 5;
        var rows = new List<int>();
        foreach (var source in sources.Take(templated))
        {
            rows.AddRange(Take(bank, bank.Copies[source], tokens * 0.55 / templated, random));
        }
        foreach (var source in sources)
        {
            rows.AddRange(Take(bank, bank.Real[source], tokens * 0.30 / sources.Length, random));
        }
        AddCopies(bank, rows, tokens * 0.15, random);
        return rows;
    }

    // Six sources with shares of 30, 22, 15, 10, 7 and 4 %, 8 % exact copies, 4 % near-copies of the first.
    private static List<int> Mixed(RowBank bank, string[] sources, int tokens, Pcg32 random)
    {
        double[] shares = [0.30, 0.22, 0.15, 0.10, 0.07, 0.04];
        var rows = new List<int>();
        var rest = 0.0;
        foreach (var (share, source) in shares.Zip(sources))
        {
            var wanted = (tokens * share) + rest;
            var taken = Take(bank, bank.Real[source], wanted, random);
            // A source too small for its share leaves the rest to the next.
            rest = Math.Max(0, wanted - taken.Sum(row => bank.Tokens[row]));
            rows.AddRange(taken);
        }
        rows.AddRange(Take(bank, bank.Copies[sources[0]], tokens * 0.04, random));
        AddCopies(bank, rows, (tokens * 0.08) + rest, random);
        return rows;
    }

    private static List<int> Diverse(RowBank bank, string[] sources, int tokens, Pcg32 random)
    {
        var rows = sources
            .SelectMany(source => Take(bank, bank.Real[source], tokens * 1.1 / sources.Length, random))
            .ToArray();
        var copies = NearCopyRemoval.Find([.. rows.Select(row => bank.Rows[row].Text)]);
        return [.. rows.Where((_, i) => copies[i] == i)];
    }

    private static void AddCopies(RowBank bank, List<int> rows, double tokens, Pcg32 random)
    {
        var (count, sum) = (rows.Count, 0);
        while (sum < tokens)
        {
            var row = rows[random.Next(count)];
            rows.Add(row);
            sum += bank.Tokens[row];
        }
    }

    private static List<int> Take(RowBank bank, int[] rows, double tokens, Pcg32 random)
    {
        var order = (int[])rows.Clone();
        random.Shuffle<int>(order);
        var (taken, sum) = (new List<int>(), 0);
        foreach (var row in order.TakeWhile(_ => sum < tokens))
        {
            taken.Add(row);
            sum += bank.Tokens[row];
        }
        return taken;
    }
}

/// <summary>Near-copies as the tool removes them.</summary>
internal static class NearCopyRemoval
{
    /// <summary>For each text the index of the earlier text it is a near-copy of, or its own.</summary>
    public static int[] Find(IReadOnlyList<string> texts) =>
        NearCopies.Find(
            NearCopySpace.Of(texts, threads: 1).Rows,
            NearCopySpace.Threshold,
            new Onnx.SessionSettings { Threads = 1 }
        );
}

using System.Globalization;
using Prismatic.Numerics;

namespace Prismatic.Trainer.Experiments;

/// <summary>One training set of study 1.</summary>
/// <param name="Name">Sources, share of near-copies, draw.</param>
/// <param name="Sources">True sources.</param>
/// <param name="CopyShare">Share of the tokens that are near-copies.</param>
/// <param name="Rows">Rows of the bank in seeded order; more than the budget takes is never listed, the last is cut.</param>
internal sealed record TrainingSet(
    string Name,
    IReadOnlyList<string> Sources,
    double CopyShare,
    IReadOnlyList<int> Rows
);

/// <summary>The sets of study 1: all combinations of few to many sources and of free to templated text.</summary>
internal static class PredictionDesign
{
    private const ulong Seed = 11;

    /// <summary>Draws sources and rows of every set.</summary>
    /// <exception cref="PrismaticException">Too few sources are large enough for a set of one source.</exception>
    public static IReadOnlyList<TrainingSet> Sets(RowBank bank, ExperimentOptions options)
    {
        var sets = new List<TrainingSet>();
        foreach (var count in options.SourceCounts)
        {
            foreach (var share in options.CopyShares)
            {
                for (var draw = 0; draw < options.Draws; draw++)
                {
                    var random = new Pcg32(Seed, (ulong)sets.Count);
                    var sources = Sources(bank, options, count, random);
                    var name = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{count} source{(count == 1 ? "" : "s")}, {share * 100:0} % near-copies, draw {draw + 1}"
                    );
                    sets.Add(new TrainingSet(name, sources, share, Rows(bank, options, sources, share, random)));
                }
            }
        }
        return sets;
    }

    private static string[] Sources(RowBank bank, ExperimentOptions options, int count, Pcg32 random)
    {
        var needed = options.SetTokens / count;
        string[] large = [.. bank.Real.Keys.Where(source => bank.Real[source].Sum(row => bank.Tokens[row]) >= needed)];
        if (large.Length < count)
        {
            throw new PrismaticException($"only {large.Length} sources have {needed} tokens, {count} are needed");
        }
        random.Shuffle<string>(large);
        return large[..count];
    }

    private static int[] Rows(RowBank bank, ExperimentOptions options, string[] sources, double share, Pcg32 random)
    {
        var perSource = (double)options.SetTokens / sources.Length;
        var rows = new List<int>();
        foreach (var source in sources)
        {
            var copies = Take(bank, bank.Copies[source], perSource * share);
            var real = (int[])bank.Real[source].Clone();
            random.Shuffle<int>(real);
            var taken = Take(bank, real, perSource - copies.Sum(row => bank.Tokens[row]));
            rows.AddRange(copies);
            rows.AddRange(taken);
        }
        var mixed = rows.ToArray();
        random.Shuffle<int>(mixed);
        return mixed;
    }

    // Goes past the wanted number of tokens by part of a row, so that the sum never falls short of the set's budget.
    private static List<int> Take(RowBank bank, IEnumerable<int> rows, double tokens)
    {
        var (taken, sum) = (new List<int>(), 0);
        foreach (var row in rows)
        {
            if (sum >= tokens)
            {
                break;
            }
            taken.Add(row);
            sum += bank.Tokens[row];
        }
        return taken;
    }
}

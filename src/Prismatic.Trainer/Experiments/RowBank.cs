using System.Security.Cryptography;
using System.Text;
using Prismatic.Numerics;

namespace Prismatic.Trainer.Experiments;

/// <summary>
/// Every row that any training set or pool may hold: real rows of each source, and near-copies of a few of them. Sets are
/// lists of indices into it, so features are computed once, and an exact copy is an index that stands twice.
/// </summary>
internal sealed class RowBank
{
    private const ulong Stream = 0x636F70696573;
    private readonly Universe _universe;

    /// <summary>Lays out the bank: source after source, real rows first, then near-copies.</summary>
    /// <param name="universe">Real rows.</param>
    /// <param name="options">Sizes.</param>
    public RowBank(Universe universe, ExperimentOptions options)
    {
        _universe = universe;
        var rows = new List<ExperimentRow>();
        foreach (var (source, real) in universe.Training)
        {
            var start = rows.Count;
            rows.AddRange(real);
            Real[source] = [.. Enumerable.Range(start, rows.Count - start)];
            var copies = rows.Count;
            rows.AddRange(NearCopies(real, options, new Pcg32((ulong)Real.Count, Stream)));
            Copies[source] = [.. Enumerable.Range(copies, rows.Count - copies)];
        }
        Rows = rows;
        Tokens = [.. rows.Select(universe.Tokens)];
        Hash = Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Select(row => row.Hash))))
        )[..16];
    }

    /// <summary>All rows.</summary>
    public IReadOnlyList<ExperimentRow> Rows { get; }

    /// <summary>Student tokens of each row, begin and end included.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>Identity of all texts in their order.</summary>
    public string Hash { get; }

    /// <summary>Indices of the distinct real rows of each source.</summary>
    public Dictionary<string, int[]> Real { get; } = [];

    /// <summary>Indices of near-copies by source: all of one base row, then all of the next.</summary>
    public Dictionary<string, int[]> Copies { get; } = [];

    /// <summary>Token ids of a row.</summary>
    public int[] Ids(int row) => _universe.Encode(Rows[row]);

    /// <summary>
    /// Rows in their order until exactly <paramref name="budget"/> tokens are reached, the last row cut where it crosses.
    /// </summary>
    /// <exception cref="PrismaticException">The rows have fewer tokens than that.</exception>
    public List<int[]> Cut(IEnumerable<int> rows, int budget)
    {
        var (result, left) = (new List<int[]>(), budget);
        foreach (var row in rows)
        {
            var ids = Ids(row);
            result.Add(ids[..Math.Min(ids.Length, left)]);
            left -= result[^1].Length;
            if (left == 0)
            {
                return result;
            }
        }
        throw new PrismaticException($"the rows lack {left} of {budget} tokens: choose a smaller budget");
    }

    private IEnumerable<ExperimentRow> NearCopies(
        IReadOnlyList<ExperimentRow> real,
        ExperimentOptions options,
        Pcg32 random
    )
    {
        // The bases are the source's last rows: a set that takes its first rows does not hold the originals.
        var left = options.CopyTokens;
        foreach (var original in real.Reverse())
        {
            for (var i = 0; i < options.CopiesPerBase && left > 0; i++)
            {
                var copy = NearCopyWriter.Of(original, random);
                left -= _universe.Tokens(copy);
                yield return copy;
            }
        }
    }
}

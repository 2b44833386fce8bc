using System.Runtime.InteropServices;
using Prismatic.Numerics;

namespace Prismatic.Mapping;

/// <summary>Rows that differ in some number: copies must not push one another apart.</summary>
/// <param name="First">The first row of each kind, ascending.</param>
/// <param name="Of">For each row its place in <paramref name="First"/>.</param>
internal sealed record DistinctRows(int[] First, int[] Of)
{
    /// <summary>Compares bytes; O(n d).</summary>
    public static DistinctRows In(RowView rows)
    {
        var places = new Dictionary<int, int>(new SameBytes(rows));
        var (first, of) = (new List<int>(), new int[rows.RowCount]);
        for (var row = 0; row < of.Length; row++)
        {
            if (!places.TryGetValue(row, out of[row]))
            {
                places[row] = of[row] = first.Count;
                first.Add(row);
            }
        }
        return new DistinctRows([.. first], of);
    }

    private sealed class SameBytes(RowView rows) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => rows[x].SequenceEqual(rows[y]);

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(rows[row]));
            return hash.ToHashCode();
        }
    }
}

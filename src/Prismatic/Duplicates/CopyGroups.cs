using System.Runtime.CompilerServices;

namespace Prismatic.Duplicates;

/// <summary>For each row the first one with the same key: of its characters, and of its normal form.</summary>
internal sealed class CopyGroups
{
    /// <summary>Of all rows of a sketch. Linear.</summary>
    public CopyGroups(DuplicateSketch sketch, RowSorter sorter)
    {
        var keys = new ulong[sketch.Count];
        sketch.Keys(normal: false, keys);
        Exact = Firsts(keys, sorter);
        sketch.Keys(normal: true, keys);
        Normal = Firsts(keys, sorter);
    }

    /// <summary>The first row of the same characters; the row itself where there is none before it.</summary>
    public int[] Exact { get; }

    /// <summary>The first row of the same normal form.</summary>
    public int[] Normal { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Firsts(ulong[] keys, RowSorter sorter)
    {
        // By the lower half of the key, then by the upper one.
        for (var row = 0; row < keys.Length; row++)
        {
            sorter.Entries[row] = RowSorter.Entry((uint)keys[row], row);
        }
        foreach (ref var entry in sorter.Sort(keys.Length))
        {
            var row = RowSorter.Row(entry);
            entry = RowSorter.Entry((uint)(keys[row] >> 32), row);
        }
        var firsts = new int[keys.Length];
        var first = -1;
        foreach (var entry in sorter.Sort(keys.Length))
        {
            var row = RowSorter.Row(entry);
            first = first >= 0 && keys[first] == keys[row] ? first : row;
            firsts[row] = first;
        }
        return firsts;
    }
}

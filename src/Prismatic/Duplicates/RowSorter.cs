using System.Runtime.CompilerServices;

namespace Prismatic.Duplicates;

/// <summary>Rows in the order of a key of 32 bits, each an entry of 64: the key above the row. Buffers are reused from order to order.</summary>
/// <param name="most">Most rows.</param>
internal sealed class RowSorter(int most)
{
    private const int DigitBits = 11;
    private const int RowBits = 32;
    private ulong[] _entries = new ulong[most];
    private ulong[] _scratch = new ulong[most];

    /// <summary>The entries, to be filled before <see cref="Sort"/> and read after it.</summary>
    public Span<ulong> Entries => _entries;

    /// <summary>An entry.</summary>
    public static ulong Entry(uint key, int row) => ((ulong)key << RowBits) | (uint)row;

    /// <summary>The row of an entry.</summary>
    public static int Row(ulong entry) => (int)(uint)entry;

    /// <summary>Whether two entries have one key.</summary>
    public static bool IsSameKey(ulong a, ulong b) => (a ^ b) >> RowBits == 0;

    /// <summary>Sorts by key; rows of one key keep their order. Linear: three passes of 11 bits (radix sort).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Span<ulong> Sort(int count)
    {
        const int Digits = 1 << DigitBits;
        Span<int> starts = stackalloc int[Digits];
        for (var shift = RowBits; shift < 64; shift += DigitBits)
        {
            starts.Clear();
            var (from, to) = (_entries, _scratch);
            foreach (var entry in from.AsSpan(0, count))
            {
                starts[(int)(entry >> shift) & (Digits - 1)]++;
            }
            var sum = 0;
            foreach (ref var start in starts)
            {
                (start, sum) = (sum, sum + start);
            }
            foreach (var entry in from.AsSpan(0, count))
            {
                to[starts[(int)(entry >> shift) & (Digits - 1)]++] = entry;
            }
            (_entries, _scratch) = (to, from);
        }
        return _entries.AsSpan(0, count);
    }
}

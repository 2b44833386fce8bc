using System.Numerics;
using System.Runtime.CompilerServices;

namespace Prismatic.Lexical;

/// <summary>Numbers pairs of numbers in the order in which they first occur: a table with open addresses that never grows.</summary>
/// <remarks>
/// All measures of n-grams spend their time here. A dictionary was several times slower: it hashes the halves of a key by
/// exclusive or, by which n-grams and words collide, and it moves its entries whenever it grows. Memory: 24 to 48 bytes for
/// each pair there is room for.
/// </remarks>
internal sealed class PairNumbers
{
    private readonly (ulong Key, int Number)[] _slots;
    private readonly int _shift;

    /// <summary>Room for so many different pairs, at most 2^29.</summary>
    /// <param name="most">More pairs than this may find no free place.</param>
    public PairNumbers(int most)
    {
        var size = BitOperations.RoundUpToPowerOf2((uint)(Math.Max(2, most) * 3L / 2));
        _slots = new (ulong, int)[size];
        _shift = 64 - BitOperations.Log2(size);
    }

    /// <summary>Different pairs so far.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a pair of numbers that are not negative; a new one where it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(int first, int second)
    {
        // Never 0, which is a free place.
        var key = ((ulong)(uint)first << 32 | (uint)second) + 1;
        var place = (int)((key * 0x9E37_79B9_7F4A_7C15) >> _shift);
        while (_slots[place].Key != key)
        {
            if (_slots[place].Key == 0)
            {
                _slots[place] = (key, Count++);
                break;
            }
            place = (place + 1) & (_slots.Length - 1);
        }
        return _slots[place].Number;
    }

    /// <summary>A number for a pair that is known to be like no other; it takes no room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int OfUnique() => Count++;
}

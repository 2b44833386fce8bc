using System.Numerics;
using System.Runtime.CompilerServices;

namespace Prismatic.Lexical;

/// <summary>Numbers pairs of numbers in the order in which they first occur: a table with open addresses.</summary>
/// <remarks>
/// All measures of n-grams spend their time here. A dictionary was several times slower: it hashes the halves of a key by
/// exclusive or, by which n-grams and words collide. Memory: 24 to 48 bytes for each pair there is room for.
/// </remarks>
internal sealed class PairNumbers
{
    private (ulong Key, int Number)[] _slots = [];
    private int _shift;
    private int _room;

    /// <summary>Room for so many different pairs, at most 2^29; it grows where there are more.</summary>
    public PairNumbers(int room) => Size(room);

    /// <summary>Different pairs so far.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a pair of numbers that are not negative; a new one where it has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(int first, int second)
    {
        // Never 0, which is a free place.
        var key = ((ulong)(uint)first << 32 | (uint)second) + 1;
        var place = PlaceOf(key);
        while (_slots[place].Key != key)
        {
            if (_slots[place].Key == 0)
            {
                return Add(key, place);
            }
            place = (place + 1) & (_slots.Length - 1);
        }
        return _slots[place].Number;
    }

    /// <summary>A number for a pair that is known to be like no other; it takes no room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int OfUnique() => Count++;

    // Called for every new pair: too often for the runtime's first, slow code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Add(ulong key, int place)
    {
        _slots[place] = (key, Count);
        if (--_room < 0)
        {
            Grow();
        }
        return Count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Grow()
    {
        var old = _slots;
        Size(old.Length);
        foreach (var slot in old)
        {
            if (slot.Key != 0)
            {
                var place = PlaceOf(slot.Key);
                while (_slots[place].Key != 0)
                {
                    place = (place + 1) & (_slots.Length - 1);
                }
                _slots[place] = slot;
                _room--;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PlaceOf(ulong key) => (int)((key * 0x9E37_79B9_7F4A_7C15) >> _shift);

    private void Size(int room)
    {
        // Two thirds full at most.
        var size = BitOperations.RoundUpToPowerOf2((uint)(Math.Max(2, room) * 3L / 2));
        (_slots, _shift, _room) = (new (ulong, int)[size], 64 - BitOperations.Log2(size), Math.Max(2, room));
    }
}

using System.Runtime.CompilerServices;

namespace Prismatic.Lexical;

/// <summary>Numbers words in the order in which they first occur; makes a string only of a word that is new.</summary>
/// <remarks>The hash differs from process to process, the numbers never do.</remarks>
internal sealed class WordTable
{
    private const int FirstSize = 1024;

    private readonly List<string> _words = [];
    private (int Hash, int Number)[] _slots = new (int, int)[FirstSize];

    /// <summary>The words, by number.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The number of a word; a new one where it has none.</summary>
    // Compiled once and well: every word of a data set goes through here.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Of(ReadOnlySpan<char> word)
    {
        var hash = string.GetHashCode(word, StringComparison.Ordinal);
        var mask = _slots.Length - 1;
        var place = hash & mask;
        // A free slot holds number 0, so numbers are kept one higher.
        while (_slots[place].Number != 0)
        {
            var number = _slots[place].Number - 1;
            if (_slots[place].Hash == hash && word.SequenceEqual(_words[number]))
            {
                return number;
            }
            place = (place + 1) & mask;
        }
        _words.Add(word.ToString());
        _slots[place] = (hash, _words.Count);
        if (2 * _words.Count > _slots.Length)
        {
            Grow();
        }
        return _words.Count - 1;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new (int, int)[2 * old.Length];
        foreach (var slot in old)
        {
            if (slot.Number != 0)
            {
                var place = slot.Hash & (_slots.Length - 1);
                while (_slots[place].Number != 0)
                {
                    place = (place + 1) & (_slots.Length - 1);
                }
                _slots[place] = slot;
            }
        }
    }
}

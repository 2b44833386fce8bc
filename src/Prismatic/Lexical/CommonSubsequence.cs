namespace Prismatic.Lexical;

/// <summary>Longest common subsequences of one text with many others, bit-parallel (Hyyrö 2004): 64 of its words at a time.</summary>
/// <param name="vocabularySize">Words lie in [0, this).</param>
internal sealed class CommonSubsequence(int vocabularySize)
{
    private const int Bits = 64;

    // Where the masks of a word begin; 0 for words the text does not have.
    private readonly int[] _places = new int[vocabularySize];
    private readonly List<int> _taken = [];
    private ulong[] _masks = [];
    private ulong[] _rows = [];
    private int[] _words = [];
    private int _blocks;
    private int _length;

    /// <summary>The text that others are compared with.</summary>
    public void Take(ReadOnlySpan<int> words)
    {
        foreach (var word in _taken)
        {
            _places[word] = 0;
        }
        _taken.Clear();
        (_length, _blocks) = (words.Length, (words.Length + Bits - 1) / Bits);
        foreach (var word in words)
        {
            if (_places[word] == 0)
            {
                _taken.Add(word);
                _places[word] = _taken.Count * _blocks;
            }
        }
        Ensure(ref _masks, (_taken.Count + 1) * _blocks);
        Array.Clear(_masks, 0, (_taken.Count + 1) * _blocks);
        for (var i = 0; i < words.Length; i++)
        {
            _masks[_places[words[i]] + (i / Bits)] |= 1UL << (i % Bits);
        }
        Ensure(ref _words, words.Length);
        words.CopyTo(_words);
    }

    /// <summary>Length of the longest common subsequence with another text.</summary>
    public int LengthWith(ReadOnlySpan<int> words)
    {
        Ensure(ref _rows, _blocks);
        var row = _rows.AsSpan(0, _blocks);
        row.Fill(ulong.MaxValue);
        foreach (var word in words)
        {
            if (_places[word] != 0)
            {
                Step(row, _places[word]);
            }
        }
        return CommonIn(row);
    }

    /// <summary>
    /// One longest common subsequence, of several the one that lies nearest to the ends of both texts: runs of words stay
    /// together where they can.
    /// </summary>
    /// <param name="words">Another text.</param>
    /// <param name="matches">For each word of the text taken, its place in the other one; -1 for none.</param>
    /// <returns>Its length.</returns>
    public int Align(ReadOnlySpan<int> words, Span<int> matches)
    {
        // The state after each word: where a bit is 0, its word of the text taken makes the subsequence longer.
        Ensure(ref _rows, (words.Length + 1) * _blocks);
        _rows.AsSpan(0, _blocks).Fill(ulong.MaxValue);
        for (var j = 0; j < words.Length; j++)
        {
            var row = _rows.AsSpan((j + 1) * _blocks, _blocks);
            _rows.AsSpan(j * _blocks, _blocks).CopyTo(row);
            if (_places[words[j]] != 0)
            {
                Step(row, _places[words[j]]);
            }
        }
        matches[.._length].Fill(-1);
        var length = CommonIn(_rows.AsSpan(words.Length * _blocks, _blocks));
        for (int i = _length - 1, j = words.Length - 1; i >= 0 && j >= 0; )
        {
            if (_words[i] == words[j])
            {
                matches[i--] = j--;
            }
            else if ((_rows[((j + 1) * _blocks) + (i / Bits)] >> (i % Bits) & 1) == 0)
            {
                j--;
            }
            else
            {
                i--;
            }
        }
        Join(words, matches);
        return length;
    }

    // A word that stands alone goes to the word before it where that is followed by the same.
    private void Join(ReadOnlySpan<int> words, Span<int> matches)
    {
        for (var i = 1; i < _length; i++)
        {
            var next = matches[i - 1] + 1;
            var isAlone = i + 1 == _length || matches[i + 1] != matches[i] + 1;
            if (next > 0 && next < matches[i] && isAlone && words[next] == _words[i])
            {
                matches[i] = next;
            }
        }
    }

    private void Step(Span<ulong> row, int place)
    {
        var carry = 0UL;
        for (var b = 0; b < row.Length; b++)
        {
            var match = row[b] & _masks[place + b];
            // The addition runs through all blocks as if they were one number.
            var sum = unchecked(row[b] + match + carry);
            carry = sum < row[b] || (carry == 1 && sum == row[b]) ? 1UL : 0;
            row[b] = sum | (row[b] & ~match);
        }
    }

    private int CommonIn(ReadOnlySpan<ulong> row)
    {
        var common = 0;
        for (var b = 0; b < row.Length; b++)
        {
            var used = Math.Min(Bits, _length - (b * Bits));
            var mask = used == Bits ? ulong.MaxValue : (1UL << used) - 1;
            common += System.Numerics.BitOperations.PopCount(~row[b] & mask);
        }
        return common;
    }

    private static void Ensure<T>(ref T[] buffer, int size) => buffer = buffer.Length >= size ? buffer : new T[size];
}

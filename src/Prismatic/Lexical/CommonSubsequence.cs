namespace Prismatic.Lexical;

/// <summary>Lengths of longest common subsequences of one text with many others.</summary>
/// <param name="vocabularySize">Words lie in [0, this).</param>
internal sealed class CommonSubsequence(int vocabularySize)
{
    private const int Bits = 64;

    // Where the masks of a word begin; 0 for words the text does not have.
    private readonly int[] _places = new int[vocabularySize];
    private readonly List<int> _taken = [];
    private ulong[] _masks = [];
    private ulong[] _row = [];
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
        var size = (_taken.Count + 1) * _blocks;
        _masks = _masks.Length >= size ? _masks : new ulong[size];
        Array.Clear(_masks, 0, size);
        for (var i = 0; i < words.Length; i++)
        {
            _masks[_places[words[i]] + (i / Bits)] |= 1UL << (i % Bits);
        }
        _row = _row.Length >= _blocks ? _row : new ulong[_blocks];
    }

    /// <summary>Length of the longest common subsequence with another text.</summary>
    public int LengthWith(ReadOnlySpan<int> words)
    {
        var row = _row.AsSpan(0, _blocks);
        row.Fill(ulong.MaxValue);
        foreach (var word in words)
        {
            var place = _places[word];
            if (place == 0)
            {
                continue;
            }
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
        var common = 0;
        for (var b = 0; b < row.Length; b++)
        {
            var used = Math.Min(Bits, _length - (b * Bits));
            var mask = used == Bits ? ulong.MaxValue : (1UL << used) - 1;
            common += System.Numerics.BitOperations.PopCount(~row[b] & mask);
        }
        return common;
    }
}

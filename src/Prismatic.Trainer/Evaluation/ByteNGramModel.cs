using System.Numerics;

namespace Prismatic.Trainer.Evaluation;

/// <summary>
/// Bytes predicted from the bytes before them, all orders mixed by Witten and Bell's estimate of the unseen (1991,
/// method C): p_k(c | h) = (n(hc) + t(h) p_(k-1)(c | h')) / (n(h) + t(h)), below everything the uniform 1/256.
/// </summary>
/// <remarks>
/// Counts are exact: up to seven bytes and their number fit one 64-bit key of an open-addressing table. Where the texts to
/// score are known beforehand, only what their contexts need is counted, which gives the same probabilities for them in a
/// fraction of the memory.
/// </remarks>
public sealed class ByteNGramModel
{
    private readonly int _order;
    private bool _watching;
    private ulong[] _keys;
    private int[] _counts;
    private int[] _followers;
    private int _used;

    /// <summary>An empty model.</summary>
    /// <param name="order">Bytes of the longest n-gram, the predicted one included; 1 to 7.</param>
    public ByteNGramModel(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 7);
        _order = order;
        _keys = new ulong[1 << 16];
        _counts = new int[_keys.Length];
        _followers = new int[_keys.Length];
    }

    /// <summary>
    /// Names a text that will be scored. Once there is one, <see cref="Add"/> counts only after contexts of such texts; call
    /// it before the first <see cref="Add"/>.
    /// </summary>
    public void Watch(ReadOnlySpan<byte> text)
    {
        _watching = true;
        for (var i = 0; i < text.Length; i++)
        {
            for (var length = 0; length < _order && length <= i; length++)
            {
                Slot(Total(Key(text.Slice(i - length, length))));
            }
        }
    }

    /// <summary>Counts a text; contexts do not reach across texts.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            for (var length = 0; length < _order && length <= i; length++)
            {
                var context = Key(text.Slice(i - length, length));
                // No text to score has this context, so none has a longer one that ends with it.
                if (_watching && Find(Total(context)) < 0)
                {
                    break;
                }

                var gram = Slot(Extend(context, text[i]));
                var isNew = _counts[gram]++ == 0;
                // An n-gram's entry counts the n-gram; the context's totals are summed under a key of their own, since
                // the last n-gram of a text is followed by nothing.
                var total = Slot(Total(context));
                _counts[total]++;
                _followers[total] += isNew ? 1 : 0;
            }
        }
    }

    /// <summary>Probability of <paramref name="next"/> after <paramref name="history"/> (its last bytes count).</summary>
    public double Probability(ReadOnlySpan<byte> history, byte next)
    {
        var probability = 1.0 / 256;
        for (var length = 0; length < _order && length <= history.Length; length++)
        {
            var context = Key(history[^length..]);
            var total = Find(Total(context));
            if (total < 0 || _counts[total] == 0)
            {
                break;
            }

            var gram = Find(Extend(context, next));
            double seen = gram < 0 ? 0 : _counts[gram];
            probability = (seen + (_followers[total] * probability)) / (_counts[total] + _followers[total]);
        }

        return probability;
    }

    /// <summary>Bits to code a text with the counts as they are.</summary>
    public double Bits(ReadOnlySpan<byte> text)
    {
        var bits = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            bits -= Math.Log2(Probability(text[Math.Max(0, i - _order + 1)..i], text[i]));
        }

        return bits;
    }

    // The top byte holds the number of bytes plus one, so that no key is zero.
    private static ulong Key(ReadOnlySpan<byte> bytes)
    {
        var key = 0UL;
        foreach (var value in bytes)
        {
            key = (key << 8) | value;
        }

        return key | ((ulong)(bytes.Length + 1) << 56);
    }

    private static ulong Extend(ulong context, byte next)
    {
        var length = context >> 56;
        return (((context << 8) | next) & ((1UL << 56) - 1)) | ((length + 1) << 56);
    }

    private static ulong Total(ulong context) => context | (1UL << 63);

    private int Find(ulong key)
    {
        var slot = Home(key);
        while (_keys[slot] != 0)
        {
            if (_keys[slot] == key)
            {
                return slot;
            }

            slot = (slot + 1) & (_keys.Length - 1);
        }

        return -1;
    }

    private int Slot(ulong key)
    {
        if (_used * 3L > _keys.Length * 2L)
        {
            Grow();
        }

        var slot = Home(key);
        while (_keys[slot] != key)
        {
            if (_keys[slot] == 0)
            {
                _keys[slot] = key;
                _used++;
                break;
            }

            slot = (slot + 1) & (_keys.Length - 1);
        }

        return slot;
    }

    private int Home(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> (64 - BitOperations.Log2((uint)_keys.Length)));

    private void Grow()
    {
        var (keys, counts, followers) = (_keys, _counts, _followers);
        _keys = new ulong[keys.Length * 2];
        _counts = new int[_keys.Length];
        _followers = new int[_keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0)
            {
                continue;
            }

            var slot = Home(keys[i]);
            while (_keys[slot] != 0)
            {
                slot = (slot + 1) & (_keys.Length - 1);
            }

            (_keys[slot], _counts[slot], _followers[slot]) = (keys[i], counts[i], followers[i]);
        }
    }
}

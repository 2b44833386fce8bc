using System.Numerics;
using Prismatic.Lexical;
using Prismatic.Numerics;

namespace Prismatic.Homogeneity;

/// <summary>The rule of NoveltyBench that needs no model (<c>partition.py</c>): shared words of short answers, ROUGE-1 of longer ones.</summary>
internal sealed class LexicalEquivalence
{
    private const int ShortWords = 5;

    // Bits that stand for words, so that most pairs need no look at words.
    private const int Marks = 8;
    private readonly IReadOnlyList<string> _texts;
    private readonly double _threshold;
    private readonly int[][] _sorted;
    private readonly int[] _spaced;
    private readonly int[][] _sets;
    private readonly ulong[] _marks;

    public LexicalEquivalence(IReadOnlyList<string> texts, double threshold)
    {
        (_texts, _threshold) = (texts, threshold);
        var letters = WordCorpus.OfLetters(texts);
        var spaced = WordCorpus.OfWords([.. texts.Select(text => text.ToLowerInvariant())]);
        _sorted = new int[texts.Count][];
        _spaced = new int[texts.Count];
        _sets = new int[texts.Count][];
        _marks = new ulong[texts.Count * Marks];
        for (var i = 0; i < texts.Count; i++)
        {
            _sorted[i] = letters[i].ToArray();
            Array.Sort(_sorted[i]);
            foreach (var word in _sorted[i])
            {
                var bit = Pcg32.Hash(0, (ulong)word) % (Marks * 64);
                _marks[(i * Marks) + (int)(bit / 64)] |= 1UL << (int)(bit % 64);
            }
            _spaced[i] = spaced[i].Length;
            _sets[i] = _spaced[i] <= ShortWords ? [.. spaced[i].ToArray().Distinct().Order()] : [];
        }
    }

    public bool AreEquivalent(int a, int b)
    {
        if (_texts[a] == _texts[b])
        {
            return true;
        }
        var longer = Math.Max(_spaced[a], _spaced[b]);
        if (longer <= ShortWords)
        {
            return longer > 0 && 2 * Shared(_sets[a], _sets[b]) >= longer;
        }
        var (x, y) = (_sorted[a].Length, _sorted[b].Length);
        // It cannot pass where the shorter one is too short, or lacks too many of the other's marks.
        var most = Math.Min(x - Lacking(b, a), y - Lacking(a, b));
        return 2.0 * most / (x + y) > _threshold && Rouge(a, b) > _threshold;
    }

    /// <summary>ROUGE-1 F-measure of two answers, 0 to 1: 2 P R / (P + R) = 2 shared / total; 0 of two without words.</summary>
    public double Rouge(int a, int b)
    {
        var (x, y) = (_sorted[a], _sorted[b]);
        return x.Length + y.Length == 0 ? 0 : 2.0 * Shared(x, y) / (x.Length + y.Length);
    }

    // Words of the second text that the first one has not, at least.
    private int Lacking(int a, int b)
    {
        var count = 0;
        for (var i = 0; i < Marks; i++)
        {
            count += BitOperations.PopCount(_marks[(b * Marks) + i] & ~_marks[(a * Marks) + i]);
        }
        return count;
    }

    // Words that both have, as often as both have them.
    private static int Shared(int[] a, int[] b)
    {
        var (i, j, shared) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            var (x, y) = (a[i], b[j]);
            shared += x == y ? 1 : 0;
            i += x <= y ? 1 : 0;
            j += y <= x ? 1 : 0;
        }
        return shared;
    }
}

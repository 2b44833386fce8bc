using Prismatic.Numerics;

namespace Prismatic.Duplicates;

/// <summary>Sets of shingles of a batch of texts, made by several threads. Buffers are reused from batch to batch.</summary>
/// <param name="words">Words of a shingle.</param>
internal sealed class SetBatch(int words)
{
    private const int TextsAtOnce = 32;
    private readonly List<ulong[]> _blocks = [];
    private int[] _ends = [];

    /// <summary>The set of a text of the batch, ascending; valid until the next batch.</summary>
    public ReadOnlySpan<ulong> this[int text] =>
        _blocks[text / TextsAtOnce].AsSpan()[(text % TextsAtOnce == 0 ? 0 : _ends[text - 1]).._ends[text]];

    /// <summary>Reads a batch.</summary>
    public void Read(IReadOnlyList<string> texts, int threads, CancellationToken cancellation)
    {
        while (_blocks.Count * TextsAtOnce < texts.Count)
        {
            _blocks.Add(new ulong[1024]);
        }
        _ends = _ends.Length < texts.Count ? new int[texts.Count] : _ends;
        RowBlocks.Run(
            texts.Count,
            TextsAtOnce,
            threads,
            () => new TextKeys(words),
            (start, count, keys) =>
            {
                var block = _blocks[start / TextsAtOnce];
                var used = 0;
                for (var i = start; i < start + count; i++)
                {
                    var set = keys.Set(texts[i]);
                    if (block.Length - used < set.Length)
                    {
                        Array.Resize(ref block, Math.Max(used + set.Length, 2 * block.Length));
                    }
                    set.CopyTo(block.AsSpan(used));
                    _ends[i] = used += set.Length;
                }
                _blocks[start / TextsAtOnce] = block;
            },
            cancellation
        );
    }
}

using System.Text;
using Prismatic.Text;

namespace Prismatic.Trainer.Bpe;

/// <summary>
/// Learns byte pairs (Sennrich et al. 2016) over unique pre-tokens with incremental pair counts. The most frequent pair
/// is merged first; ties go to the smaller ids, so the same counts give the same pieces.
/// </summary>
/// <remarks>O(total pieces of unique pre-tokens) for the start, then proportional to the words each merge touches.</remarks>
public sealed class BpeTrainer
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts the pre-tokens of a text, <paramref name="weight"/> times.</summary>
    public void Add(string text, int weight = 1)
    {
        var lookup = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var match in PreTokens.Pattern().EnumerateMatches(text))
        {
            var piece = text.AsSpan(match.Index, match.Length);
            lookup.TryGetValue(piece, out var count);
            lookup[piece] = count + weight;
        }
    }

    /// <summary>Merges until there are <paramref name="size"/> pieces or no pair occurs twice.</summary>
    /// <param name="size">Pieces wanted, at least the 256 single bytes.</param>
    /// <param name="cancellationToken">Checked at every merge.</param>
    /// <returns>Bytes of each piece, id by position; the first 256 are the single bytes.</returns>
    public IReadOnlyList<byte[]> Train(int size, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 256);
        var words = new List<(int[] Ids, long Count)>();
        foreach (var (text, count) in _counts.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length > 1)
            {
                words.Add((Array.ConvertAll(bytes, static value => (int)value), count));
            }
        }

        return new BpeMerger(words, size).Run(cancellationToken);
    }
}

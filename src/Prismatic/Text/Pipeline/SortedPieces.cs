namespace Prismatic.Text.Pipeline;

/// <summary>Pieces in the order of their code units: finds all that a text starts with, in time with their length.</summary>
internal sealed class SortedPieces
{
    private readonly string[] _pieces;
    private readonly int[] _values;
    private readonly HashSet<char> _starts;

    public SortedPieces(IEnumerable<KeyValuePair<string, int>> pieces)
    {
        var pairs = pieces.Where(pair => pair.Key.Length > 0).ToArray();
        _pieces = Array.ConvertAll(pairs, pair => pair.Key);
        _values = Array.ConvertAll(pairs, pair => pair.Value);
        Array.Sort(_pieces, _values, StringComparer.Ordinal);
        _starts = [.. _pieces.Select(piece => piece[0])];
    }

    public int Count => _pieces.Length;

    /// <summary>Adds every piece that stands at the start of the text, shortest first.</summary>
    public void Prefixes(ReadOnlySpan<char> text, List<(int Length, int Value)> found)
    {
        found.Clear();
        if (text.Length == 0 || !_starts.Contains(text[0]))
        {
            return;
        }
        var (low, high) = (0, _pieces.Length);
        for (var length = 1; length <= text.Length && low < high; length++)
        {
            low = Bound(low, high, length - 1, text[length - 1], orEqual: false);
            high = Bound(low, high, length - 1, text[length - 1], orEqual: true);
            // Of all pieces with this beginning the one that ends here comes first.
            if (low < high && _pieces[low].Length == length)
            {
                found.Add((length, _values[low]));
                low++;
            }
        }
    }

    // First piece in the range whose letter at a place is not below (or: is above) a letter.
    private int Bound(int low, int high, int place, char letter, bool orEqual)
    {
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var other = _pieces[middle][place];
            if (other < letter || (orEqual && other == letter))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}

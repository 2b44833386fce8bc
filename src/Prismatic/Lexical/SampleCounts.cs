namespace Prismatic.Lexical;

/// <summary>How often numbers occur in some rows, and in how many: scratch memory that is used again.</summary>
/// <param name="bound">Numbers lie in [0, this).</param>
internal sealed class SampleCounts(int bound)
{
    private readonly int[] _counts = new int[bound];
    private readonly int[] _rows = new int[bound];
    private readonly int[] _lastRow = new int[bound];
    private readonly List<int> _known = [];
    private int _row;

    public delegate ReadOnlySpan<int> NumbersOf(int row);

    /// <summary>Counts anew.</summary>
    public void Count(int[] sample, NumbersOf numbersOf)
    {
        foreach (var number in _known)
        {
            (_counts[number], _rows[number]) = (0, 0);
        }
        _known.Clear();
        foreach (var row in sample)
        {
            // Rows are told apart over all calls, so that no memory of the last one has to be wiped.
            _row++;
            foreach (var number in numbersOf(row))
            {
                if (_counts[number]++ == 0)
                {
                    _known.Add(number);
                }
                if (_lastRow[number] != _row)
                {
                    _lastRow[number] = _row;
                    _rows[number]++;
                }
            }
        }
    }

    /// <summary>Occurrences.</summary>
    public int Of(int number) => _counts[number];

    /// <summary>Rows that have it.</summary>
    public int RowsWith(int number) => _rows[number];
}

namespace Prismatic.Lexical;

/// <summary>Some rows by the runs of words they share, from which the rows of a run can be taken away.</summary>
internal sealed class RowsByGram
{
    private readonly int[] _set;
    private readonly int[] _gramStarts;
    private readonly int[] _gramsOfRows;
    private readonly int[] _rowStarts;
    private readonly int[] _rowsOfGrams;
    private readonly int[] _copies;
    private readonly bool[] _taken;
    private readonly int[] _texts;

    /// <summary>Sorts the rows by their runs: linear in the words of the rows.</summary>
    /// <param name="set">The rows.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="grams">Their runs.</param>
    /// <param name="places">Scratch, one number for each run there is, all 0; left so.</param>
    public RowsByGram(int[] set, RowHeads rows, SharedGrams grams, int[] places)
    {
        (_set, _copies, _taken) = (set, [.. set.Select(row => rows.Copies[row])], new bool[set.Length]);
        var known = new List<int>();
        var (gramsOfRows, sizes) = (new List<int>(), new List<int>());
        _gramStarts = new int[set.Length + 1];
        for (var i = 0; i < set.Length; i++)
        {
            foreach (var gram in grams[set[i]])
            {
                if (places[gram] == 0)
                {
                    known.Add(gram);
                    sizes.Add(0);
                    places[gram] = known.Count;
                }
                gramsOfRows.Add(places[gram] - 1);
                sizes[places[gram] - 1]++;
            }
            _gramStarts[i + 1] = gramsOfRows.Count;
        }
        foreach (var gram in known)
        {
            places[gram] = 0;
        }
        (_gramsOfRows, Grams) = ([.. gramsOfRows], [.. known]);
        _rowStarts = new int[known.Count + 1];
        for (var gram = 0; gram < known.Count; gram++)
        {
            _rowStarts[gram + 1] = _rowStarts[gram] + sizes[gram];
        }
        (_rowsOfGrams, _texts) = (new int[_gramsOfRows.Length], new int[known.Count]);
        var next = _rowStarts.ToArray();
        for (var i = 0; i < set.Length; i++)
        {
            foreach (var gram in GramsOf(i))
            {
                _rowsOfGrams[next[gram]++] = i;
                _texts[gram] += _copies[i];
            }
        }
    }

    /// <summary>The runs of these rows.</summary>
    public int[] Grams { get; }

    /// <summary>Texts of the rows left that hold a run, by its place in <see cref="Grams"/>.</summary>
    public int TextsWith(int gram) => _texts[gram];

    /// <summary>Different rows that held a run at first.</summary>
    public int RowsWith(int gram) => _rowStarts[gram + 1] - _rowStarts[gram];

    /// <summary>Takes away the rows left that hold a run.</summary>
    public int[] Take(int gram)
    {
        var taken = new List<int>();
        for (var at = _rowStarts[gram]; at < _rowStarts[gram + 1]; at++)
        {
            var i = _rowsOfGrams[at];
            if (_taken[i])
            {
                continue;
            }
            _taken[i] = true;
            taken.Add(_set[i]);
            foreach (var other in GramsOf(i))
            {
                _texts[other] -= _copies[i];
            }
        }
        return [.. taken];
    }

    private ReadOnlySpan<int> GramsOf(int i) =>
        _gramsOfRows.AsSpan(_gramStarts[i], _gramStarts[i + 1] - _gramStarts[i]);
}

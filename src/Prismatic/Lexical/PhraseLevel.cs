namespace Prismatic.Lexical;

/// <summary>All runs of one number of words that enough texts share, by the places where they begin.</summary>
internal sealed class PhraseLevel
{
    private readonly RowHeads _rows;
    private readonly int _fewest;

    // Row and first word of each place, ascending, and the number of the run that begins there.
    private readonly (int Row, int Start)[] _places;
    private readonly int[] _numbers;
    private readonly int[] _texts;

    private PhraseLevel(
        RowHeads rows,
        int fewest,
        int words,
        List<(int Row, int Start)> places,
        List<int> numbers,
        int bound
    )
    {
        (_rows, _fewest, Words) = (rows, fewest, words);
        _texts = new int[bound];
        var seenIn = new int[bound];
        Array.Fill(seenIn, -1);
        for (var i = 0; i < places.Count; i++)
        {
            var (row, number) = (places[i].Row, numbers[i]);
            _texts[number] += seenIn[number] == row ? 0 : rows.Copies[row];
            seenIn[number] = row;
        }
        var kept = Enumerable.Range(0, places.Count).Where(i => _texts[numbers[i]] >= fewest).ToArray();
        _places = [.. kept.Select(i => places[i])];
        _numbers = [.. kept.Select(i => numbers[i])];
    }

    /// <summary>Words of a run.</summary>
    public int Words { get; }

    /// <summary>Whether there are any.</summary>
    public bool HasPlaces => _places.Length > 0;

    /// <summary>The shortest runs.</summary>
    public static PhraseLevel First(RowHeads rows, int words, int fewest)
    {
        var level = NGramLevel.UpTo(rows.Words, words)[^1];
        var (places, numbers) = (new List<(int, int)>(), new List<int>());
        for (var row = 0; row < rows.Count; row++)
        {
            var grams = level[row];
            for (var start = 0; start < grams.Length; start++)
            {
                places.Add((row, start));
                numbers.Add(grams[start]);
            }
        }
        return new PhraseLevel(rows, fewest, words, places, numbers, level.NumberBound);
    }

    /// <summary>Runs one word longer: where one begins, shorter ones begin here and at the next word.</summary>
    public PhraseLevel Longer()
    {
        var (places, numbers) = (new List<(int, int)>(), new List<int>());
        var known = new PairNumbers(_places.Length);
        for (var i = 0; i + 1 < _places.Length; i++)
        {
            if (_places[i + 1] == (_places[i].Row, _places[i].Start + 1))
            {
                places.Add(_places[i]);
                numbers.Add(known.Of(_numbers[i], _numbers[i + 1]));
            }
        }
        return new PhraseLevel(_rows, _fewest, Words + 1, places, numbers, known.Count);
    }

    /// <summary>Runs that no longer one contains which as many texts have, each at its first place.</summary>
    /// <param name="longer">The next level; null to end here: then of overlapping runs in as many texts the first.</param>
    public IEnumerable<(int Row, int Start, int Texts)> Closed(PhraseLevel? longer)
    {
        var isOpen = new bool[_texts.Length];
        for (int i = 0, next = 0; longer is not null && next < longer._places.Length; i++)
        {
            if (_places[i] == longer._places[next])
            {
                var texts = longer._texts[longer._numbers[next++]];
                isOpen[_numbers[i]] |= texts == _texts[_numbers[i]];
                isOpen[_numbers[i + 1]] |= texts == _texts[_numbers[i + 1]];
            }
        }
        var isKnown = new bool[_texts.Length];
        for (var i = 0; i < _places.Length; i++)
        {
            var number = _numbers[i];
            if (isKnown[number] || isOpen[number])
            {
                continue;
            }
            isKnown[number] = true;
            // Looked at where it is first, so that of words that go round in a circle one run stays.
            var follows = longer is null && i > 0 && _places[i] == (_places[i - 1].Row, _places[i - 1].Start + 1);
            if (!follows || _texts[_numbers[i - 1]] != _texts[number])
            {
                yield return (_places[i].Row, _places[i].Start, _texts[number]);
            }
        }
    }
}

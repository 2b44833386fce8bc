namespace Prismatic.Lexical;

/// <summary>All runs of one number of words that enough texts share, by the places where they begin.</summary>
internal sealed class PhraseLevel
{
    private readonly RowHeads _rows;
    private readonly int _fewest;

    // Places among the words of all rows, ascending, and the number of the run that begins there. A run is of two words or
    // more, so a place right behind another is one of the same row.
    private readonly int[] _places;
    private readonly int[] _numbers;
    private readonly int[] _texts;

    // Keeps of so many places, which it may overwrite, those whose run enough texts share.
    private PhraseLevel(RowHeads rows, int fewest, int words, int[] places, int[] numbers, int count, int bound)
    {
        (_rows, _fewest, Words, _texts) = (rows, fewest, words, new int[bound]);
        var seenIn = new int[bound];
        Array.Fill(seenIn, -1);
        var row = 0;
        for (var i = 0; i < count; i++)
        {
            row = RowOf(places[i], row);
            _texts[numbers[i]] += seenIn[numbers[i]] == row ? 0 : rows.Copies[row];
            seenIn[numbers[i]] = row;
        }
        var kept = 0;
        for (var i = 0; i < count; i++)
        {
            if (_texts[numbers[i]] >= fewest)
            {
                (places[kept], numbers[kept]) = (places[i], numbers[i]);
                kept++;
            }
        }
        (_places, _numbers) = (places[..kept], numbers[..kept]);
    }

    /// <summary>Words of a run.</summary>
    public int Words { get; }

    /// <summary>Whether there are any.</summary>
    public bool HasPlaces => _places.Length > 0;

    /// <summary>The shortest runs.</summary>
    public static PhraseLevel First(RowHeads rows, int words, int fewest)
    {
        var level = NGramLevel.UpTo(rows.Words, words)[^1];
        var (places, numbers, count) = (new int[rows.Words.WordCount], new int[rows.Words.WordCount], 0);
        for (var row = 0; row < rows.Count; row++)
        {
            var grams = level[row];
            for (var start = 0; start < grams.Length; start++)
            {
                (places[count], numbers[count]) = (rows.Words.Starts[row] + start, grams[start]);
                count++;
            }
        }
        return new PhraseLevel(rows, fewest, words, places, numbers, count, level.NumberBound);
    }

    /// <summary>Runs one word longer: where one begins, shorter ones begin here and at the next word.</summary>
    public PhraseLevel Longer()
    {
        var (places, numbers, count) = (new int[_places.Length], new int[_places.Length], 0);
        var known = new PairNumbers(Math.Min(_places.Length, 1 << 12));
        for (var i = 0; i + 1 < _places.Length; i++)
        {
            if (_places[i + 1] == _places[i] + 1)
            {
                (places[count], numbers[count]) = (_places[i], known.Of(_numbers[i], _numbers[i + 1]));
                count++;
            }
        }
        return new PhraseLevel(_rows, _fewest, Words + 1, places, numbers, count, known.Count);
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
        var row = 0;
        for (var i = 0; i < _places.Length; i++)
        {
            row = RowOf(_places[i], row);
            var number = _numbers[i];
            if (isKnown[number] || isOpen[number])
            {
                continue;
            }
            isKnown[number] = true;
            // Looked at where it is first, so that of words that go round in a circle one run stays.
            var follows = longer is null && i > 0 && _places[i] == _places[i - 1] + 1;
            if (!follows || _texts[_numbers[i - 1]] != _texts[number])
            {
                yield return (row, _places[i] - _rows.Words.Starts[row], _texts[number]);
            }
        }
    }

    private int RowOf(int place, int from)
    {
        while (place >= _rows.Words.Starts[from + 1])
        {
            from++;
        }
        return from;
    }
}

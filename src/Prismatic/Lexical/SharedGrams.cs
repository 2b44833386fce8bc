namespace Prismatic.Lexical;

/// <summary>Runs of three words that several texts share, by row: what templates are found by.</summary>
internal sealed class SharedGrams
{
    /// <summary>Words of a run.</summary>
    public const int Words = 3;

    /// <summary>No shared run.</summary>
    public const int None = -1;

    private readonly NGramLevel _level;
    private readonly int[] _numbers;
    private readonly int[] _starts;
    private readonly int[] _grams;

    private SharedGrams(NGramLevel level, int[] numbers, int[] starts, int[] grams, ulong[] hashes)
    {
        (_level, _numbers, _starts, _grams, Hashes) = (level, numbers, starts, grams, hashes);
    }

    /// <summary>A hash of each run's words.</summary>
    public ulong[] Hashes { get; }

    /// <summary>The runs of a row that at least so many texts share, each once.</summary>
    public ReadOnlySpan<int> this[int row] => _grams.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The shared run that begins at a place of a row; <see cref="None"/> for none.</summary>
    public int At(int row, int place) => _numbers[_level[row][place]];

    public static SharedGrams Of(RowHeads rows, int fewestTexts)
    {
        var level = NGramLevel.UpTo(rows.Words, Words)[^1];
        var texts = new int[level.NumberBound];
        var seenIn = new int[level.NumberBound];
        Array.Fill(seenIn, -1);
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var gram in level[row])
            {
                texts[gram] += seenIn[gram] == row ? 0 : rows.Copies[row];
                seenIn[gram] = row;
            }
        }
        // From here on how many share a run is not needed: its number among the shared ones takes the place.
        var numbers = texts;
        for (var gram = 0; gram < numbers.Length; gram++)
        {
            numbers[gram] = texts[gram] >= fewestTexts ? int.MaxValue : None;
        }
        Array.Fill(seenIn, -1);
        var starts = new int[rows.Count + 1];
        var (grams, hashes) = (new List<int>(), new List<ulong>());
        for (var row = 0; row < rows.Count; row++)
        {
            var here = level[row];
            for (var place = 0; place < here.Length; place++)
            {
                var gram = here[place];
                if (numbers[gram] == None || seenIn[gram] == row)
                {
                    continue;
                }
                if (numbers[gram] == int.MaxValue)
                {
                    numbers[gram] = hashes.Count;
                    hashes.Add(rows.HashOf(rows[row].Slice(place, Words)));
                }
                seenIn[gram] = row;
                grams.Add(numbers[gram]);
            }
            starts[row + 1] = grams.Count;
        }
        return new SharedGrams(level, numbers, starts, [.. grams], [.. hashes]);
    }
}

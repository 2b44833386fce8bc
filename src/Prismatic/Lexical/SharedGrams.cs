namespace Prismatic.Lexical;

/// <summary>Runs of three words that several texts share, by row: what templates are found by.</summary>
internal sealed class SharedGrams
{
    /// <summary>Words of a run.</summary>
    public const int Words = 3;

    private readonly NGramLevel _level;
    private readonly int[] _starts;
    private readonly int[] _grams;

    private SharedGrams(NGramLevel level, int[] starts, int[] grams, ulong[] hashes)
    {
        (_level, _starts, _grams, Hashes) = (level, starts, grams, hashes);
    }

    /// <summary>A hash of each run's words.</summary>
    public ulong[] Hashes { get; }

    /// <summary>The runs of a row that at least so many texts share, each once.</summary>
    public ReadOnlySpan<int> this[int row] => _grams.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>The run that begins at a place of a row.</summary>
    public int At(int row, int place) => _level[row][place];

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
        Array.Fill(seenIn, -1);
        var starts = new int[rows.Count + 1];
        var grams = new List<int>();
        var hashes = new ulong[level.NumberBound];
        for (var row = 0; row < rows.Count; row++)
        {
            var numbers = level[row];
            for (var place = 0; place < numbers.Length; place++)
            {
                var gram = numbers[place];
                if (texts[gram] >= fewestTexts && seenIn[gram] != row)
                {
                    seenIn[gram] = row;
                    grams.Add(gram);
                    hashes[gram] = hashes[gram] == 0 ? rows.HashOf(rows[row].Slice(place, Words)) : hashes[gram];
                }
            }
            starts[row + 1] = grams.Count;
        }
        return new SharedGrams(level, starts, [.. grams], hashes);
    }
}

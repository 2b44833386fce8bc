using Prismatic.Meaning;
using Prismatic.Numerics;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Measuring;

/// <summary>What a map shows of the data's text: words that set its groups apart, and the beginnings of rows.</summary>
/// <param name="Words">For each group; empty where nothing sets it apart.</param>
/// <param name="Excerpts">By row number.</param>
internal sealed record MapTexts(IReadOnlyList<IReadOnlyList<string>> Words, IReadOnlyDictionary<long, string> Excerpts)
{
    /// <summary>Length of an excerpt of the map, in code points.</summary>
    public const int Letters = 100;

    // A page of 2 MB holds about so many beginnings of rows beside its points.
    private const int MostExcerpts = 12_000;
    private const int RowsOfGroup = 200;
    private const int OtherRows = 2000;
    private const int CharactersOfRow = 4000;
    private const int WordsOfGroup = 4;
    private const ulong Stream = 0x6D6170;

    /// <summary>Reads them: one pass over the rows.</summary>
    /// <param name="places">The map.</param>
    /// <param name="source">Its rows, and maybe others.</param>
    /// <param name="letters">Length of an excerpt; 0 for no text at all.</param>
    /// <param name="seed">Of which rows are read, where not all are.</param>
    /// <param name="cancellation">Checked once a row.</param>
    public static async Task<MapTexts> ReadAsync(
        PlacedRows places,
        IRowSource source,
        int letters,
        ulong seed,
        CancellationToken cancellation
    )
    {
        if (letters == 0)
        {
            return new([.. places.Middles.Select(_ => Array.Empty<string>())], new Dictionary<long, string>());
        }
        long[] byHash = [.. places.Rows.OrderBy(row => Pcg32.Hash(seed ^ Stream, (ulong)row)).ThenBy(row => row)];
        var shown = byHash.Take(MostExcerpts).ToHashSet();
        shown.UnionWith(places.Middles.Select(middle => places.Rows[middle]));
        var groupOf = places.Rows.Zip(places.Groups).ToDictionary(pair => pair.First, pair => pair.Second);
        var groups = byHash
            .GroupBy(row => groupOf[row])
            .OrderBy(group => group.Key)
            .Select(group => group.Take(RowsOfGroup).ToArray())
            .ToList();
        long[] others = [.. byHash.Take(OtherRows)];
        var compared = groups.SelectMany(group => group).Concat(others).ToHashSet();
        var excerpts = new Dictionary<long, string>();
        var (texts, at) = (new List<string>(), new Dictionary<long, int>());
        // Copies that the source leaves out have their first row's place, and no text of their own here.
        await foreach (var row in source.ReadAsync(cancellation))
        {
            if (shown.Contains(row.Index))
            {
                excerpts[row.Index] = Excerpt.Of(row.FullText, letters);
            }
            if (compared.Contains(row.Index))
            {
                at[row.Index] = texts.Count;
                texts.Add(row.FullText.Length <= CharactersOfRow ? row.FullText : row.FullText[..CharactersOfRow]);
            }
        }
        var words = DistinguishingTerms.Of(
            texts,
            groups.ConvertAll(group => Places(group)),
            Places(others),
            WordsOfGroup,
            cancellation
        );
        return new MapTexts(words, excerpts);

        IReadOnlyList<int> Places(long[] numbers) => [.. numbers.Where(at.ContainsKey).Select(row => at[row])];
    }
}

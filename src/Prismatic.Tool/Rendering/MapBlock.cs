using System.Text;
using Prismatic.Numerics;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// As much of a map as fits a page. Where it is too much, beginnings of rows become fewer down to a reserve; then points; then the reserve
/// of beginnings; then points again. The page says what was left out.
/// </summary>
/// <param name="Map">With the points that are shown.</param>
/// <param name="Texts">Rows whose beginning is shown.</param>
/// <param name="Markup">The elements that hold it.</param>
internal sealed record MapBlock(PageMap Map, int Texts, string Markup)
{
    /// <summary>Greatest size of a page in bytes.</summary>
    public const int MostBytes = 2_000_000;

    private const int ReservedTexts = 1500;
    private const int ReservedPoints = 10_000;

    // Smaller steps would take more packing, and leave little less room.
    private const double Step = 0.8;

    private const string DataPlace = "<!--map-data-->";
    private const string NotePlace = "<!--map-note-->";

    /// <summary>Puts as much of a map as there is room for where templates left a place for it.</summary>
    /// <param name="map">All of it; null for none.</param>
    /// <param name="page">Rendered by an <see cref="EscapingContext"/>: no text of strangers looks like the places.</param>
    public static string Put(PageMap? map, string page)
    {
        if (map is null)
        {
            return page;
        }
        // The note takes less than a thousand bytes.
        var block = Fit(map, MostBytes - 1000 - Encoding.UTF8.GetByteCount(page));
        return page.Replace(DataPlace, block.Markup, StringComparison.Ordinal)
            .Replace(NotePlace, block.Note(), StringComparison.Ordinal);
    }

    /// <summary>Fits a map.</summary>
    /// <param name="map">All of it.</param>
    /// <param name="room">Bytes that are left for it.</param>
    public static MapBlock Fit(PageMap map, int room)
    {
        var (points, texts) = (map.Rows.Count, map.Texts.Count);
        foreach (
            var (leastTexts, leastPoints) in new[]
            {
                (ReservedTexts, points),
                (ReservedTexts, ReservedPoints),
                (0, ReservedPoints),
                (0, 0),
            }
        )
        {
            while (true)
            {
                var block = Of(map.Take(Math.Max(1, points)), texts);
                if (Encoding.UTF8.GetByteCount(block.Markup) <= room || (points == 0 && texts == 0))
                {
                    return block;
                }
                var (before, fewer) = ((points, texts), (Smaller(points, leastPoints), Smaller(texts, leastTexts)));
                (points, texts) = fewer;
                if (before == fewer)
                {
                    break;
                }
            }
        }
        return Of(map.Take(1), 0);
    }

    /// <summary>What the page says of it.</summary>
    public string Note()
    {
        var shown =
            Map.Rows.Count == Map.AllRows
                ? $"Shown are all {Numbers.Count(Map.AllRows, Map.Noun)}."
                : $"Shown are {Numbers.Count(Map.Rows.Count)} of {Numbers.Count(Map.AllRows)} {Map.Noun}s: a sample drawn by the seed in which every group has its share.";
        var placed =
            Map.Moved == Map.Distinct
                ? ""
                : $" {Numbers.Count(Map.Moved)} {Map.Noun}s were laid out, and the others placed amid their neighbours.";
        var copies =
            Map.Distinct == Map.AllRows
                ? ""
                : $" {Numbers.Count(Map.AllRows - Map.Distinct, Map.Noun)} equal an earlier one to the view and lie around it.";
        var texts =
            Map.Texts.Count == 0 ? " No text of the data lies in the map."
            : Texts >= Map.Rows.Count ? ""
            : $" The beginnings of {Numbers.Count(Texts, Map.Noun)} lie in the page; of others that of the nearest such {Map.Noun} is shown.";
        return shown + placed + copies + texts;
    }

    private static int Smaller(int count, int least) => count <= least ? count : Math.Max(least, (int)(count * Step));

    private static MapBlock Of(PageMap map, int texts)
    {
        // Groups' own examples first, then as the seed has it.
        var first = map
            .Described.SelectMany(group => group.Examples.Prepend(group.Middle))
            .Select(example => example.Row)
            .ToHashSet();
        var chosen = map
            .Rows.Where(map.Texts.ContainsKey)
            .OrderByDescending(first.Contains)
            .ThenBy(row => Pcg32.Hash(map.Seed, (ulong)row))
            .Take(texts)
            .ToDictionary(row => row, row => map.Texts[row]);
        var markup =
            $"<script type=\"application/json\" id=\"map-facts\">{MapData.Facts(map)}</script>\n"
            + $"<script type=\"application/octet-stream\" id=\"map-points\">{MapData.Points(map)}</script>\n"
            + (
                chosen.Count == 0
                    ? ""
                    : $"<script type=\"application/octet-stream\" id=\"map-texts\">{MapData.Texts(map, chosen)}</script>\n"
            );
        return new MapBlock(map, chosen.Count, markup);
    }
}

using System.Text;
using System.Text.Json.Nodes;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// Keeps a page within <see cref="MapBlock.MostBytes"/>: over it the numbers behind the page go first, then the ends of long texts and names,
/// then texts of rows. The page says which; it is made again each time rather than cut, so that it is whole.
/// </summary>
internal static class PageSize
{
    // Kept for a map before anything is left out for it.
    private const int RoomOfMap = 200_000;

    private static readonly int[] Lengths = [1000, Excerpt.Length, Excerpt.Length / 2];

    /// <summary>The page, with places for its map.</summary>
    /// <param name="report">What was measured.</param>
    /// <param name="hasMap">Whether a map comes into it.</param>
    /// <param name="render">Makes a page of a report, the numbers to lie in it, and a notice.</param>
    public static string Fit(Report report, bool hasMap, Func<Report, SafeHtml?, string, string> render)
    {
        var room = MapBlock.MostBytes - (hasMap ? RoomOfMap : 0);
        var page = render(report, EmbeddedJson.Of(report), "");
        var bytes = Encoding.UTF8.GetByteCount(page);
        if (bytes <= room)
        {
            return page;
        }
        page = render(report, null, "");
        foreach (var length in Lengths)
        {
            if (Encoding.UTF8.GetByteCount(page) <= room)
            {
                return page;
            }
            page = render(
                Cut(report, length),
                null,
                $"Texts and names of more than {Numbers.Count(length, "letter")} are cut here: {Why(bytes)}"
            );
        }
        return Encoding.UTF8.GetByteCount(page) <= room
            ? page
            : render(
                Cut(Privacy.WithoutTexts(report), Lengths[^1]),
                null,
                $"Texts of rows are left out here, and long names cut: {Why(bytes)}"
            );
    }

    private static string Why(int bytes) =>
        $"whole, this page would take {Numbers.Decimal(bytes / 1e6)} MB, and {Numbers.Decimal(MapBlock.MostBytes / 1e6)} MB are allowed. --json has all of it.";

    // Whatever holds a string may be a stranger's, names of columns too; by its JSON none is forgotten.
    private static Report Cut(Report report, int length)
    {
        var root = JsonNode.Parse(ReportJson.Write(report))!;
        Cut(root, length);
        return ReportJson.Read(root.ToJsonString());
    }

    private static void Cut(JsonNode? node, int length)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields.ToList())
                {
                    Cut(value, length);
                    fields.Remove(name);
                    // Names of settings; those of the report's own fields are shorter.
                    fields[name.Length > length ? Excerpt.Of(name, length) : name] = Shorter(value, length) ?? value;
                }
                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (Shorter(items[i], length) is { } text)
                    {
                        items[i] = text;
                    }
                    Cut(items[i], length);
                }
                break;
        }
    }

    private static JsonNode? Shorter(JsonNode? node, int length) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > length
            ? Excerpt.Of(text, length)
            : null;
}

using System.Text.Json.Nodes;

namespace Prismatic.Reports;

/// <summary>Fills in what reports of this schema version did not hold from the beginning, where nothing is said by its being empty.</summary>
internal static class OlderReports
{
    /// <summary>Completes the report in place.</summary>
    public static void Complete(JsonObject report)
    {
        // How each measure of wording was counted was not told at first.
        Fill(Part(report, "wording"), "parameters", () => new JsonObject());
        // Nor were the answers shown that are most alike.
        foreach (var view in Items(Part(report, "outputs"), "views"))
        {
            Fill(view, "mostAlike", () => new JsonArray());
        }
        // Nor had clusters words.
        foreach (var cluster in Items(report, "views").SelectMany(view => Items(Part(view, "clusters"), "largest")))
        {
            Fill(cluster, "terms", () => new JsonArray());
        }
    }

    private static JsonNode? Part(JsonNode? section, string name) => (section as JsonObject)?[name];

    private static JsonArray Items(JsonNode? section, string name) => Part(section, name) as JsonArray ?? [];

    private static void Fill(JsonNode? section, string name, Func<JsonNode> empty)
    {
        if (section is JsonObject known && !known.ContainsKey(name))
        {
            known[name] = empty();
        }
    }
}

using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>Names of layouts, for the user: those of benchmarks he may know, else what the answers look like.</summary>
internal static class KnownLayouts
{
    public static string Name(ColumnFinder finder, ResponseLayout layout, bool isChat)
    {
        var response = layout.Response.Column;
        return response == "generations" && Has("partition") ? "NoveltyBench"
            : response == "ys" && Has("infos") ? "tree of thoughts"
            : response == "output" && Has("instruction") && Has("generator") ? "AlpacaEval"
            : response == "messages" && Has("uid") && Has("model") ? "Arena-Hard"
            : response == "result" && Has("api_id") && Has("slug") ? "llmfao"
            : isChat ? "chats"
            : layout.IsList ? "lists in a column"
            : "one answer a row";

        bool Has(string name) => finder.Columns.Any(column => column.Name == name);
    }
}

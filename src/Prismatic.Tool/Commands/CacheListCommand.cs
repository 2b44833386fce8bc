using System.Globalization;
using McMaster.Extensions.CommandLineUtils;
using Prismatic.Store;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Says what the cache holds.</summary>
[Command(
    "list",
    Description = "List the stores of vectors, the one used last first.",
    ExtendedHelpText = """
        Examples:
          prismatic cache list
          prismatic cache list --cache /data/prismatic

        A store holds the vectors of one view, model, tokenizer, template, limit of tokens and projection,
        computed by one runtime on one kind of processor or device. The last column counts runs that are
        working or were killed; the next run of the same kind takes over what these have left.
        """
)]
internal sealed class CacheListCommand : CacheVerb
{
    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var stores = await StoresAsync(session);
        var output = session.Terminal.Out;
        if (stores.Count > 0)
        {
            output.WriteLine(Line("STORE", "VIEW", "MODEL", "VECTORS", "SIZE", "LAST USED", "UNFINISHED"));
        }
        foreach (var store in stores)
        {
            output.WriteLine(
                Line(
                    NameOf(store),
                    Word(store, "view"),
                    Word(store, "model"),
                    Numbers.Count(store.Vectors),
                    Numbers.Size(store.Bytes),
                    store.LastUsedUtc.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    Numbers.Count(store.Parts)
                )
            );
        }
        output.WriteLine(
            VisibleText.Of(
                $"{Numbers.Count(stores.Count, "store")}, {Numbers.Count(stores.Sum(s => s.Vectors), "vector")}, "
                    + $"{Numbers.Size(stores.Sum(s => s.Bytes))} in {FolderOf(session)}"
            )
        );
        if (CacheFolder.Graphs(FolderOf(session)).List() is { Count: > 0 } graphs)
        {
            output.WriteLine(
                $"{Numbers.Count(graphs.Count, "compiled graph")}, {Numbers.Size(graphs.Sum(g => g.Bytes))}, "
                    + $"last used {graphs[0].LastUse.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
            );
        }
        return ExitCode.Pass;
    }

    private static string Line(
        string store,
        string view,
        string model,
        string vectors,
        string size,
        string used,
        string parts
    ) => $"{store, -12}  {view, -10} {model, -24} {vectors, 12} {size, 10}  {used, -10} {parts, 10}";

    // A manifest is a file like any other, and its words may be anybody's.
    private static string Word(StoreEntry store, string key)
    {
        const int Widest = 24;
        var word = VisibleText.Of(store.Manifest?.Identity.GetValueOrDefault(key) ?? "(damaged)");
        return word.Length <= Widest ? word : word[..(Widest - 3)] + "...";
    }
}

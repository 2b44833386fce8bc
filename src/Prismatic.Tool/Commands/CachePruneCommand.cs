using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gradients;
using Prismatic.Store;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Makes the cache smaller.</summary>
[Command(
    "prune",
    Description = "Delete the stores that were not used for long, or as many as make the cache small enough.",
    ExtendedHelpText = """
        Examples:
          prismatic cache prune --older-than 30d
          prismatic cache prune --max-size 5GB
          prismatic cache prune --max-size 0

        Whole stores and compiled graphs go, the one used least recently first. A store that a run is adding
        to stays.
        """
)]
internal sealed class CachePruneCommand : CacheVerb
{
    [Option(
        "--older-than <TIME>",
        "Delete stores not used for so long: 12h, 30d or 8w.",
        CommandOptionType.SingleValue
    )]
    public string? OlderThan { get; set; }

    [Option(
        "--max-size <SIZE>",
        "Delete until no more is left: 500MB, 5GB, or 0 for nothing.",
        CommandOptionType.SingleValue
    )]
    public string? MaxSize { get; set; }

    /// <inheritdoc/>
    public override Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        if (OlderThan is null && MaxSize is null)
        {
            throw new PrismaticException(
                "nothing says what to delete: give --older-than or --max-size (0 deletes all)",
                ExitCode.Usage
            );
        }
        // Both are looked at before anything is deleted.
        _ = (Age(), Size());
        return base.Start(terminal, arguments, cancellation);
    }

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var stores = await StoresAsync(session);
        var graphs = CacheFolder.Graphs(FolderOf(session)).List();
        var left = stores.Sum(store => store.Bytes) + graphs.Sum(graph => graph.Bytes);
        var (before, deletedStores, deletedGraphs) = (left, 0, 0);
        var oldest = Age() is { } age ? DateTime.UtcNow - age : DateTime.MinValue;
        var most = Size() ?? long.MaxValue;
        var items = stores
            .Select(store => new Item(store.LastUsedUtc, store.Bytes, IsStore: true, () => Delete(store, session)))
            .Concat(graphs.Select(g => new Item(g.LastUse, g.Bytes, IsStore: false, () => GraphCache.Remove(g.Path))));
        foreach (var item in items.OrderBy(item => item.LastUse))
        {
            session.Cancellation.ThrowIfCancellationRequested();
            if ((item.LastUse < oldest || left > most) && item.Delete())
            {
                left -= item.Bytes;
                deletedStores += item.IsStore ? 1 : 0;
                deletedGraphs += item.IsStore ? 0 : 1;
            }
        }
        var compiled =
            graphs.Count == 0
                ? ""
                : $" and {Numbers.Count(deletedGraphs)} of {Numbers.Count(graphs.Count, "compiled graph")}";
        session.Terminal.Out.WriteLine(
            $"{Numbers.Count(deletedStores)} of {Numbers.Count(stores.Count, "store")}{compiled} deleted, "
                + $"{Numbers.Size(before - left)} freed, {Numbers.Size(left)} left"
        );
        return ExitCode.Pass;
    }

    private readonly record struct Item(DateTime LastUse, long Bytes, bool IsStore, Func<bool> Delete);

    private static bool Delete(StoreEntry store, Session session)
    {
        try
        {
            if (StoreInventory.Remove(store.Folder))
            {
                return true;
            }
            session.Say($"{NameOf(store)} stays: a run is adding to it");
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(store.Folder, fault);
        }
    }

    private TimeSpan? Age() =>
        OlderThan is null ? null
        : Quantity(OlderThan, "--older-than", "12h, 30d or 8w", ("h", 1), ("d", 24), ("w", 168)) is var hours
        && hours < 1e6
            ? TimeSpan.FromHours(hours)
        : throw new PrismaticException("--older-than must be less than a century", ExitCode.Usage);

    private long? Size() =>
        MaxSize is null ? null
        : MaxSize == "0" ? 0
        : (long)
            Math.Min(
                long.MaxValue / 2,
                Quantity(MaxSize, "--max-size", "500MB, 5GB or 0", ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12))
            );

    private static double Quantity(
        string text,
        string option,
        string examples,
        params (string Unit, double Factor)[] units
    )
    {
        foreach (var (unit, factor) in units)
        {
            if (
                text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(
                    text[..^unit.Length],
                    System.Globalization.NumberStyles.AllowDecimalPoint,
                    System.Globalization.CultureInfo.InvariantCulture,
                    out var number
                )
            )
            {
                return number * factor;
            }
        }
        throw new PrismaticException($"{option} must be a number with a unit, such as {examples}", ExitCode.Usage);
    }
}

using McMaster.Extensions.CommandLineUtils;
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

        Whole stores go, the one used least recently first. One that a run is adding to stays.
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
        var left = stores.Sum(store => store.Bytes);
        var (before, count) = (left, 0);
        var oldest = Age() is { } age ? DateTime.UtcNow - age : DateTime.MinValue;
        var most = Size() ?? long.MaxValue;
        foreach (var store in stores.Reverse())
        {
            session.Cancellation.ThrowIfCancellationRequested();
            if ((store.LastUsedUtc < oldest || left > most) && Delete(store, session))
            {
                left -= store.Bytes;
                count++;
            }
        }
        session.Terminal.Out.WriteLine(
            $"{Numbers.Count(count)} of {Numbers.Count(stores.Count, "store")} deleted, {Numbers.Size(before - left)} freed, "
                + $"{Numbers.Size(left)} left"
        );
        return ExitCode.Pass;
    }

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

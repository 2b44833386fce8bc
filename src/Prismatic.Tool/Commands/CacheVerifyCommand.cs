using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gradients;
using Prismatic.Store;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Checks the cache.</summary>
[Command(
    "verify",
    Description = "Read all of the cache and check every hash and vector.",
    ExtendedHelpText = """
        Examples:
          prismatic cache verify
          prismatic cache verify --repair

        Exit code 3 when something is damaged and was not repaired. A run leaves damaged files out by
        itself and computes what they held again.
        """
)]
internal sealed class CacheVerifyCommand : CacheVerb
{
    [Option("--repair", "Delete what is damaged.", CommandOptionType.NoValue)]
    public bool Repair { get; set; }

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var (vectors, flaws) = (0L, 0);
        var stores = await StoresAsync(session);
        foreach (var store in stores)
        {
            vectors += store.Vectors;
            foreach (var flaw in await StoreInventory.VerifyAsync(store, session.Cancellation))
            {
                flaws++;
                session.Terminal.Out.WriteLine(VisibleText.Of($"{flaw.Path}: {flaw.Reason}{Mend(flaw)}"));
            }
        }
        session.Terminal.Out.WriteLine(
            $"{Numbers.Count(stores.Count, "store")}, {Numbers.Count(vectors, "vector")}: "
                + (
                    flaws == 0 ? "all sound"
                    : Repair ? $"{Numbers.Count(flaws, "damaged file")} deleted"
                    : $"{Numbers.Count(flaws, "damaged file")}; --repair deletes what is damaged"
                )
        );
        flaws += VerifyGraphs(session);
        return flaws == 0 || Repair ? ExitCode.Pass : ExitCode.Input;
    }

    private int VerifyGraphs(Session session)
    {
        var files = CacheFolder.Graphs(FolderOf(session)).List();
        var damaged = files.Where(file => !GraphCache.IsValid(file)).ToList();
        foreach (var file in damaged)
        {
            session.Cancellation.ThrowIfCancellationRequested();
            var mend =
                !Repair ? ""
                : GraphCache.Remove(file.Path) ? "; deleted"
                : "; cannot be deleted";
            session.Terminal.Out.WriteLine(VisibleText.Of($"{file.Path}: not a whole graph{mend}"));
        }
        if (files.Count > 0)
        {
            session.Terminal.Out.WriteLine(
                $"{Numbers.Count(files.Count, "compiled graph")}: "
                    + (damaged.Count == 0 ? "all sound" : $"{Numbers.Count(damaged.Count)} damaged")
            );
        }
        return damaged.Count;
    }

    private string Mend(StoreFlaw flaw)
    {
        if (!Repair)
        {
            return "";
        }
        try
        {
            StoreInventory.Remove(flaw);
            return "; deleted";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(flaw.Path, fault);
        }
    }
}

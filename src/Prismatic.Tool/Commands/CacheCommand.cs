using McMaster.Extensions.CommandLineUtils;
using Prismatic.Store;

namespace Prismatic.Tool.Commands;

/// <summary>Verbs about what is kept from run to run.</summary>
[Command(
    "cache",
    Description = "Look at, check and empty the cache of vectors and compiled graphs.",
    ExtendedHelpText = """
        Examples:
          prismatic cache list
          prismatic cache verify --repair
          prismatic cache prune --older-than 30d --max-size 10GB

        The cache holds vectors, hashes of rows and compiled graphs, never texts or weights.
        docs/gradient-store.md says how.
        """
)]
[Subcommand(typeof(CacheListCommand), typeof(CacheVerifyCommand), typeof(CachePruneCommand), typeof(CachePathCommand))]
[HelpOption("-?|-h|--help", Description = "Show this help.")]
internal sealed class CacheCommand;

/// <summary>A verb about one cache.</summary>
internal abstract class CacheVerb : Command
{
    [Option(
        "--cache <DIR>",
        "The folder. Default: PRISMATIC_CACHE, or the system's place for caches.",
        CommandOptionType.SingleValue
    )]
    public string? Cache { get; set; }

    /// <summary>The cache's folder, which may not be there yet.</summary>
    protected string FolderOf(Session session) =>
        Cache is { } folder
            ? Path.GetFullPath(folder, session.WorkingDirectory)
            : session.CacheFolder()
                ?? throw new PrismaticException(
                    $"no folder for a cache is known here: give --cache or set {CacheFolder.Variable}",
                    ExitCode.Environment
                );

    /// <summary>The stores in the cache.</summary>
    protected async Task<IReadOnlyList<StoreEntry>> StoresAsync(Session session)
    {
        var folder = FolderOf(session);
        try
        {
            return await StoreInventory.ListAsync(CacheFolder.Vectors(folder), session.Cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder, fault);
        }
    }

    /// <summary>How a store is called: the start of its folder's name.</summary>
    protected static string NameOf(StoreEntry entry)
    {
        const int Enough = 12;
        var name = Path.GetFileName(entry.Folder);
        return name.Length <= Enough ? name : name[..Enough];
    }

    /// <summary>What the user can do where the cache's files cannot be read or deleted.</summary>
    protected static PrismaticException Unreadable(string path, Exception fault) =>
        new(
            $"the cache at {path} cannot be used ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}); give another with --cache",
            ExitCode.Environment,
            fault
        );
}

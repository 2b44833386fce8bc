using McMaster.Extensions.CommandLineUtils;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Says where the cache is.</summary>
[Command(
    "path",
    Description = "Print the folder of the cache.",
    ExtendedHelpText = """
        Examples:
          prismatic cache path
        """
)]
internal sealed class CachePathCommand : CacheVerb
{
    /// <inheritdoc/>
    public override Task<ExitCode> ExecuteAsync(Session session)
    {
        session.Terminal.Out.WriteLine(VisibleText.Of(FolderOf(session)));
        return Task.FromResult(ExitCode.Pass);
    }
}

using Prismatic.Data;

namespace Prismatic.Tool.Hub;

/// <summary>The converted Parquet files of one split of one configuration of a data set.</summary>
/// <param name="Config">Configuration.</param>
/// <param name="Split">Split.</param>
/// <param name="Files">In the order of their rows.</param>
/// <param name="IsPartial">The hub converted only the beginning of a large data set.</param>
/// <param name="Note">What was chosen for want of a name, and what else there is; empty when all was named.</param>
internal sealed record SplitChoice(
    string Config,
    string Split,
    IReadOnlyList<HubFile> Files,
    bool IsPartial,
    string Note
)
{
    private const string Partial = "partial-";

    /// <summary>Finds what a reference names among files <c>CONFIG/SPLIT/0000.parquet</c>, or the usual ones.</summary>
    /// <exception cref="PrismaticException">No such configuration or split, or none that is usual.</exception>
    public static SplitChoice Find(HubReference reference, HubListing listing)
    {
        var folders = listing
            .Files.Select(file => (Parts: file.Path.Split('/'), File: file))
            .Where(f => f.Parts.Length == 3 && f.Parts[2].EndsWith(".parquet", StringComparison.Ordinal))
            .ToLookup(f => f.Parts[0], f => (Folder: f.Parts[1], f.File));
        List<string> configs = [.. folders.Select(folder => folder.Key)];
        if (configs.Count == 0)
        {
            throw new PrismaticException(
                $"{reference}: the hub has no converted Parquet files for this data set; download its files and give these"
            );
        }
        var wanted = reference.Path.Length == 0 ? [] : reference.Path.Split('/');
        var config = Pick(reference, "configuration", wanted.ElementAtOrDefault(0), configs, "default");
        var splits = folders[config].ToLookup(f => NameOf(f.Folder), f => f);
        List<string> names = [.. splits.Select(split => split.Key)];
        var split = Pick(reference, "split", wanted.ElementAtOrDefault(1), names, "train");
        List<HubFile> files = [.. splits[split].Select(f => f.File).OrderBy(f => f.Path, StringComparer.Ordinal)];
        var partial = splits[split].Any(f => f.Folder != split);
        return new SplitChoice(config, split, files, partial, Chosen(wanted.Length, config, configs, split, names));
    }

    private static string NameOf(string folder) =>
        folder.StartsWith(Partial, StringComparison.Ordinal) ? folder[Partial.Length..] : folder;

    private static string Pick(HubReference reference, string noun, string? wanted, List<string> names, string usual)
    {
        if (wanted is not null)
        {
            return names.Contains(wanted)
                ? wanted
                : throw new PrismaticException(
                    $"{reference}: there is no {noun} '{wanted}'{NearNames.Suggest(wanted, names)}; there are: {List(names)}"
                );
        }
        return names.Count == 1 ? names[0]
            : names.Contains(usual) ? usual
            : throw new PrismaticException(
                $"{reference}: several {noun}s could be meant; add one to the name: {List(names)}",
                ExitCode.Usage
            );
    }

    private static string Chosen(int named, string config, List<string> configs, string split, List<string> splits)
    {
        var parts = new List<string>();
        if (named < 1 && configs.Count > 1)
        {
            parts.Add($"configuration {config} of {List(configs)}");
        }
        if (named < 2 && splits.Count > 1)
        {
            parts.Add($"split {split} of {List(splits)}");
        }
        return parts.Count == 0 ? "" : $"taken: {string.Join("; ", parts)}";
    }

    private static string List(List<string> names)
    {
        const int Shown = 20;
        return string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
    }
}

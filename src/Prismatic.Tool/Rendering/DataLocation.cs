using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>Where a data file lies, as programs that show findings beside files want it.</summary>
internal static class DataLocation
{
    /// <summary>The path from a folder on, with slashes; the name alone where the file lies elsewhere.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="folder">Mostly the top of a working copy.</param>
    public static string Relative(string path, string folder)
    {
        var relative = Path.GetRelativePath(folder, Path.GetFullPath(path, folder));
        var isElsewhere = Path.IsPathRooted(relative) || relative.Split('/', '\\')[0] == "..";
        return isElsewhere ? Path.GetFileName(path) : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The summary with the paths of its files, where these say more than their names.</summary>
    /// <param name="dataset">Names of the same files in the same order.</param>
    /// <param name="paths">As they are read.</param>
    /// <param name="folder">Where the command runs.</param>
    public static DatasetSummary Located(DatasetSummary dataset, IEnumerable<string> paths, string folder)
    {
        string[] relative = [.. paths.Select(path => Relative(path, folder))];
        return dataset with { Paths = relative.SequenceEqual(dataset.Files) ? null : relative };
    }

    /// <summary>A relative reference of RFC 3986: every segment percent-encoded as UTF-8.</summary>
    public static string Uri(string relative) =>
        string.Join('/', relative.Split('/').Select(System.Uri.EscapeDataString));
}

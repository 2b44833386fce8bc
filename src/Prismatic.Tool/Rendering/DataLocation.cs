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

    /// <summary>A relative reference of RFC 3986: every segment percent-encoded as UTF-8.</summary>
    public static string Uri(string relative) =>
        string.Join('/', relative.Split('/').Select(System.Uri.EscapeDataString));
}

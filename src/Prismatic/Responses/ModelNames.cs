namespace Prismatic.Responses;

/// <summary>Names of models that files stand for.</summary>
internal static class ModelNames
{
    /// <summary>Name of the file without folders and endings of data files.</summary>
    public static string Stem(string path)
    {
        var name = Path.GetFileName(path);
        name = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        return Path.GetFileNameWithoutExtension(name);
    }

    /// <summary>
    /// A name for each file: its own; where files have the same, their folder's if that tells them apart, else both.
    /// </summary>
    public static Dictionary<string, string> Of(IReadOnlyList<string> files)
    {
        var ways = new Func<string, string>[]
        {
            Stem,
            file => Folder(file) is { Length: > 0 } folder ? folder : Stem(file),
            file => $"{Folder(file)}/{Stem(file)}",
            file => file,
        };
        var way = ways.First(way => way == ways[^1] || files.Select(way).Distinct().Count() == files.Count);
        return files.ToDictionary(file => file, way);
    }

    private static string Folder(string path) => Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) ?? "";
}

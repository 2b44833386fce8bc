namespace Prismatic.Data;

/// <summary>Finds data files behind what the user named: files, folders, globs.</summary>
internal static class DataPaths
{
    private static readonly string[] Extensions =
    [
        ".parquet",
        ".jsonl",
        ".ndjson",
        ".json",
        ".csv",
        ".tsv",
        ".jsonl.gz",
        ".ndjson.gz",
        ".json.gz",
        ".csv.gz",
        ".tsv.gz",
    ];

    public static string KnownFormats =>
        ".parquet, .jsonl, .ndjson, .json, .csv, .tsv (all but .parquet also with .gz)";

    public static bool IsDataFile(string path) =>
        Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>Files in the order of the arguments, within a folder or glob in ordinal order, each once.</summary>
    /// <exception cref="PrismaticException">An argument leads to no data file.</exception>
    public static IReadOnlyList<string> Resolve(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0)
        {
            throw new PrismaticException("no data given; name a file, a folder or a glob", ExitCode.Usage);
        }
        var files = new List<string>();
        var seen = new HashSet<string>();
        foreach (var file in paths.SelectMany(Expand))
        {
            if (seen.Add(Path.GetFullPath(file)))
            {
                files.Add(file);
            }
        }
        return files;
    }

    private static IEnumerable<string> Expand(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                return [path];
            }
            if (Directory.Exists(path))
            {
                var files = Find(path, "**/*");
                return files.Count > 0
                    ? files
                    : throw new PrismaticException($"folder '{path}' holds no data files ({KnownFormats})");
            }
            if (path.AsSpan().ContainsAny('*', '?'))
            {
                return ExpandGlob(path);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PrismaticException(
                $"cannot look into '{path}': {fault.Message.ReplaceLineEndings(" ")}",
                ExitCode.Input,
                fault
            );
        }
        throw new PrismaticException($"'{path}' does not exist{Neighbour(path)}");
    }

    private static List<string> ExpandGlob(string pattern)
    {
        var normal = pattern.Replace(Path.DirectorySeparatorChar, '/');
        var wild = normal.IndexOfAny(['*', '?']);
        var cut = normal.LastIndexOf('/', wild);
        var folder = cut switch
        {
            < 0 => ".",
            0 => "/",
            _ => normal[..cut],
        };
        var files = Directory.Exists(folder) ? Find(folder, normal[(cut + 1)..]) : [];
        return files.Count > 0
            ? [.. files.Select(file => cut < 0 ? Path.GetRelativePath(".", file) : file)]
            : throw new PrismaticException($"no data file matches '{pattern}' ({KnownFormats})");
    }

    private static List<string> Find(string folder, string glob)
    {
        var regex = Glob.Compile(glob);
        var depth = glob.Contains("**", StringComparison.Ordinal) ? int.MaxValue : glob.Count(c => c == '/');
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = depth > 0,
            MaxRecursionDepth = depth,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.None,
            MatchType = MatchType.Simple,
        };
        return
        [
            .. Directory
                .EnumerateFiles(folder, "*", options)
                .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(name => IsDataFile(name) && !IsHidden(name) && regex.IsMatch(name))
                .Order(StringComparer.Ordinal)
                .Select(name => Path.Combine(folder, name)),
        ];
    }

    // Writers leave markers beside their data: _SUCCESS, .crc files, version control.
    private static bool IsHidden(string name) => name.Split('/').Any(part => part[0] is '.' or '_');

    private static string Neighbour(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || !Directory.Exists(folder))
        {
            return folder is null ? "" : $"; nor does its folder '{Path.GetDirectoryName(path)}'";
        }
        var names = Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!);
        return NearNames.Suggest(Path.GetFileName(path), names);
    }
}

namespace Prismatic.Tool;

/// <summary>Looks at the places of outputs before any work is done.</summary>
internal static class OutputPaths
{
    /// <summary>No output may be an input or another output, and its folder must be there.</summary>
    /// <exception cref="PrismaticException">The command line is wrong.</exception>
    public static void Check(IEnumerable<string?> inputs, IReadOnlyList<string?> outputs)
    {
        var taken = inputs.OfType<string>().Select(Real).ToHashSet(StringComparer.Ordinal);
        foreach (var path in outputs.OfType<string>())
        {
            if (!taken.Add(Real(path)))
            {
                throw new PrismaticException(
                    $"{path}: this would overwrite an input or another output; choose another path",
                    ExitCode.Usage
                );
            }
            if (Directory.Exists(path))
            {
                throw new PrismaticException($"{path}: this is a folder; give a file name", ExitCode.Usage);
            }
            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            {
                throw new PrismaticException(
                    $"{path}: the folder does not exist; create it or choose another path",
                    ExitCode.Usage
                );
            }
        }
    }

    private static string Real(string path) =>
        Path.GetFullPath(
            File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path
        );
}

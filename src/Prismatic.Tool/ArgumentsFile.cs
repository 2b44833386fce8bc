namespace Prismatic.Tool;

/// <summary>
/// <c>prismatic --arguments-from FILE</c>: the command line from a file, an argument a line, for programs that would have to quote names of
/// files for a shell otherwise.
/// </summary>
internal static class ArgumentsFile
{
    /// <summary>The option; it stands first, and nothing but its file behind it.</summary>
    public const string Option = "--arguments-from";

    private const long MostBytes = 16 << 20;

    /// <summary>The arguments, or those of the file that they name.</summary>
    /// <exception cref="PrismaticException">The file is missing or no list of arguments.</exception>
    public static string[] Expand(string[] arguments)
    {
        if (arguments.Length == 0 || arguments[0] != Option)
        {
            return arguments;
        }
        if (arguments.Length != 2)
        {
            throw new PrismaticException($"{Option} takes one file and nothing else", ExitCode.Usage);
        }
        var file = new FileInfo(arguments[1]);
        if (!file.Exists || file.Length > MostBytes)
        {
            throw new PrismaticException($"'{arguments[1]}' is no file of arguments, a line each", ExitCode.Usage);
        }
        string[] lines = File.ReadAllLines(file.FullName);
        return lines.FirstOrDefault() == Option
            ? throw new PrismaticException($"'{arguments[1]}' names another file of arguments", ExitCode.Usage)
            : lines;
    }
}

namespace Prismatic.Gates;

/// <summary>
/// Which files of a report a gate is for. A pattern without a slash is held against names, one with a slash against paths from the
/// folder where the command ran; case does not matter, so that one file of gates says the same on every machine.
/// </summary>
internal static class FilePattern
{
    /// <summary>
    /// What <see cref="Checked"/> lets pass, as a regular expression for the JSON schema: names between single slashes, no backslash, nothing from the top, no step up.
    /// </summary>
    public const string Form = @"^(?!\.{1,2}(/|$))[^/\\]+(/(?!\.{1,2}(/|$))[^/\\]+)*$";

    /// <summary>A pattern that paths of a report can match.</summary>
    public static string Checked(GateValue value)
    {
        var pattern = value.Name();
        return pattern.Contains('\\', StringComparison.Ordinal)
                ? throw value.Wrong("with a backslash; folders end with /")
            : pattern.Split('/').Any(part => part is "" or "." or "..")
                ? throw value.Wrong(
                    "that no file can match: paths are told from the folder where the command ran, without . and .. in them"
                )
            : pattern;
    }

    /// <summary>Whether a file is one of those that a pattern is for.</summary>
    /// <param name="pattern">As a gate has it.</param>
    /// <param name="path">With forward slashes.</param>
    public static bool IsMatch(string pattern, string path) =>
        Glob.Compile(pattern, ignoreCase: true)
            .IsMatch(pattern.Contains('/', StringComparison.Ordinal) ? path : path[(path.LastIndexOf('/') + 1)..]);
}

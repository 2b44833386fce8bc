using System.Buffers;

namespace Prismatic.Tool.Hub;

/// <summary>Paths inside a repository come from strangers and become paths on this disk.</summary>
internal static class HubPath
{
    private const int MaxLength = 1024;
    private const int MaxPartLength = 200;

    private static readonly SearchValues<char> Unportable = SearchValues.Create("<>:\"|?*\\");

    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Whether the path would leave its folder: rooted, with a part "..", or with another system's separator.</summary>
    public static bool Escapes(string path) =>
        path.Length == 0
        || path[0] == '/'
        || path.AsSpan().ContainsAny('\\', '\0')
        || path is [_, ':', ..]
        || path.Split('/').Any(part => part is "..");

    /// <summary>Whether the path is relative and may be a file name on every system.</summary>
    public static bool IsSafe(string path) =>
        !Escapes(path) && path.Length <= MaxLength && path.Split('/').All(IsSafePart);

    /// <summary>The folder of a path, "" for the root.</summary>
    public static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var cut ? path[..cut] : "";

    /// <summary>The last part of a path.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>Folder and name in one.</summary>
    public static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    private static bool IsSafePart(string part) =>
        part is not ("" or "." or "..")
        && part.Length <= MaxPartLength
        && part[^1] is not ('.' or ' ')
        && part[0] != ' '
        && !part.AsSpan().ContainsAny(Unportable)
        && !part.Any(char.IsControl)
        && !IsReserved(part.Split('.')[0].TrimEnd());

    // Windows opens a device under these names, whatever the extension.
    private static bool IsReserved(string stem) =>
        Reserved.Contains(stem)
        || stem.Length == 4
            && (
                stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase)
                || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)
            )
            && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³';
}

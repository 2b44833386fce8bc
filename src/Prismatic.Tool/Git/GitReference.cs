namespace Prismatic.Tool.Git;

/// <summary>A revision as a user names it: <c>git:REV</c> or <c>git:REV:PATH</c>.</summary>
/// <param name="Revision">Branch, tag, commit, or anything else that names one commit.</param>
/// <param name="Path">
/// File or folder in it, from the root of the repository, or from here where it begins with <c>./</c> or <c>../</c>, as git reads it; null
/// where none was named.
/// </param>
internal sealed record GitReference(string Revision, string? Path)
{
    private const string Scheme = "git:";

    /// <summary>Whether <paramref name="text"/> names a revision, well or badly.</summary>
    public static bool IsReference(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a name. Revisions hold no colon, so the first one ends it.</summary>
    /// <exception cref="PrismaticException">There is no revision, or it would be read as an option.</exception>
    public static GitReference Parse(string text)
    {
        var rest = text[Scheme.Length..];
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        var revision = colon < 0 ? rest : rest[..colon];
        var path = colon < 0 ? null : rest[(colon + 1)..];
        return
            string.IsNullOrWhiteSpace(revision)
            || revision[0] == '-'
            || path is { Length: 0 }
            || text.Contains('\0', StringComparison.Ordinal)
            ? throw new PrismaticException(
                $"'{text}' names no revision; give git:REV or git:REV:PATH, for instance git:origin/main",
                ExitCode.Usage
            )
            : new GitReference(revision, path);
    }

    /// <inheritdoc/>
    public override string ToString() => Path is null ? $"{Scheme}{Revision}" : $"{Scheme}{Revision}:{Path}";
}

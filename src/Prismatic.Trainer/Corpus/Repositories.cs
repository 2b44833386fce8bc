namespace Prismatic.Trainer.Corpus;

/// <summary>A public repository that the corpus reads, at the commit it was read at.</summary>
/// <param name="Kind">What its files are, and so how they are read; see <see cref="RepositorySources"/>.</param>
/// <param name="Name"><c>owner/name</c>.</param>
/// <param name="Commit">Forty hexadecimal digits.</param>
/// <param name="Licence">As its own licence file says.</param>
public sealed record Repository(string Kind, string Name, string Commit, string Licence)
{
    /// <summary>Its plain checkout under <paramref name="root"/>: <c>owner+name</c>.</summary>
    public string Folder(string root) => Path.Combine(root, Name.Replace('/', '+'));
}

/// <summary>The list <c>repositories.tsv</c>: kind, name, commit and licence of every repository.</summary>
public static class Repositories
{
    /// <summary>All of them, in the order of the list.</summary>
    public static IReadOnlyList<Repository> All { get; } = Load();

    /// <summary>Those of one kind.</summary>
    public static IReadOnlyList<Repository> Of(string kind) => [.. All.Where(r => r.Kind == kind)];

    private static Repository[] Load()
    {
        using var reader = new StreamReader(
            typeof(Repositories).Assembly.GetManifestResourceStream("Prismatic.Trainer.Corpus.repositories.tsv")!
        );
        return
        [
            .. reader
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => line.TrimEnd('\r').Split('\t'))
                .Select(static field => new Repository(field[0], field[1], field[2], field[3])),
        ];
    }
}

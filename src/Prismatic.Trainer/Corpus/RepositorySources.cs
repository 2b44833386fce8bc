namespace Prismatic.Trainer.Corpus;

/// <summary>
/// Books, source code and conversations from public repositories; <c>repositories.tsv</c> pins the commit of each.
/// </summary>
public static class RepositorySources
{
    // No book colours the whole model: of a longer one an even spread of documents is read.
    private const int BookLimit = 1_600_000;
    private const int CodeLimit = 1_000_000;
    private const int HeldOutCode = 30_000;

    /// <summary>All repository sources, in the order of the model card; nothing is read before they are asked.</summary>
    /// <param name="root">Plain checkouts, one folder each, named <c>owner+name</c>.</param>
    public static IEnumerable<CorpusSource> All(string root)
    {
        yield return Source("se_prose", "prose", Book);
        yield return Source("se_plays", "play", Book);
        yield return Source("se_expository", "expository", Book);
        yield return Source("code", "code", static (name, folder, _) => CodeText.Documents(name, folder, CodeLimit));
        yield return Source(
            "code_held_out",
            "code_held_out",
            static (name, folder, _) =>
                PlainText
                    .Stretch([.. CodeText.Documents(name, folder, int.MaxValue).Select(d => d.Content)], 0, HeldOutCode)
                    .Select(text => CorpusDocument.Of(name, text, HeldOutSplit.Code))
        );
        yield return Source(
            "self_dialogue",
            "self_dialogue",
            static (name, folder, _) => ChatCorpora.Self(name, folder)
        );
        yield return Source(
            "taskmaster",
            "taskmaster",
            static (name, folder, _) => ChatCorpora.Taskmaster(name, folder)
        );

        CorpusSource Source(string name, string kind, Func<string, string, int, IEnumerable<CorpusDocument>> read)
        {
            var list = Repositories.Of(kind);
            return new CorpusSource(
                name,
                list.Count == 1
                    ? $"github.com/{list[0].Name} at {list[0].Commit[..12]}"
                    : $"{list.Count} repositories of kind {kind} in repositories.tsv",
                string.Join(", ", list.Select(static r => r.Licence).Distinct().Order(StringComparer.Ordinal)),
                1,
                () => list.SelectMany((repository, i) => read(name, Existing(repository, root), i))
            );
        }
    }

    // Every tenth book keeps its typographic quotes and dashes, since some data has them; the others get plain ones.
    private static IEnumerable<CorpusDocument> Book(string name, string folder, int number) =>
        PlainText
            .Spread([.. StandardEbook.Documents(folder, plain: number % 10 != 7)], BookLimit)
            .Select(text => CorpusDocument.Of(name, text));

    private static string Existing(Repository repository, string root)
    {
        var folder = repository.Folder(root);
        return Directory.Exists(folder)
            ? folder
            : throw new PrismaticException(
                $"Repository {repository.Name} is not checked out as '{folder}': see docs/corpus.md."
            );
    }
}

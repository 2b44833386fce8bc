using Prismatic.Data;
using Prismatic.Tool.Git;
using Prismatic.Tool.Measuring;

namespace Prismatic.Tool.Commands;

/// <summary>Opens both versions, out of a repository where a revision was named.</summary>
internal sealed partial class CompareCommand
{
    private async Task<ComparedSides> OpenSidesAsync(Session session)
    {
        await PrepareAsync(session);
        using var taken = new Snapshots();
        var before = await taken.TakeAsync(Base, Head, session);
        var after = await taken.TakeAsync(Head, Base, session);
        var head = await OpenSideAsync("HEAD", Head, after?.Paths, null, session);
        var pool = await OpenSideAsync("BASE", Base, before?.Paths, head.Fields, session);
        return new ComparedSides(
            (SideName(Base), pool),
            (SideName(Head), head),
            before?.Commit,
            after?.Commit,
            taken.Release()
        );
    }

    private async Task<Dataset> OpenSideAsync(
        string side,
        string path,
        IReadOnlyList<string>? taken,
        FieldMap? like,
        Session session
    )
    {
        var files = taken ?? await Hub.DataAsync([path], Offline, session);
        var choice = new FieldChoice(Text, Prompt, Response, Messages);
        var dataset = await DatasetReader.OpenAsync(files, choice, session.Cancellation);
        // Columns that were found by name should be the same on both sides, wherever both have them.
        if (
            choice == FieldChoice.Detect
            && like is not null
            && Choice(like) is { } same
            && Choice(dataset.Fields) != same
        )
        {
            try
            {
                dataset = await DatasetReader.OpenAsync(files, same, session.Cancellation);
            }
            catch (PrismaticException)
            {
                session.Say($"{side} has other columns than HEAD; texts are compared as each has them");
            }
        }
        session.Say($"{side} {SideName(path)}: {dataset.Fields.Describe()}");
        return dataset;
    }

    private static FieldChoice? Choice(FieldMap fields) =>
        fields.IsChat && fields.Prompt.Count == 0 ? new FieldChoice(Messages: fields.Response)
        : fields.Prompt.Count == 0 ? new FieldChoice(Text: fields.Response)
        : fields.Prompt.Count == 1 ? new FieldChoice(Prompt: fields.Prompt[0], Response: fields.Response)
        : null;

    private string SideName(string path) => GitReference.IsReference(path) ? path : NameOf(path);

    // Folders of revisions, removed again wherever this run ends.
    private sealed class Snapshots : IDisposable
    {
        private List<GitSnapshot> _taken = [];

        public async Task<GitSnapshot?> TakeAsync(string path, string other, Session session)
        {
            if (!GitReference.IsReference(path))
            {
                return null;
            }
            var reference = GitReference.Parse(path);
            if (reference.Path is null && (GitReference.IsReference(other) || Tool.Hub.HubReference.IsReference(other)))
            {
                throw new PrismaticException(
                    $"'{path}' names no file, and the other side is none; give git:REV:PATH",
                    ExitCode.Usage
                );
            }
            var snapshot = await GitSnapshot.TakeAsync(
                reference,
                [other],
                session.WorkingDirectory,
                session.Cancellation
            );
            _taken.Add(snapshot);
            return snapshot;
        }

        public List<GitSnapshot> Release()
        {
            var taken = _taken;
            _taken = [];
            return taken;
        }

        public void Dispose() => _taken.ForEach(snapshot => snapshot.Dispose());
    }
}

/// <summary>Both data sets, open.</summary>
/// <param name="Base">The earlier one with its name.</param>
/// <param name="Head">The later one.</param>
/// <param name="BaseCommit">Full hash where it was a revision.</param>
/// <param name="HeadCommit">The same.</param>
/// <param name="Taken">What goes away with this.</param>
internal sealed record ComparedSides(
    (string Name, Dataset Dataset) Base,
    (string Name, Dataset Dataset) Head,
    string? BaseCommit,
    string? HeadCommit,
    IReadOnlyList<IDisposable> Taken
) : IDisposable
{
    /// <summary>All files that are read.</summary>
    public IEnumerable<string> Files => Base.Dataset.Files.Concat(Head.Dataset.Files);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var folder in Taken)
        {
            folder.Dispose();
        }
    }
}

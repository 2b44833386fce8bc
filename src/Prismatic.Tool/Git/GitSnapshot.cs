using System.IO.Enumeration;
using Prismatic.Data;

namespace Prismatic.Tool.Git;

/// <summary>Data files as they were at a revision, in a folder that goes away with this.</summary>
internal sealed class GitSnapshot : IDisposable
{
    private GitSnapshot(string folder, string commit) => (Folder, Commit) = (folder, commit);

    /// <summary>Temporary; the repository's own folders are below it.</summary>
    public string Folder { get; }

    /// <summary>Full hash of the commit.</summary>
    public string Commit { get; }

    /// <summary>The paths that were asked for (files, folders, globs) as they are called in <see cref="Folder"/>, in their order.</summary>
    public IReadOnlyList<string> Paths { get; private set; } = [];

    /// <summary>Takes files of a revision out of the repository that they lie in.</summary>
    /// <param name="reference">The revision. Its own path, where it has one, is taken instead of <paramref name="paths"/>.</param>
    /// <param name="paths">Files, folders and globs of today's data; they need not exist today.</param>
    /// <param name="workingDirectory">Where relative paths start.</param>
    /// <param name="cancellation">Stops it, and leaves nothing behind.</param>
    /// <exception cref="PrismaticException">No git, no repository, no such revision, or a path that it does not hold.</exception>
    public static async Task<GitSnapshot> TakeAsync(
        GitReference reference,
        IReadOnlyList<string> paths,
        string workingDirectory,
        CancellationToken cancellation
    )
    {
        var full = reference.Path is null ? paths.Select(path => Path.GetFullPath(path, workingDirectory)) : [];
        string[] wanted = [.. full];
        var home = wanted.Length == 0 ? workingDirectory : NearestFolder(wanted[0]);
        var repository = await GitRepository.OpenAsync(home, cancellation);
        var commit = await repository.ResolveAsync(reference.Revision, cancellation);
        var snapshot = new GitSnapshot(Directory.CreateTempSubdirectory("prismatic-git-").FullName, commit);
        // Where the program ends before its work does, nobody disposes.
        AppDomain.CurrentDomain.ProcessExit += snapshot.Remove;
        try
        {
            var inside = reference.Path is { } own ? [OwnPath(repository, own)] : wanted.Select(repository.PathOf);
            var written = new HashSet<string>();
            var found = new List<string>();
            foreach (var path in inside)
            {
                await snapshot.WriteAsync(repository, reference, path, written, cancellation);
                found.Add(Path.Combine(snapshot.Folder, path));
            }
            snapshot.Paths = found;
            return snapshot;
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <summary>Removes the folder; never throws for reasons of the file system.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Remove;
        Remove(this, EventArgs.Empty);
    }

    private void Remove(object? sender, EventArgs arguments)
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It lies in the system's folder for such things, which cleans up after us.
        }
    }

    private async Task WriteAsync(
        GitRepository repository,
        GitReference reference,
        string path,
        HashSet<string> written,
        CancellationToken cancellation
    )
    {
        var files = await repository.FilesAsync(Commit, path, cancellation);
        if (files.Count == 0 && path.AsSpan().ContainsAny('*', '?'))
        {
            files = await MatchingAsync(repository, path, cancellation);
        }
        // A file that was named is taken whatever it is called; of a folder the data files.
        var wanted = files.Where(file => file.IsRegular && (file.Path == path || DatasetReader.IsDataFile(file.Path)));
        var any = false;
        foreach (var file in wanted)
        {
            any = true;
            if (written.Add(file.Path))
            {
                await WriteAsync(repository, file, cancellation);
            }
        }
        if (!any)
        {
            throw new PrismaticException(
                $"'{path}' is not in {reference.Revision} ({Commit[..12]}), or holds no data files there"
            );
        }
    }

    // All that could match: the reader of data sets matches the pattern itself.
    private async Task<IReadOnlyList<GitFile>> MatchingAsync(
        GitRepository repository,
        string pattern,
        CancellationToken cancellation
    )
    {
        var folder = pattern[..Math.Max(0, pattern.LastIndexOf('/', pattern.AsSpan().IndexOfAny('*', '?')))];
        var last = pattern[(pattern.LastIndexOf('/') + 1)..];
        var files = await repository.FilesAsync(Commit, folder, cancellation);
        return
        [
            .. files.Where(file =>
                FileSystemName.MatchesSimpleExpression(
                    last,
                    file.Path.AsSpan(file.Path.LastIndexOf('/') + 1),
                    ignoreCase: false
                )
            ),
        ];
    }

    private async Task WriteAsync(GitRepository repository, GitFile file, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(Path.Combine(Folder, file.Path));
        // A tree that was made by hand may hold any name.
        if (!target.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new PrismaticException(
                $"the revision holds a file with the name '{file.Path}', which leads elsewhere"
            );
        }
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await repository.WriteAsync(file, target, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Faults.OfWriting(target, fault);
        }
    }

    // As git reads REV:PATH: from the root, unless it says that it starts here.
    private static string OwnPath(GitRepository repository, string path) =>
        path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal)
            ? repository.PathOf(path)
            : path.Trim('/');

    private static string NearestFolder(string path)
    {
        string? folder = path;
        while (folder is not null && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? Path.GetPathRoot(path)!;
    }
}

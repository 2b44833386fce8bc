namespace Prismatic.Tool.Git;

/// <summary>The repository that a folder lies in: names of revisions, files of a revision, their content. Changes nothing.</summary>
internal sealed class GitRepository
{
    private readonly GitProgram _git;
    private readonly string _folder;
    private readonly string _prefix;

    private GitRepository(string folder, string prefix)
    {
        (_folder, _prefix) = (folder, prefix);
        _git = new GitProgram(folder);
    }

    /// <summary>Finds the repository of <paramref name="folder"/>.</summary>
    /// <exception cref="PrismaticException">There is none, git refuses it, or there is no git.</exception>
    public static async Task<GitRepository> OpenAsync(string folder, CancellationToken cancellation)
    {
        var answer = await new GitProgram(folder).RunAsync(cancellation, "rev-parse", "--show-prefix");
        return answer.Code == 0 ? new GitRepository(folder, answer.Out.TrimEnd('\n'))
            : answer.Fault.Contains("not a git repository", StringComparison.Ordinal)
                ? throw new PrismaticException(
                    $"'{folder}' is in no git repository; give a file or a report instead of a revision"
                )
            : throw new PrismaticException($"git refuses '{folder}': {answer.Fault}", ExitCode.Environment);
    }

    /// <summary>The full hash of the commit that a revision names.</summary>
    /// <exception cref="PrismaticException">There is none; in a shallow clone it may have to be fetched.</exception>
    public async Task<string> ResolveAsync(string revision, CancellationToken cancellation)
    {
        var answer = await _git.RunAsync(
            cancellation,
            "rev-parse",
            "--verify",
            "--end-of-options",
            revision + "^{commit}"
        );
        if (answer.Code == 0)
        {
            return answer.Out.Trim();
        }
        var shallow = await _git.RunAsync(cancellation, "rev-parse", "--is-shallow-repository");
        throw new PrismaticException(
            shallow.Out.Trim() == "true"
                ? $"this clone is shallow and does not hold the revision '{revision}'; run: git fetch --unshallow (in GitHub Actions, fetch-depth: 0)"
                : $"git knows no revision '{revision}' here; see git branch --all, or fetch it first"
        );
    }

    /// <summary>A path of the command line as the repository knows it, from its root, with <c>/</c>; empty for the root.</summary>
    /// <exception cref="PrismaticException">It lies elsewhere.</exception>
    public string PathOf(string path)
    {
        var local = Path.IsPathRooted(path) ? Path.GetRelativePath(_folder, path) : path;
        var parts = new List<string>();
        foreach (var part in (_prefix + local.Replace(Path.DirectorySeparatorChar, '/')).Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part == ".." || Path.IsPathRooted(local))
            {
                throw new PrismaticException($"'{path}' is not in the repository of '{_folder}'");
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }
        return string.Join('/', parts);
    }

    /// <summary>The file at <paramref name="path"/>, or all files below it.</summary>
    /// <param name="commit">A full hash.</param>
    /// <param name="path">From the root; taken as it is, also with characters of patterns. Empty for all files.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<GitFile>> FilesAsync(string commit, string path, CancellationToken cancellation)
    {
        string[] list = ["--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", "--", commit];
        var answer = await _git.RunAsync(cancellation, path.Length == 0 ? list : [.. list, path]);
        return answer.Code == 0
            ? GitFile.ReadList(answer.Out)
            : throw new PrismaticException($"git cannot list {commit[..12]}: {answer.Fault}", ExitCode.Environment);
    }

    /// <summary>Writes what the repository holds of a file: its content, or a pointer of Git LFS.</summary>
    /// <exception cref="PrismaticException">It is not here.</exception>
    public async Task WriteRawAsync(GitFile file, string target, CancellationToken cancellation)
    {
        await using var stream = new FileStream(target, FileMode.CreateNew, FileAccess.Write);
        var (code, fault) = await _git.RunAsync(stream, cancellation, "cat-file", "blob", file.Blob);
        if (code != 0)
        {
            throw new PrismaticException($"git cannot read '{file.Path}': {fault}", ExitCode.Environment);
        }
    }

    /// <summary>Writes the content of a file, that of Git LFS where it is on this disk.</summary>
    /// <exception cref="PrismaticException">It is not here.</exception>
    public async Task WriteAsync(GitFile file, string target, CancellationToken cancellation)
    {
        await WriteRawAsync(file, target, cancellation);
        if (LfsPointer.Read(target) is { } pointer)
        {
            var common = await _git.RunAsync(cancellation, "rev-parse", "--git-common-dir");
            var content = pointer.PathIn(Path.GetFullPath(common.Out.TrimEnd('\n'), _folder));
            if (!File.Exists(content))
            {
                throw new PrismaticException(
                    $"'{file.Path}' of that revision is a Git LFS pointer and its data is not here; run: git lfs fetch --all"
                );
            }
            File.Copy(content, target, overwrite: true);
        }
    }
}

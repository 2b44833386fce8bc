namespace Prismatic.Tool.Git;

/// <summary>Commits and what differs between them, in a clone that may be shallow. It fetches history, and changes nothing else.</summary>
internal sealed class GitHistory(string folder)
{
    private const int FirstDepth = 50;
    private const int Deepenings = 4;

    private readonly GitProgram _git = new(folder);

    /// <summary>Full hashes of the parents that a commit names, also where a shallow clone does not have them.</summary>
    public async Task<IReadOnlyList<string>> ParentsAsync(string commit, CancellationToken cancellation)
    {
        const string Mark = "parent ";
        var answer = await _git.RunAsync(cancellation, "cat-file", "commit", commit);
        return
        [
            .. answer
                .Out.Split('\n')
                .TakeWhile(line => line.Length > 0)
                .Where(line => line.StartsWith(Mark, StringComparison.Ordinal))
                .Select(line => line[Mark.Length..]),
        ];
    }

    /// <summary>The full hash of a commit; null where it is not here.</summary>
    public async Task<string?> CommitAsync(string revision, CancellationToken cancellation)
    {
        var answer = await _git.RunAsync(
            cancellation,
            "rev-parse",
            "--quiet",
            "--verify",
            "--end-of-options",
            revision + "^{commit}"
        );
        return answer.Code == 0 ? answer.Out.Trim() : null;
    }

    /// <summary>Whether history is cut off somewhere.</summary>
    public async Task<bool> IsShallowAsync(CancellationToken cancellation) =>
        (await _git.RunAsync(cancellation, "rev-parse", "--is-shallow-repository")).Out.Trim() == "true";

    /// <summary>Fetches as many more commits of what is here; false where the remote does not give them.</summary>
    public async Task<bool> DeepenAsync(int commits, CancellationToken cancellation) =>
        (
            await _git.RunAsync(
                cancellation,
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-recurse-submodules",
                $"--deepen={commits}"
            )
        ).Code == 0;

    /// <summary>Fetches one commit with nothing behind it; false where the remote does not give it.</summary>
    public async Task<bool> FetchAsync(string commit, CancellationToken cancellation) =>
        (
            await _git.RunAsync(
                cancellation,
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-recurse-submodules",
                "--depth=1",
                "origin",
                commit
            )
        ).Code == 0;

    /// <summary>The newest commit that two have in common, with history fetched as far as is needed; null where none is found.</summary>
    public async Task<string?> MergeBaseAsync(string first, string second, CancellationToken cancellation)
    {
        var depth = FirstDepth;
        for (var time = 0; ; time++)
        {
            var answer = await _git.RunAsync(cancellation, "merge-base", "--", first, second);
            if (answer.Code == 0)
            {
                return answer.Out.Trim();
            }
            if (time == Deepenings || !await IsShallowAsync(cancellation) || !await DeepenAsync(depth, cancellation))
            {
                return null;
            }
            depth *= 4;
        }
    }

    /// <summary>Files that differ from one commit to another; a file that moved and is mostly the same counts as renamed.</summary>
    /// <exception cref="PrismaticException">git cannot tell.</exception>
    public async Task<IReadOnlyList<GitChange>> ChangesAsync(string from, string to, CancellationToken cancellation)
    {
        var answer = await _git.RunAsync(
            cancellation,
            "diff",
            "--name-status",
            "-z",
            "--find-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--ignore-submodules=all",
            from,
            to,
            "--"
        );
        return answer.Code == 0
            ? GitChange.ReadList(answer.Out)
            : throw new PrismaticException(
                $"git cannot compare {from} with {to}: {answer.Fault}",
                ExitCode.Environment
            );
    }
}

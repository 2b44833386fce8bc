using System.Security.Cryptography;
using Prismatic.Tool.Git;

namespace Prismatic.Tool.PullRequests;

/// <summary>Content that Git LFS keeps elsewhere: fetched file by file, and not more of it than is allowed.</summary>
/// <param name="folder">Of the working copy.</param>
/// <param name="allowed">Most bytes to fetch in all; 0 for none.</param>
/// <param name="whyNot">Why nothing is fetched whatever is allowed; null for nothing.</param>
internal sealed class LfsContent(string folder, long allowed, string? whyNot = null)
{
    private readonly GitProgram _git = new(folder);
    private long _spent;

    /// <summary>Puts content in the place of a pointer.</summary>
    /// <param name="path">A file; one that is no pointer stays as it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Why there is no content; null where there is.</returns>
    public async Task<string?> FillAsync(string path, CancellationToken cancellation)
    {
        if (LfsPointer.Read(path) is not { } pointer)
        {
            return null;
        }
        if (whyNot is not null)
        {
            return $"it is a Git LFS pointer, and {whyNot}";
        }
        if (pointer.Bytes > allowed - _spent || allowed == 0)
        {
            return allowed == 0
                ? "it is a Git LFS pointer, and nothing may be downloaded (lfs: never)"
                : $"its content in Git LFS has {Megabytes(pointer.Bytes)}, and {Megabytes(allowed - _spent)} of the budget are left (max-download)";
        }
        _spent += pointer.Bytes;
        var target = path + ".prismatic-lfs";
        try
        {
            // By standard input: a name could be read as a pattern.
            var (code, fault) = await SmudgeAsync(path, target, cancellation);
            if (code != 0)
            {
                return $"git lfs does not give its content: {fault}";
            }
            if (await HashAsync(target, cancellation) != pointer.Hash)
            {
                return "git lfs gave something else than the pointer names";
            }
            File.Move(target, path, overwrite: true);
            return null;
        }
        finally
        {
            File.Delete(target);
        }
    }

    private async Task<(int Code, string Fault)> SmudgeAsync(
        string pointer,
        string target,
        CancellationToken cancellation
    )
    {
        await using var output = new FileStream(target, FileMode.Create, FileAccess.Write);
        return await _git.RunAsync(
            await File.ReadAllTextAsync(pointer, cancellation),
            output,
            cancellation,
            "-c",
            "lfs.concurrenttransfers=4",
            "lfs",
            "smudge"
        );
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    private static string Megabytes(long bytes) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB");
}

using System.Security.Cryptography;
using System.Text;
using Prismatic.Reports;
using Prismatic.Tool.Git;

namespace Prismatic.Tool.PullRequests;

/// <summary>Reports on files of the base, kept from run to run: the same content measured the same way is measured once.</summary>
/// <param name="folder">Where they are kept; null for nowhere.</param>
/// <param name="options">Options of the measuring command, in order.</param>
internal sealed class BaseReports(string? folder, IReadOnlyList<string> options)
{
    /// <summary>Where the report on a file is kept; null where nothing is.</summary>
    /// <param name="file">Of the base. Its blob says what it holds, also where that is a pointer of Git LFS.</param>
    public string? PathOf(GitFile file) =>
        folder is null
            ? null
            : Path.Combine(
                folder,
                Convert.ToHexStringLower(
                    SHA256.HashData(
                        Encoding.UTF8.GetBytes(string.Join('\0', [file.Blob, Versions.Program, .. options]))
                    )
                ) + ".json"
            );

    /// <summary>A report that was kept; null where there is none that can be read.</summary>
    public static async Task<Report?> ReadAsync(string? path, CancellationToken cancellation)
    {
        if (path is null || !File.Exists(path))
        {
            return null;
        }
        try
        {
            return ReportJson.Read(await File.ReadAllTextAsync(path, cancellation));
        }
        catch (Exception fault) when (fault is PrismaticException or IOException)
        {
            return null;
        }
    }
}

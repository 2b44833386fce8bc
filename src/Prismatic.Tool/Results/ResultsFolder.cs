using System.Text;
using Prismatic.Reports;

namespace Prismatic.Tool.Results;

/// <summary>The files of a folder of results, none of which can be trusted: they may come from a fork.</summary>
/// <param name="folder">Where they lie.</param>
internal sealed class ResultsFolder(string folder)
{
    public const string Main = "pull-request.json";

    private const long LongestMain = 1 << 20;
    private const long LongestReport = 16 << 20;
    private const long LongestAll = 64 << 20;

    private long _read;

    /// <summary>The text of pull-request.json.</summary>
    /// <exception cref="PrismaticException">There is none, or it is too long.</exception>
    public Task<string> MainAsync(CancellationToken cancellation) =>
        Directory.Exists(folder)
            ? ReadAsync(Main, LongestMain, cancellation)
            : throw new PrismaticException($"the folder '{folder}' does not exist; name a folder of results");

    /// <summary>The text of a report.</summary>
    /// <param name="path">As pull-request.json names it.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="PrismaticException">It lies outside, is missing, or too much is to be read.</exception>
    public Task<string> ReportAsync(string path, CancellationToken cancellation) =>
        IsInside(path)
            ? ReadAsync(path, LongestReport, cancellation)
            : throw new PrismaticException(
                $"{Main}: a report must be named by its path in the folder, with forward slashes; '{Excerpt.Of(path, 100)}' is none"
            );

    private static bool IsInside(string path) =>
        path.Length is > 0 and < 500
        && path.Split('/') is var parts
        && parts.All(part =>
            part.Length > 0
            && part is not ("." or "..")
            && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        );

    private async Task<string> ReadAsync(string path, long longest, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(folder);
        foreach (var part in path.Split('/'))
        {
            full = Path.Combine(full, part);
            if (File.Exists(full) || Directory.Exists(full) ? IsLink(full) : true)
            {
                throw new PrismaticException($"'{path}' does not exist in the folder of results, or is a link");
            }
        }
        try
        {
            await using var file = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read);
            _read += file.Length;
            if (file.Length > longest || _read > LongestAll)
            {
                throw new PrismaticException(
                    $"'{path}': a file of results may have {longest >> 20} MB, and all of them {LongestAll >> 20} MB"
                );
            }
            using var reader = new StreamReader(file, Encoding.UTF8);
            return await reader.ReadToEndAsync(cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PrismaticException($"'{path}' cannot be read: {fault.Message}", ExitCode.Input, fault);
        }
    }

    private static bool IsLink(string path) => File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint);
}

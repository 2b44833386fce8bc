using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace Prismatic.Tool.Tests.Contract;

/// <summary>
/// What the contract is held against, fetched with npm once and kept in artifacts/contract: GitHub's own description of its API, of
/// which three files of half a gigabyte are taken, and a server that answers by such a description.
/// </summary>
internal static class NodePackages
{
    private const string Descriptions = "@octokit/openapi@23.0.2";
    private const string Server = "@stoplight/prism-cli@5.14.2";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static string Folder { get; } = Path.Combine(Golden.Root, "artifacts", "contract");

    /// <summary>The server's program.</summary>
    public static string ServerScript { get; } =
        Path.Combine(Folder, "node_modules", "@stoplight", "prism-cli", "dist", "index.js");

    /// <summary>The description of one kind of GitHub, such as "api.github.com" or "ghes-3.19".</summary>
    public static string Description(string kind) => Path.Combine(Folder, $"{kind}.json");

    /// <summary>Fetches what is not there.</summary>
    /// <param name="kinds">Descriptions that are needed.</param>
    /// <returns>Why it cannot be had; null where it is there.</returns>
    public static async Task<string?> FetchAsync(params string[] kinds)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            await RunAsync("node", "--version");
            if (!kinds.All(kind => File.Exists(Description(kind))))
            {
                await NpmAsync("pack", Descriptions, "--pack-destination", Folder);
                await ExtractAsync(Directory.GetFiles(Folder, "*.tgz").Single(), kinds);
            }
            if (!File.Exists(ServerScript))
            {
                await NpmAsync("install", Server, "--prefix", Folder, "--no-save", "--ignore-scripts");
            }
            return null;
        }
        catch (Exception fault)
            when (fault is System.ComponentModel.Win32Exception or InvalidOperationException or TimeoutException)
        {
            return $"npm cannot fetch GitHub's description of its API: {fault.Message}";
        }
    }

    private static async Task ExtractAsync(string archive, string[] kinds)
    {
        await using (var file = File.OpenRead(archive))
        {
            await using var plain = new GZipStream(file, CompressionMode.Decompress);
            await using var entries = new TarReader(plain);
            while (await entries.GetNextEntryAsync() is { } entry)
            {
                if (Array.Find(kinds, kind => entry.Name == $"package/generated/{kind}.json") is { } kind)
                {
                    // Renamed at the end: half a file would be taken for the whole next time.
                    await entry.ExtractToFileAsync(Description(kind) + ".part", overwrite: true);
                    File.Move(Description(kind) + ".part", Description(kind), overwrite: true);
                }
            }
        }
        File.Delete(archive);
    }

    private static Task NpmAsync(params string[] args) =>
        RunAsync(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            [.. args, "--silent", "--no-audit", "--no-fund", "--fetch-retries=0"]
        );

    private static async Task RunAsync(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        await said;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {args[0]} ended with {process.ExitCode}");
        }
    }
}

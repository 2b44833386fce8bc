using System.Diagnostics;

namespace Prismatic.Tool.Tests.Actions;

/// <summary>
/// Programs of Node that run and read actions: tests/action, with what they need from npm, in artifacts/action-node. Fetched once.
/// </summary>
internal static class ActionNode
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<string?>> Fetched = new(FetchOnceAsync);

    private static string Folder { get; } = Path.Combine(Golden.Root, "artifacts", "action-node");

    /// <summary>Skips the test, and says why, where the programs cannot be had.</summary>
    public static async Task RequireAsync()
    {
        var missing = await Fetched.Value;
        Assert.SkipWhen(missing is not null, missing ?? "");
    }

    /// <summary>Runs one of them and takes what it prints.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        string[] all = ["--import", "./json-modules.mjs", script, .. arguments];
        var (code, output, error) = await RunProgramAsync("node", all);
        Assert.True(code == 0, $"{script} ended with {code}: {error}{output}");
        return output;
    }

    /// <summary>Runs the checker of workflows: 0 where it finds nothing, and what it says.</summary>
    public static async Task<(int Code, string Said)> LintAsync(string file)
    {
        var program = Path.Combine("node_modules", "@tktco", "node-actionlint", "bin", "node-actionlint.js");
        var (code, output, error) = await RunProgramAsync("node", [program, file]);
        return (code, output + error);
    }

    private static async Task<string?> FetchOnceAsync()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            foreach (var file in Directory.GetFiles(Path.Combine(Golden.Root, "tests", "action")))
            {
                File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)), overwrite: true);
            }
            if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
            {
                var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
                string[] install =
                [
                    "install",
                    "--silent",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                    "--fetch-retries=0",
                ];
                if (await RunProgramAsync(npm, install) is { Code: not 0 } failed)
                {
                    return $"npm cannot fetch what runs and reads actions: it ended with {failed.Code}";
                }
            }
            var (code, version, _) = await RunProgramAsync("node", ["--version"]);
            return code == 0 && OperatingSystem.IsLinux()
                ? null
                : $"actions are run on Linux with Node alone ({version.Trim()})";
        }
        catch (Exception fault) when (fault is System.ComponentModel.Win32Exception or TimeoutException)
        {
            return $"Node cannot be run: {fault.Message}";
        }
    }

    private static async Task<(int Code, string Output, string Error)> RunProgramAsync(
        string program,
        string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
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
        var texts = await said;
        return (process.ExitCode, texts[0], texts[1]);
    }
}

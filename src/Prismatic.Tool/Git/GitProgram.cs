using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Prismatic.Tool.Git;

/// <summary>What git answered.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Out">What it printed.</param>
/// <param name="Fault">The first line of what it complained about; empty for none.</param>
internal sealed record GitAnswer(int Code, string Out, string Fault);

/// <summary>The program git, run in a folder: arguments as a list, never through a shell, and never asking anything.</summary>
internal sealed class GitProgram(string folder)
{
    /// <summary>Runs git and keeps what it prints.</summary>
    /// <exception cref="PrismaticException">There is no git.</exception>
    public async Task<GitAnswer> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new MemoryStream();
        var (code, fault) = await RunAsync(output, cancellation, arguments);
        return new GitAnswer(code, Encoding.UTF8.GetString(output.ToArray()), fault);
    }

    /// <summary>Runs git and writes what it prints to <paramref name="output"/>.</summary>
    /// <exception cref="PrismaticException">There is no git.</exception>
    public Task<(int Code, string Fault)> RunAsync(
        Stream output,
        CancellationToken cancellation,
        params string[] arguments
    ) => RunAsync("", output, cancellation, arguments);

    /// <summary>The same, with something short for git to read.</summary>
    /// <exception cref="PrismaticException">There is no git.</exception>
    public async Task<(int Code, string Fault)> RunAsync(
        string input,
        Stream output,
        CancellationToken cancellation,
        params string[] arguments
    )
    {
        using var process = Start(arguments);
        try
        {
            try
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading; its exit code says why.
            }
            var fault = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardOutput.BaseStream.CopyToAsync(output, cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, FirstLine(await fault));
        }
        catch
        {
            // It may wait for a reader that has gone.
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        // Faults are told apart by their words, so they have to be in one language; and nobody is there to type a password.
        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new PrismaticException(
                "git cannot be run; install it, or give a file instead of a revision",
                ExitCode.Environment,
                fault
            );
        }
    }

    private static string FirstLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";
}

using System.Diagnostics;
using System.Text.Json;

namespace Prismatic.Benchmarks;

/// <summary>This program again, for a measurement that must not inherit another's memory or compiled code.</summary>
internal static class OwnProcess
{
    /// <summary>Runs it to its end and reads what it prints.</summary>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public static T Run<T>(params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<T>(output)!
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}

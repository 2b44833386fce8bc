using System.Diagnostics;
using System.Text.Json;

namespace Prismatic.Benchmarks;

/// <summary>A child process that answers each line with a line of JSON, so that two sides can work turn by turn.</summary>
internal sealed class Conversation : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    public Conversation(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        // Each side has every core, and OpenBLAS the kernels that it chooses by itself.
        start.Environment["OMP_NUM_THREADS"] = $"{Environment.ProcessorCount}";
        start.Environment["OPENBLAS_NUM_THREADS"] = $"{Environment.ProcessorCount}";
        start.Environment.Remove("OPENBLAS_CORETYPE");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The next answer.</summary>
    /// <exception cref="InvalidOperationException">The other side ended; the message is its last line of errors.</exception>
    public JsonElement Answer() =>
        _process.StandardOutput.ReadLine() is { } line
            ? JsonDocument.Parse(line).RootElement
            : throw new InvalidOperationException(_errors.Result.Trim().Split('\n')[^1]);

    /// <summary>Says a line and waits for the answer.</summary>
    public JsonElement Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        return Answer();
    }

    /// <summary>The seconds that the other side needed for a command, as it measured them itself.</summary>
    public Seconds Time(string command)
    {
        var answer = Ask(command);
        return new Seconds(answer.GetProperty("wall").GetDouble(), answer.GetProperty("cpu").GetDouble());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}

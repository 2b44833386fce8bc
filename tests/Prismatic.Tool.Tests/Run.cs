namespace Prismatic.Tool.Tests;

/// <summary>Runs the program in process and keeps what it wrote.</summary>
internal sealed record Run(ExitCode Code, string Out, string Error)
{
    public static async Task<Run> PrismaticAsync(params string[] args) =>
        await PrismaticAsync(CancellationToken.None, args);

    public static async Task<Run> PrismaticAsync(CancellationToken cancellation, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(
            args,
            new Terminal { Out = output, Error = TextWriter.Synchronized(error) },
            cancellation
        );
        return new Run(code, output.ToString(), error.ToString());
    }
}

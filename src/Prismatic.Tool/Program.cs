using System.Globalization;

namespace Prismatic.Tool;

/// <summary>The process: culture, Ctrl-C, and the exit code.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var stop = new StopSignal();
        return (int)await CommandLine.RunAsync(args, Terminal.OfThisProcess(), stop.Token);
    }
}

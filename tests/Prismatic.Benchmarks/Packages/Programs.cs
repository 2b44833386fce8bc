using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Prismatic.Benchmarks.Packages;

/// <summary>Programs as processes of their own, timed from outside.</summary>
internal static class Programs
{
    private static readonly string[] Caches =
    [
        "PRISMATIC_CACHE",
        "XDG_CACHE_HOME",
        "HOME",
        "LOCALAPPDATA",
        "GITHUB_ACTIONS",
    ];

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    private static string Runtime { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>Runs the SDK.</summary>
    /// <returns>Seconds.</returns>
    public static double Dotnet(string folder, params IReadOnlyList<string> arguments) =>
        Dotnet(folder, new Dictionary<string, string>(), arguments);

    /// <summary>The same with more in its environment.</summary>
    public static double Dotnet(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params IReadOnlyList<string> arguments
    ) =>
        Start(
            Path.Combine(Runtime, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"),
            folder,
            environment,
            [],
            arguments
        );

    /// <summary>Runs a program of ours with nothing kept from run to run.</summary>
    /// <returns>Seconds.</returns>
    public static double Time(string program, string folder, params IReadOnlyList<string> arguments) =>
        Start(program, folder, new Dictionary<string, string>(), Caches, arguments);

    /// <summary>Builds a program that says a word and ends: no .NET program starts sooner.</summary>
    /// <returns>Its path.</returns>
    public static string Smallest(string folder)
    {
        Directory.CreateDirectory(folder);
        // Cut off from the settings of this solution, which lies elsewhere.
        File.WriteAllText(
            Path.Combine(folder, "smallest.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>"
        );
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "System.Console.WriteLine(\"here\");\n");
        Dotnet(folder, "build", "-c", "Release", "-o", "out");
        return Path.Combine(folder, "out", OperatingSystem.IsWindows() ? "smallest.exe" : "smallest");
    }

    private static double Start(
        string program,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<string> without,
        IReadOnlyList<string> arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_ROOT"] = Runtime;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        foreach (var name in start.Environment.Keys.Where(IsOfTheSdk).Concat(without).ToList())
        {
            start.Environment.Remove(name);
        }
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = clock.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? seconds
            : throw new InvalidOperationException(
                $"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}{error.Result}"
            );
    }

    // What "dotnet run" was started with is no business of what it starts.
    private static bool IsOfTheSdk(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_CLI_", StringComparison.Ordinal)
        || name == "DOTNET_HOST_PATH";
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Prismatic.Package.Tests;

/// <summary>The SDK as a user has it: a process, its exit code, and what it printed.</summary>
internal sealed record Dotnet(int Code, string Output)
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    // The one that runs these tests; what is found by the path may be another, or a script around it.
    private static string Host { get; } =
        Path.GetFullPath(
            Path.Combine(
                RuntimeEnvironment.GetRuntimeDirectory(),
                "..",
                "..",
                "..",
                OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"
            )
        );

    /// <summary>Runs <c>dotnet</c>.</summary>
    public static Dotnet Run(string folder, params IReadOnlyList<string> arguments) =>
        Start(Host, folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs <c>dotnet</c>, and fails with all that it printed where it does not end with 0.</summary>
    public static string Pass(string folder, params IReadOnlyList<string> arguments) =>
        Run(folder, arguments).Passed(string.Join(' ', arguments));

    /// <summary>Runs any program.</summary>
    public static Dotnet Start(
        string program,
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params IReadOnlyList<string> arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // What this process was started with is no business of theirs: the SDK tells its children where its tasks are.
        foreach (var name in start.Environment.Keys.Where(IsOfTheSdk).ToList())
        {
            start.Environment.Remove(name);
        }
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Host);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Dotnet(process.ExitCode, (output + error.Result).ReplaceLineEndings("\n"));
    }

    /// <summary>Runs <c>dotnet</c> with more in its environment.</summary>
    public static Dotnet Run(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        params IReadOnlyList<string> arguments
    ) => Start(Host, folder, environment, arguments);

    private string Passed(string what)
    {
        Assert.True(Code == 0, $"{what} ended with {Code}:\n{Output}");
        return Output;
    }

    private static bool IsOfTheSdk(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DOTNET_", StringComparison.Ordinal)
        || name is "GITHUB_ACTIONS" or "PRISMATIC_CACHE" or "TF_BUILD";

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Prismatic.Tool.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no Prismatic.Tool.sln above the tests");
        }
        return folder.FullName;
    }
}

using Microsoft.Build.Logging.StructuredLogger;

namespace Prismatic.Package.Tests;

/// <summary>A project of a user's that refers to Prismatic.MSBuild, as it comes from the folder of packages.</summary>
internal sealed class SampleProject : IDisposable
{
    private readonly BuildPackage _package;
    private int _builds;

    /// <summary>Writes it.</summary>
    /// <param name="package">What it refers to.</param>
    /// <param name="datasets">Its items.</param>
    /// <param name="frameworks">Element that says what it is built for.</param>
    public SampleProject(
        BuildPackage package,
        string datasets,
        string frameworks = "<TargetFramework>net10.0</TargetFramework>"
    )
    {
        _package = package;
        Folder = Directory.CreateTempSubdirectory("prismatic-project-").FullName;
        Directory.CreateDirectory(PathOf("data"));
        Write("Empty.cs", "namespace Sample; internal static class Empty;\n");
        // What stands in folders above a temporary one is no business of this project.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write(
            "Sample.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {frameworks}
                <RestoreSources>{package.Feed}</RestoreSources>
                <RestorePackagesPath>{package.Restored}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Prismatic.MSBuild" Version="{Packages.Version}" PrivateAssets="all" />
                {datasets}
              </ItemGroup>
            </Project>
            """
        );
    }

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>Where its reports lie.</summary>
    public string Reports => PathOf("obj", "prismatic");

    /// <summary>A path below its folder.</summary>
    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Writes a file of it.</summary>
    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    /// <summary>Builds it.</summary>
    public SampleBuild Build(params string[] more)
    {
        var log = PathOf($"build-{_builds++}.binlog");
        var run = Dotnet.Run(Folder, ["build", $"-bl:{log}", "-clp:NoSummary", .. more]);
        return new SampleBuild(run.Code, run.Output, BinaryLog.ReadBuild(log));
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>What came of a build.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Log">Its binary log.</param>
internal sealed record SampleBuild(int Code, string Output, Build Log)
{
    /// <summary>How often the program ran inside of a target.</summary>
    public int Runs(string target)
    {
        var count = 0;
        Log.VisitAllChildren<Target>(found =>
        {
            if (found.Name == target)
            {
                found.VisitAllChildren<Microsoft.Build.Logging.StructuredLogger.Task>(task =>
                    count += task.Name == "Exec" ? 1 : 0
                );
            }
        });
        return count;
    }

    /// <summary>Errors as programs that read logs see them.</summary>
    public IReadOnlyList<AbstractDiagnostic> Errors => Found<Error>();

    /// <summary>Warnings, likewise.</summary>
    public IReadOnlyList<AbstractDiagnostic> Warnings => Found<Warning>();

    private List<AbstractDiagnostic> Found<T>()
        where T : AbstractDiagnostic
    {
        var found = new List<AbstractDiagnostic>();
        Log.VisitAllChildren<T>(found.Add);
        return found;
    }
}

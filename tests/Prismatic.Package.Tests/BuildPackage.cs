namespace Prismatic.Package.Tests;

/// <summary>Prismatic.MSBuild, packed once into a folder of its own.</summary>
public sealed class BuildPackage : IDisposable
{
    /// <summary>Packs it.</summary>
    public BuildPackage(Packages packages)
    {
        Place = Directory.CreateTempSubdirectory("prismatic-msbuild-").FullName;
        Feed = Path.Combine(Place, "feed");
        // Built apart: it compiles the program without symbols, and another test packs what was built with them at the same time.
        packages.Pack("Prismatic.MSBuild", Feed, $"-p:ArtifactsPath={Path.Combine(Place, "artifacts")}");
    }

    /// <summary>Where everything lies.</summary>
    public string Place { get; }

    /// <summary>The folder that projects restore from.</summary>
    public string Feed { get; }

    /// <summary>Where restored packages lie: none of the user's is touched.</summary>
    public string Restored => Path.Combine(Place, "restored");

    /// <summary>The package.</summary>
    public string File => Path.Combine(Feed, $"Prismatic.MSBuild.{Packages.Version}.nupkg");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Place, recursive: true);
}

using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(Prismatic.Package.Tests.Packages))]

namespace Prismatic.Package.Tests;

/// <summary>
/// The packages, made once for all tests: those of this platform, of any, and the one that names them. What is built for that
/// lies apart from what other tests run at the same time.
/// </summary>
public sealed class Packages : IDisposable
{
    /// <summary>Packs.</summary>
    public Packages()
    {
        Place = Directory.CreateTempSubdirectory("prismatic-packages-").FullName;
        Folder = Path.Combine(Place, "packages");
        Pack("Prismatic.Tool", Folder);
    }

    /// <summary>Where everything of these tests lies.</summary>
    public string Place { get; }

    /// <summary>Where the packages are.</summary>
    public string Folder { get; }

    /// <summary>What this machine is called in names of packages.</summary>
    public static string Platform => RuntimeInformation.RuntimeIdentifier;

    /// <summary>Their version.</summary>
    public static string Version { get; } =
        Dotnet
            .Pass(
                Dotnet.Root,
                "msbuild",
                Path.Combine("src", "Prismatic.Tool", "Prismatic.Tool.csproj"),
                "-getProperty:Version"
            )
            .Trim();

    /// <summary>Where intermediate and built files lie.</summary>
    public string Artifacts => Path.Combine(Place, "artifacts");

    /// <summary>Packs a project as a release would, for this platform and any other.</summary>
    public void Pack(string project, string folder, params string[] more) =>
        Dotnet.Pass(
            Dotnet.Root,
            [
                "pack",
                Path.Combine("src", project, project + ".csproj"),
                "-c",
                "Release",
                "-o",
                folder,
                $"-p:ArtifactsPath={Artifacts}",
                $"-p:PrismaticPlatforms={Platform}%3Bany",
                "-p:RunAnalyzers=false",
                $"-p:NeedsNotices={!Accepted.Writes}",
                .. more,
            ]
        );

    /// <summary>Names of the files, in order.</summary>
    public IReadOnlyList<string> Names =>
        [.. Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Path of a package by its name, such as Prismatic.Tool.any.</summary>
    public string PathOf(string id, string extension = "nupkg") => Path.Combine(Folder, $"{id}.{Version}.{extension}");

    /// <summary>Names in a package, in order; those that every package has for its own sake left out.</summary>
    public IReadOnlyList<string> FilesOf(string id)
    {
        using var archive = ZipFile.OpenRead(PathOf(id));
        return
        [
            .. archive
                .Entries.Select(entry => entry.FullName)
                .Where(name =>
                    name is not "[Content_Types].xml"
                    && !name.StartsWith("_rels/", StringComparison.Ordinal)
                    && !name.StartsWith("package/", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>A file of a package.</summary>
    public byte[] Read(string id, string name)
    {
        using var archive = ZipFile.OpenRead(PathOf(id));
        using var stream = archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Packages of others that the tool's package has files of, with versions, in order.</summary>
    internal IReadOnlyList<ShippedPackage> Shipped()
    {
        var name = $"tools/net10.0/{Platform}/Prismatic.Tool.deps.json";
        using var dependencies = JsonDocument.Parse(Read($"Prismatic.Tool.{Platform}", name));
        var target = dependencies
            .RootElement.GetProperty("targets")
            .EnumerateObject()
            .Last(t => t.Value.EnumerateObject().Any());
        return
        [
            .. target
                .Value.EnumerateObject()
                .Where(library =>
                    library.Value.TryGetProperty("runtime", out _) || library.Value.TryGetProperty("native", out _)
                )
                .Select(library => library.Name.Split('/'))
                .Where(parts => !parts[0].StartsWith("Prismatic", StringComparison.Ordinal))
                .Select(parts => new ShippedPackage(parts[0], parts[1]))
                .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Place, recursive: true);
}

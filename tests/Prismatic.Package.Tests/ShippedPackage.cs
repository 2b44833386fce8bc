using System.Xml.Linq;

namespace Prismatic.Package.Tests;

/// <summary>A package of others that ours holds files of, as this machine restored it.</summary>
internal sealed record ShippedPackage(string Id, string Version)
{
    // Packages that say where their licence is, and not which: read there, and written down here.
    private static readonly Dictionary<string, string> _known = new(StringComparer.Ordinal)
    {
        ["K4os.Compression.LZ4"] = "MIT",
        ["Microsoft.ML.OnnxRuntime"] = "MIT",
        ["Microsoft.ML.OnnxRuntime.Managed"] = "MIT",
    };

    private static string Root { get; } =
        Dotnet
            .Pass(
                Dotnet.Root,
                "msbuild",
                Path.Combine("src", "Prismatic.Tool", "Prismatic.Tool.csproj"),
                "-getProperty:NuGetPackageRoot"
            )
            .Trim();

    /// <summary>Where it was restored to.</summary>
    public string Folder => Path.Combine(Root, Id.ToLowerInvariant(), Version.ToLowerInvariant());

    /// <summary>Its licence by the SPDX list; where one may choose, the one that we chose.</summary>
    public string Licence =>
        _known.TryGetValue(Id, out var known) ? known
        : Value("license") is { } expression ? expression.Split(" OR ")[^1]
        : throw new InvalidOperationException($"{Id} names no licence; look it up and write it down");

    /// <summary>Its copyright line; where it has none, its authors.</summary>
    public string Copyright
    {
        get
        {
            var text = (Value("copyright") ?? Value("authors") ?? "").Trim();
            return text.StartsWith("Copyright", StringComparison.OrdinalIgnoreCase) ? text : $"Copyright {text}";
        }
    }

    /// <summary>Its own notices about parts of others; null where it has none.</summary>
    public string? Notices =>
        Directory
            .EnumerateFiles(Folder)
            .FirstOrDefault(path =>
                Path.GetFileName(path)
                    .Replace("-", "", StringComparison.Ordinal)
                    .Contains("ThirdPartyNotices", StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>The hash of the package, base 64, as it was restored.</summary>
    public string Sha512 =>
        File.ReadAllText(Path.Combine(Folder, $"{Id.ToLowerInvariant()}.{Version.ToLowerInvariant()}.nupkg.sha512"))
            .Trim();

    private string? Value(string name)
    {
        var path = Path.Combine(Folder, $"{Id.ToLowerInvariant()}.nuspec");
        return XDocument.Load(path).Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
    }
}

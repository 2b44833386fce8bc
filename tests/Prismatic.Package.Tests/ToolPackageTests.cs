using System.IO.Compression;
using System.Text;

namespace Prismatic.Package.Tests;

/// <summary>The tool's packages: what lies in them, and that a user can install, use and remove the tool.</summary>
public sealed class ToolPackageTests(Packages packages)
{
    private const long LargestBytes = 30_000_000;
    private static readonly string _own = $"Prismatic.Tool.{Packages.Platform}";
    private static readonly string _sample = Path.Combine(Dotnet.Root, "docs", "samples", "word-problems.parquet");

    [Fact]
    public void Every_package_is_small_and_holds_what_it_must()
    {
        foreach (var id in (string[])[_own, "Prismatic.Tool.any"])
        {
            Assert.InRange(new FileInfo(packages.PathOf(id)).Length, 1, LargestBytes);
            var files = packages.FilesOf(id);
            Assert.Contains("README.md", files);
            Assert.Contains("LICENSE", files);
            Assert.Contains("THIRD-PARTY-NOTICES.txt", files);
            Assert.Contains("sbom.cdx.json", files);
            Assert.DoesNotContain(
                files,
                name =>
                    Path.GetExtension(name) is ".xml" or ".lib"
                    && !name.EndsWith("DotnetToolSettings.xml", StringComparison.Ordinal)
            );
            Assert.True(File.Exists(packages.PathOf(id, "snupkg")));
        }
    }

    [Fact]
    public void A_package_has_the_native_library_of_its_platform_alone()
    {
        static bool IsNative(string name) => Path.GetFileName(name).Contains("onnxruntime", StringComparison.Ordinal);
        Assert.DoesNotContain(packages.FilesOf("Prismatic.Tool.any"), IsNative);
        var natives = packages.FilesOf(_own).Where(IsNative).ToList();
        Assert.InRange(natives.Count, 1, 2);
        Assert.All(
            natives,
            name => Assert.Equal($"tools/net10.0/{Packages.Platform}", Path.GetDirectoryName(name)!.Replace('\\', '/'))
        );
    }

    [Fact]
    public void The_package_that_names_the_others_names_these()
    {
        var settings = Encoding.UTF8.GetString(packages.Read("Prismatic.Tool", "tools/any/any/DotnetToolSettings.xml"));
        Assert.Contains($"\"Prismatic.Tool.{Packages.Platform}\"", settings, StringComparison.Ordinal);
        Assert.Contains("\"Prismatic.Tool.any\"", settings, StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_has_packages_for_five_platforms_and_any() =>
        Assert.Equal(
            "linux-x64;linux-arm64;win-x64;win-arm64;osx-arm64;any",
            Evaluate("-p:_IsPacking=true", "-getProperty:RuntimeIdentifiers")
        );

    [Fact]
    public void The_flavour_for_DirectML_is_for_Windows_and_has_one_native_library()
    {
        string[] directMl = ["-p:_IsPacking=true", "-p:PrismaticDevice=directml"];
        Assert.Equal("win-x64;win-arm64", Evaluate([.. directMl, "-getProperty:RuntimeIdentifiers"]));
        var references = Evaluate([.. directMl, "-p:RuntimeIdentifier=win-x64", "-getItem:PackageReference"]);
        Assert.Contains("\"Identity\": \"Microsoft.ML.OnnxRuntime.DirectML\"", references, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Identity\": \"Microsoft.ML.OnnxRuntime\"", references, StringComparison.Ordinal);
        var run = Dotnet.Run(
            Dotnet.Root,
            ["msbuild", Project, "-t:CheckNotices", .. directMl, "-p:RuntimeIdentifier=win-x64"]
        );
        Assert.Equal(1, run.Code);
        Assert.Contains("no notices and bill of materials for directml", run.Output, StringComparison.Ordinal);
        run = Dotnet.Run(
            Dotnet.Root,
            ["msbuild", Project, "-t:CheckDevice", .. directMl, "-p:RuntimeIdentifier=linux-x64"]
        );
        Assert.Equal(1, run.Code);
        Assert.Contains("PrismaticDevice=directml is for Windows", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Packing_again_gives_the_same_bytes_and_no_path_of_this_machine_is_in_them()
    {
        var again = Path.Combine(packages.Place, "again");
        packages.Pack("Prismatic.Tool", again, "--no-build");
        foreach (var path in Directory.GetFiles(packages.Folder, "Prismatic.Tool*"))
        {
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(path))));
        }
        string[] ours = ["Prismatic.dll", "Prismatic.pdb", "Prismatic.Tool.dll", "Prismatic.Tool.pdb"];
        byte[][] paths =
        [
            Encoding.UTF8.GetBytes(Dotnet.Root + Path.DirectorySeparatorChar),
            Encoding.UTF8.GetBytes(packages.Place),
        ];
        foreach (var name in ours)
        {
            var bytes = packages.Read(_own, $"tools/net10.0/{Packages.Platform}/{name}");
            Assert.All(paths, path => Assert.Equal(-1, bytes.AsSpan().IndexOf(path)));
        }
    }

    [Fact]
    public void It_installs_from_a_folder_works_and_goes_without_a_trace()
    {
        var place = Directory.CreateDirectory(Path.Combine(packages.Place, "user")).FullName;
        var tools = Path.Combine(place, "tools");
        string[] source = ["--tool-path", tools, "--source", packages.Folder];
        Dotnet.Pass(place, ["tool", "install", "Prismatic.Tool", .. source]);

        Assert.StartsWith(
            $"prismatic {Packages.Version}\n",
            Prismatic(place, 0, "--version"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("FAIL", Prismatic(place, 0, "doctor"), StringComparison.Ordinal);
        var audit = Prismatic(place, 0, "audit", _sample, "--sample", "100", "--json", "report.json");
        Assert.Contains("gradients", audit, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(place, "report.json")));
        var filter = Prismatic(
            place,
            0,
            "filter",
            _sample,
            "-o",
            "kept.parquet",
            "--keep",
            "50",
            "--features",
            "ngrams"
        );
        Assert.Contains("Kept 50 rows", filter, StringComparison.Ordinal);
        Prismatic(place, 2, "audit");

        Dotnet.Pass(place, "tool", "uninstall", "Prismatic.Tool", "--tool-path", tools);
        Assert.Empty(Directory.EnumerateFiles(tools, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void On_any_other_platform_what_needs_no_model_works_and_the_rest_says_where_it_would()
    {
        var place = Path.Combine(packages.Place, "any");
        ZipFile.ExtractToDirectory(packages.PathOf("Prismatic.Tool.any"), place);
        var program = Path.Combine(place, "tools", "net10.0", "any", "Prismatic.Tool.dll");
        (int Code, string Said, string[] Arguments)[] runs =
        [
            (0, "ONNX Runtime not available: ", ["--version"]),
            (4, "Linux x64 and arm64 (glibc), macOS arm64, Windows x64 and arm64", ["doctor"]),
            (4, "Linux x64 and arm64 (glibc), macOS arm64, Windows x64 and arm64", ["audit", _sample]),
            (0, "Report: ", ["audit", _sample, "--features", "ngrams", "--json", "report.json"]),
            (0, "diversity", ["explain"]),
            (0, "Kept 50 rows", ["filter", _sample, "-o", "kept.parquet", "--keep", "50", "--features", "ngrams"]),
        ];
        Assert.All(
            runs,
            expected =>
            {
                var run = Dotnet.Run(place, ["exec", program, .. expected.Arguments]);
                Assert.True(expected.Code == run.Code, run.Output);
                Assert.Contains(
                    expected.Said,
                    run.Output.Replace("\n     ", " ", StringComparison.Ordinal),
                    StringComparison.Ordinal
                );
            }
        );
    }

    private static string Project => Path.Combine("src", "Prismatic.Tool", "Prismatic.Tool.csproj");

    private static string Evaluate(params string[] arguments) =>
        Dotnet.Pass(Dotnet.Root, ["msbuild", Project, .. arguments]).Trim();

    private static string Prismatic(string place, int code, params string[] arguments)
    {
        var program = Path.Combine(place, "tools", OperatingSystem.IsWindows() ? "prismatic.exe" : "prismatic");
        var home = new Dictionary<string, string> { ["PRISMATIC_CACHE"] = Path.Combine(place, "cache") };
        var run = Dotnet.Start(program, place, home, arguments);
        Assert.True(run.Code == code, $"{string.Join(' ', arguments)} ended with {run.Code}:\n{run.Output}");
        return run.Output;
    }
}

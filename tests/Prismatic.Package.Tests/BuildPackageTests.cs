using System.IO.Compression;

namespace Prismatic.Package.Tests;

/// <summary>Projects are built against the packed Prismatic.MSBuild, and their logs read.</summary>
public sealed class BuildPackageTests(BuildPackage package) : IClassFixture<BuildPackage>
{
    private const string Strict =
        """<PrismaticDataset Include="data/*.parquet" Features="ngrams" Gate="exact-duplicates max 0.01; templates max 0.4 warning" />""";
    private const string Loose =
        """<PrismaticDataset Include="data/*.parquet" Features="ngrams" Gate="exact-duplicates max 0.5" />""";

    private static readonly string Sample = Path.Combine(Dotnet.Root, "docs", "samples", "word-problems.parquet");

    [Fact]
    public void It_holds_targets_and_the_program_for_five_platforms_and_no_library()
    {
        using var archive = ZipFile.OpenRead(package.File);
        string[] files = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.DoesNotContain(files, name => name.StartsWith("lib/", StringComparison.Ordinal));
        Assert.Contains("build/Prismatic.MSBuild.targets", files);
        Assert.Contains("buildMultiTargeting/Prismatic.MSBuild.targets", files);
        Assert.Contains("tools/net10.0/any/Prismatic.Tool.dll", files);
        Assert.Contains("THIRD-PARTY-NOTICES.txt", files);
        string[] platforms = ["linux-arm64", "linux-x64", "osx-arm64", "win-arm64", "win-x64"];
        Assert.Equal(
            platforms,
            files
                .Where(name => name.Contains("/runtimes/", StringComparison.Ordinal))
                .Select(name => name.Split('/')[4])
                .Distinct()
                .Order()
        );
        Assert.InRange(new FileInfo(package.File).Length, 1, 70_000_000);
        using var reader = new StreamReader(archive.GetEntry("Prismatic.MSBuild.nuspec")!.Open());
        var nuspec = reader.ReadToEnd();
        Assert.Contains("<developmentDependency>true</developmentDependency>", nuspec, StringComparison.Ordinal);
        Assert.DoesNotContain("<dependency ", nuspec, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_audits_and_the_next_one_does_nothing_until_data_or_options_change()
    {
        using var project = new SampleProject(package, Loose);
        File.Copy(Sample, project.PathOf("data", "train.parquet"));
        File.Copy(Sample, project.PathOf("data", "more.parquet"));
        var first = project.Build();
        Assert.True(first.Code == 0, first.Output);
        Assert.Equal((2, 2), (first.Runs("PrismaticAudit"), first.Runs("PrismaticCheck")));
        Assert.Equal(2, Directory.GetFiles(project.Reports, "*.html").Length);
        var second = project.Build();
        Assert.Equal((0, 0, 0), (second.Code, second.Runs("PrismaticAudit"), second.Runs("PrismaticCheck")));
        File.SetLastWriteTimeUtc(project.PathOf("data", "more.parquet"), DateTime.UtcNow);
        var third = project.Build();
        Assert.Equal((0, 1, 1), (third.Code, third.Runs("PrismaticAudit"), third.Runs("PrismaticCheck")));
        project.Write("prismatic.json", """{ "gates": [ { "rule": "rows", "min": 1 } ] }""");
        var fourth = project.Build();
        Assert.Equal((0, 0, 2), (fourth.Code, fourth.Runs("PrismaticAudit"), fourth.Runs("PrismaticCheck")));
        Assert.Equal(0, Dotnet.Run(project.Folder, "clean").Code);
        Assert.False(Directory.Exists(project.Reports));
    }

    [Fact]
    public void What_fails_is_an_error_of_the_data_file_until_its_gates_change()
    {
        using var project = new SampleProject(package, Strict);
        var data = project.PathOf("data", "train.parquet");
        File.Copy(Sample, data);
        var failed = project.Build();
        Assert.Equal(1, failed.Code);
        var error = Assert.Single(failed.Errors, found => found.Code == "PRS001");
        Assert.Equal(data, error.File);
        Assert.Contains("exact-duplicates", error.Text, StringComparison.Ordinal);
        Assert.Single(failed.Errors, found => found.Code == "PRS000" && found.File == data);
        Assert.Equal("PRS004", Assert.Single(failed.Warnings).Code);
        var again = project.Build();
        Assert.Equal((1, 0, 1), (again.Code, again.Runs("PrismaticAudit"), again.Runs("PrismaticCheck")));
        var warned = project.Build("-p:PrismaticSeverity=warning");
        Assert.Equal((0, 0), (warned.Code, warned.Runs("PrismaticAudit")));
        Assert.Empty(warned.Errors);
        Assert.Equal(["PRS001", "PRS004"], warned.Warnings.Select(found => found.Code).Distinct().Order());
        var bad = project.Build("-p:PrismaticSeverity=loud");
        Assert.Equal((1, "PRS900"), (bad.Code, Assert.Single(bad.Errors).Code));
    }

    [Fact]
    public void It_can_be_switched_off_and_leaves_editors_alone()
    {
        using var project = new SampleProject(package, Strict);
        File.Copy(Sample, project.PathOf("data", "train.parquet"));
        foreach (
            var off in new[]
            {
                "-p:PrismaticEnabled=false",
                "-p:DesignTimeBuild=true",
                "-p:BuildingForLiveUnitTesting=true",
            }
        )
        {
            var build = project.Build(off);
            Assert.Equal((0, 0), (build.Code, build.Runs("PrismaticAudit")));
            Assert.False(Directory.Exists(project.Reports));
        }
    }

    [Fact]
    public void A_project_of_several_frameworks_audits_once()
    {
        using var project = new SampleProject(
            package,
            Loose,
            // Without code and references: what these would be compiled against may not be on the machine.
            """
            <TargetFrameworks>net10.0;netstandard2.1</TargetFrameworks>
            <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
            <GenerateAssemblyInfo>false</GenerateAssemblyInfo>
            <GenerateTargetFrameworkAttribute>false</GenerateTargetFrameworkAttribute>
            <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
            """
        );
        File.Copy(Sample, project.PathOf("data", "train.parquet"));
        var build = project.Build();
        Assert.True(build.Code == 0, build.Output);
        Assert.Equal((1, 1), (build.Runs("PrismaticAudit"), build.Runs("PrismaticCheck")));
        Assert.Equal(0, Dotnet.Run(project.Folder, "clean").Code);
        Assert.False(Directory.Exists(project.Reports));
    }

    [Fact]
    public void Files_of_one_set_are_one_data_set()
    {
        using var project = new SampleProject(
            package,
            """<PrismaticDataset Include="data/*.parquet" Set="all" Features="ngrams" Gate="duplicates max 0.4" />"""
        );
        File.Copy(Sample, project.PathOf("data", "a.parquet"));
        File.Copy(Sample, project.PathOf("data", "b.parquet"));
        var build = project.Build();
        // Every row of the second file repeats one of the first.
        Assert.Equal((1, 1), (build.Code, build.Runs("PrismaticAudit")));
        Assert.Contains(build.Errors, found => found.Code == "PRS002");
    }

    [Fact]
    public void Names_of_files_are_no_words_of_a_shell_of_MSBuild_or_of_the_program()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names");
        using var project = new SampleProject(package, Loose);
        foreach (
            var name in new[]
            {
                "$(touch pwned1).parquet",
                "$([System.IO.File]::WriteAllText(`pwned2`,`x`)).parquet",
                "it's; `touch pwned3` & \"q\".parquet",
                "-x --html=pwned4.parquet",
                "100%24 @(x) : error CS0001: hi.parquet",
            }
        )
        {
            File.Copy(Sample, project.PathOf("data", name));
        }
        var build = project.Build();
        Assert.True(build.Code == 0, build.Output);
        Assert.Equal(5, build.Runs("PrismaticAudit"));
        Assert.Empty(build.Errors);
        Assert.DoesNotContain(
            Directory.GetFiles(project.Folder, "pwned*", SearchOption.AllDirectories),
            path => Path.GetExtension(path) != ".parquet"
        );
        File.Copy(Sample, project.PathOf("data", "two\nlines.parquet"));
        var refused = project.Build();
        Assert.Equal((1, "PRS900"), (refused.Code, Assert.Single(refused.Errors).Code));
    }

    [Fact]
    public void Data_that_cannot_be_read_ends_the_build_with_what_is_wrong()
    {
        using var project = new SampleProject(package, Loose);
        File.WriteAllText(project.PathOf("data", "train.parquet"), "no data");
        var build = project.Build();
        var error = Assert.Single(build.Errors);
        Assert.Equal((1, "PRS900"), (build.Code, error.Code));
        Assert.Contains("train.parquet", error.Text, StringComparison.Ordinal);
        Assert.Contains("Parquet", error.Text, StringComparison.OrdinalIgnoreCase);
    }
}

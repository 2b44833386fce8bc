using System.Text;

namespace Prismatic.Package.Tests;

/// <summary>What others wrote and we ship is named, with its licence; a new package fails here until it is.</summary>
public sealed class NoticesTests(Packages packages)
{
    private static readonly string _path = Path.Combine(
        Dotnet.Root,
        "src",
        "Prismatic.Tool",
        "Package",
        "cpu",
        "THIRD-PARTY-NOTICES.txt"
    );

    [Fact]
    public void Every_package_is_named_with_its_licence() => Accepted.Verify(_path, Text());

    [Fact]
    public void Notices_that_packages_bring_are_shipped_with_them()
    {
        var own = packages.Shipped().Where(package => package.Notices is not null).ToList();
        Assert.Contains(own, package => package.Id == "Microsoft.ML.OnnxRuntime.Managed");
        Assert.All(
            own,
            package =>
                Assert.Equal(
                    File.ReadAllBytes(package.Notices!),
                    packages.Read($"Prismatic.Tool.{Packages.Platform}", $"notices/{package.Id}.txt")
                )
        );
    }

    private string Text()
    {
        var shipped = packages.Shipped();
        var text = new StringBuilder();
        text.Append(
            """
            Third-party notices of prismatic

            The packages of this tool hold files of these packages of others. What some of them say about parts of others in
            turn lies in the folder "notices". The texts of the licences follow the list.


            """
        );
        foreach (var package in shipped)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{package.Id} {package.Version}\n  {package.Copyright}\n  Licence: {package.Licence}\n\n"
            );
        }
        foreach (var licence in shipped.Select(package => package.Licence).Distinct().Order(StringComparer.Ordinal))
        {
            var path = Path.Combine(AppContext.BaseDirectory, "Licences", licence + ".txt");
            Assert.True(File.Exists(path), $"the text of {licence} is not among the licences of this project");
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"----------------------------------------\n{licence}\n----------------------------------------\n\n"
            );
            text.Append(File.ReadAllText(path).ReplaceLineEndings("\n").Trim('\n')).Append("\n\n");
        }
        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }
}

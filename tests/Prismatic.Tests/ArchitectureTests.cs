using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Prismatic.Tests.TestData;

namespace Prismatic.Tests;

/// <summary>Which room may use which, as docs/architecture.md says, checked on the compiled assembly.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Numerics"] = [],
        ["Data"] = [],
        ["Text"] = [],
        ["Onnx"] = ["Numerics"],
        ["Differentiation"] = ["Onnx"],
        ["Features"] = ["Data", "Numerics", "Text"],
        ["Lexical"] = ["Numerics"],
        ["Duplicates"] = ["Numerics", "Text"],
        ["Responses"] = ["Data"],
        ["Pluralism"] = ["Data", "Numerics", "Responses"],
        ["Store"] = ["Data", "Numerics"],
        ["Gradients"] = ["Data", "Differentiation", "Features", "Numerics", "Onnx", "Store", "Text"],
        ["Encoders"] = ["Data", "Features", "Numerics", "Onnx", "Store", "Text"],
        ["Reasoning"] = ["Gradients", "Numerics", "Onnx", "Text"],
        ["Clustering"] = ["Numerics", "Onnx"],
        ["Diversity"] = ["Features", "Numerics", "Onnx"],
        ["Selection"] = ["Clustering", "Diversity", "Features", "Numerics", "Onnx"],
        ["Mapping"] = ["Clustering", "Numerics", "Onnx"],
        ["Meaning"] = ["Numerics", "Onnx", "Selection"],
        ["Homogeneity"] = ["Diversity", "Duplicates", "Features", "Lexical", "Numerics", "Responses"],
        ["Comparing"] = ["Clustering", "Data", "Diversity", "Duplicates", "Numerics", "Onnx"],
        ["Reports"] =
        [
            "Clustering",
            "Comparing",
            "Data",
            "Diversity",
            "Duplicates",
            "Features",
            "Gradients",
            "Homogeneity",
            "Lexical",
            "Meaning",
            "Numerics",
            "Pluralism",
            "Reasoning",
            "Responses",
            "Selection",
        ],
        ["Gates"] = ["Reports"],
    };

    private static readonly Dictionary<string, string> OnlyIn = new()
    {
        ["Parquet"] = "Data",
        ["CsvHelper"] = "Data",
        ["Microsoft.ML.Tokenizers"] = "Text",
    };

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Library = new(() =>
        new ArchLoader().LoadAssembly(typeof(PrismaticException).Assembly).Build()
    );

    [Fact]
    public void A_room_uses_only_the_rooms_in_its_row()
    {
        var offences = Uses()
            .Where(use => RoomOf(use.Target) is { } target && target != use.Room && !Allowed[use.Room].Contains(target))
            .Select(use => $"{use.Origin} uses {use.Target}")
            .Distinct();
        Assert.Empty(offences);
    }

    [Fact]
    public void A_package_is_named_in_one_room_only()
    {
        var offences = Uses()
            .Where(use =>
                OnlyIn.Any(rule => IsIn(use.Target, rule.Key) && use.Room != rule.Value) && RoomOf(use.Target) is null
            )
            .Select(use => $"{use.Origin} uses {use.Target}")
            .Distinct();
        Assert.Empty(offences);
    }

    [Fact]
    public void Every_room_of_the_assembly_has_a_row()
    {
        var rooms = Library
            .Value.Types.Select(type => RoomOf(type.FullName))
            .Where(room => room is not null)
            .Distinct()
            .Order();
        Assert.Equal(Allowed.Keys.Order(), rooms);
    }

    [Fact]
    public void The_table_in_the_documentation_is_this_one()
    {
        var text = File.ReadAllText(Path.Combine(TestFiles.Root, "docs", "architecture.md"));
        var documented = RowPattern()
            .Matches(text)
            .ToDictionary(
                row => row.Groups["room"].Value,
                row =>
                    row.Groups[2]
                        .Value.Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            );
        Assert.Equal(
            Allowed.Select(rule => $"{rule.Key}: {string.Join(", ", rule.Value)}"),
            documented.Select(rule => $"{rule.Key}: {string.Join(", ", rule.Value)}")
        );
    }

    private static IEnumerable<(string Room, string Origin, string Target)> Uses() =>
        from type in Library.Value.Types
        let room = RoomOf(type.FullName)
        where room is not null
        from dependency in type.Dependencies
        select (room, type.FullName, dependency.Target.FullName);

    // Prismatic.Onnx.Proto is generated and belongs to Onnx; types at the root (faults, progress) belong to everyone.
    private static string? RoomOf(string type) => Allowed.Keys.FirstOrDefault(room => IsIn(type, "Prismatic." + room));

    private static bool IsIn(string type, string name) => type.StartsWith(name + ".", StringComparison.Ordinal);

    [GeneratedRegex(
        @"^\| (?<room>Numerics|Data|Text|Onnx|Differentiation|Features|Lexical|Duplicates|Responses|Pluralism|Store|Gradients|Encoders|Reasoning|Clustering|Diversity|Selection|Mapping|Meaning|Homogeneity|Comparing|Reports|Gates) \| (?<uses>[^|]*)\|",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex RowPattern();
}

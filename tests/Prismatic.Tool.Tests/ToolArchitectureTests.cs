using ArchUnitNET.Loader;

namespace Prismatic.Tool.Tests;

/// <summary>Which room of the program may use which package and which other room, as docs/architecture.md says.</summary>
public sealed class ToolArchitectureTests
{
    private const string Tool = "Prismatic.Tool.";

    // Beginnings of names, and the rooms that may use them. The room without a name is the program's root.
    private static readonly (string Name, string[] Rooms)[] Only =
    [
        ("Octokit.", ["GitHub"]),
        ("Scriban.", ["Rendering"]),
        ("System.Net.Http.HttpClient", ["GitHub", "Hub"]),
        ("System.Net.Http.HttpMessageHandler", ["GitHub", "Hub"]),
        ("System.Diagnostics.ProcessStartInfo", ["Git"]),
    ];

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Program = new(() =>
        new ArchLoader().LoadAssembly(typeof(CommandLine).Assembly).Build()
    );

    [Fact]
    public void A_package_is_used_in_its_rooms_only()
    {
        var uses = Uses().ToList();
        var offences = uses.Where(use =>
            Only.Any(rule =>
                use.Target.StartsWith(rule.Name, StringComparison.Ordinal) && !rule.Rooms.Contains(use.Room)
            )
        );
        Assert.Empty(offences.Select(use => $"{use.Origin} uses {use.Target}").Distinct());
        // A rule about a name that nobody uses would hold nothing.
        Assert.All(
            Only[..2],
            rule => Assert.Contains(uses, use => use.Target.StartsWith(rule.Name, StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("GitHub")]
    [InlineData("Git")]
    public void What_speaks_with_others_knows_no_other_room(string room) =>
        Assert.Empty(
            Uses()
                .Where(use =>
                    use.Room == room
                    && (
                        (
                            use.Target.StartsWith(Tool, StringComparison.Ordinal)
                            && RoomOf(use.Target) is var target
                            && target != room
                            && target.Length > 0
                        ) || use.Target.StartsWith("Prismatic.Reports.", StringComparison.Ordinal)
                    )
                )
                .Select(use => $"{use.Origin} uses {use.Target}")
                .Distinct()
        );

    private static IEnumerable<(string Room, string Origin, string Target)> Uses() =>
        from type in Program.Value.Types
        where type.FullName.StartsWith(Tool, StringComparison.Ordinal)
        from dependency in type.Dependencies
        select (RoomOf(type.FullName), type.FullName, dependency.Target.FullName);

    private static string RoomOf(string type) =>
        type[Tool.Length..].Split('.') is { Length: > 1 } parts ? parts[0] : "";
}

using System.Text.Json;

namespace Prismatic.Tests.TestData;

/// <summary>Texts and what other tools say of them; tests/data/peers/PROVENANCE.md says which.</summary>
internal static class PeerValues
{
    public static IReadOnlyList<string> Texts { get; } =
    [
        .. File.ReadLines(TestFiles.PathOf("peers/texts.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!),
    ];

    public static JsonElement Root { get; } =
        JsonDocument.Parse(File.ReadAllText(TestFiles.PathOf("peers/values.json"))).RootElement;

    public static double[] Numbers(string name) =>
        [.. Root.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    public static double Diversity(string name) => Root.GetProperty("diversity").GetProperty(name).GetDouble();
}

using System.Text.Json;
using Prismatic.Tool.Tests;

namespace Prismatic.Browser.Tests;

/// <summary>Texts that try to act in a page, from tests/data/attacks.json; each calls or sets <c>pwned</c> where it succeeds.</summary>
internal static class Attacks
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = Read();

    /// <summary>A function that gives every text it is asked about another attack, beginning with one of them.</summary>
    /// <param name="first">Place of the first.</param>
    public static Func<string, string> From(int first)
    {
        var next = first;
        return text => text + All[next++ % All.Count];
    }

    private static List<string> Read()
    {
        var path = Path.Combine(Golden.Root, "tests", "data", "attacks.json");
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        IEnumerable<string> texts = json
            .RootElement.EnumerateArray()
            .SelectMany(group => group.GetProperty("texts").EnumerateArray())
            .Select(text => text.GetString()!);
        // Halves of surrogate pairs cannot stand in JSON.
        return [.. texts, "\ud800", "\udfff<img src=x onerror=pwned=1>", "<\ud800script>pwned=1</script>"];
    }
}

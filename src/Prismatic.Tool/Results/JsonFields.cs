using System.Text.Json;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.Results;

/// <summary>The fields of an object of JSON that a stranger may have written.</summary>
internal sealed partial class JsonFields
{
    private readonly JsonElement _element;
    private readonly string _place;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="element">The object.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <exception cref="PrismaticException">It is none.</exception>
    public JsonFields(JsonElement element, string place)
    {
        (_element, _place) = (element, place);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new PrismaticException($"{place} must be an object of JSON");
        }
    }

    /// <summary>A whole number between two limits.</summary>
    public long Number(string name, long least, long most) =>
        Field(name) is { ValueKind: JsonValueKind.Number } field
        && field.TryGetInt64(out var number)
        && number >= least
        && number <= most
            ? number
            : throw Not(name, $"a whole number from {least} to {most}");

    /// <summary>A text of one line that is not empty.</summary>
    public string Text(string name, int longest) =>
        TextOrNull(name, longest) ?? throw Not(name, $"a text of 1 to {longest} letters");

    /// <summary>The same, or null where the field is missing or null.</summary>
    public string? TextOrNull(string name, int longest)
    {
        var field = Field(name);
        if (field is null or { ValueKind: JsonValueKind.Null })
        {
            return null;
        }
        return
            field is { ValueKind: JsonValueKind.String } text
            && StringOf(text) is { Length: > 0 } value
            && value.Length <= longest
            ? value
            : throw Not(name, $"a text of 1 to {longest} letters");
    }

    /// <summary>OWNER/NAME.</summary>
    public string Repository(string name) =>
        Text(name, 200) is var text && RepositoryPattern().IsMatch(text) ? text : throw Not(name, "OWNER/NAME");

    /// <summary>The full hash of a commit.</summary>
    public string Commit(string name) =>
        Text(name, 64) is var text && IsCommit(text) ? text : throw Not(name, "the 40 hexadecimal digits of a commit");

    /// <summary>One of the words of an enumeration, in small letters.</summary>
    public T Word<T>(string name)
        where T : struct, Enum
    {
        var text = Text(name, 50);
        foreach (var value in Enum.GetValues<T>())
        {
            if (CommandText.Word(value) == text)
            {
                return value;
            }
        }
        throw Not(name, $"one of {string.Join(", ", Enum.GetValues<T>().Select(CommandText.Word))}");
    }

    /// <summary>The objects of a list.</summary>
    public IReadOnlyList<JsonFields> Items(string name, int most) =>
        Field(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() <= most
            ? [.. list.EnumerateArray().Select((item, index) => new JsonFields(item, $"{_place}: {name}[{index}]"))]
            : throw Not(name, $"a list of at most {most} entries");

    /// <summary>Whether a text is the full hash of a commit.</summary>
    public static bool IsCommit(string text) => CommitPattern().IsMatch(text);

    /// <summary>Whether a text is OWNER/NAME.</summary>
    public static bool IsRepository(string text) => text.Length <= 200 && RepositoryPattern().IsMatch(text);

    private JsonElement? Field(string name) => _element.TryGetProperty(name, out var field) ? field : null;

    // Half a pair of surrogates is no text.
    private static string? StringOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private PrismaticException Not(string name, string what) => new($"{_place}: '{name}' must be {what}");

    [GeneratedRegex(@"\A([0-9a-f]{40}|[0-9a-f]{64})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommitPattern();

    [GeneratedRegex(
        @"\A[A-Za-z0-9][A-Za-z0-9_-]*/(?!\.{1,2}\z)[A-Za-z0-9._-]+\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex RepositoryPattern();
}

using System.Globalization;
using System.Text.Json;

namespace Prismatic.Gates;

/// <summary>
/// Reads gates from JSON with comments: <c>{ "gates": [ { "rule": "diversity", "of": "gradients", "min": 60, "maxDrop": "5%" } ] }</c>.
/// </summary>
public static class GateFile
{
    private const int MostGates = 1_000;

    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>The gates of a file's text, in its order.</summary>
    /// <exception cref="PrismaticException">Not JSON, no gates, an unknown rule or field, or limits that no value can meet.</exception>
    public static IReadOnlyList<Gate> Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("gates", out var list))
            {
                throw new PrismaticException("the file has no list \"gates\"", ExitCode.Usage);
            }
            foreach (var field in root.EnumerateObject().Where(field => field.Name is not ("gates" or "$schema")))
            {
                throw new PrismaticException(
                    $"unknown field \"{field.Name}\"; known are gates and $schema",
                    ExitCode.Usage
                );
            }
            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MostGates)
            {
                throw new PrismaticException($"\"gates\" must be a list of 1 to {MostGates} gates", ExitCode.Usage);
            }
            return [.. list.EnumerateArray().Select((gate, place) => GateOf(gate, place + 1))];
        }
        catch (JsonException fault)
        {
            throw new PrismaticException(
                $"this is not JSON (line {fault.LineNumber + 1}); comments and trailing commas are allowed",
                ExitCode.Usage,
                fault
            );
        }
    }

    private static Gate GateOf(JsonElement json, int place)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(place, "is not an object");
        }
        string? rule = null;
        var gate = new Gate { Rule = GateRules.All[0] };
        foreach (var field in json.EnumerateObject())
        {
            var value = field.Value;
            switch (field.Name)
            {
                case "rule":
                    rule = Text(value, place, "rule");
                    break;
                case "of":
                    gate = gate with { Of = Text(value, place, "of") };
                    break;
                case "files":
                    gate = gate with { Files = Text(value, place, "files") };
                    break;
                case "min":
                    gate = gate with { Min = Number(value, place, "min") };
                    break;
                case "max":
                    gate = gate with { Max = Number(value, place, "max") };
                    break;
                case "maxDrop":
                    gate = gate with { MaxDrop = Change(value, place, "maxDrop") };
                    break;
                case "maxRise":
                    gate = gate with { MaxRise = Change(value, place, "maxRise") };
                    break;
                case "severity":
                    gate = gate with { Severity = Severity(value, place) };
                    break;
                default:
                    throw Wrong(
                        place,
                        $"has the unknown field \"{field.Name}\"; known are rule, of, files, min, max, maxDrop, maxRise and severity"
                    );
            }
        }
        return Checked(gate with { Rule = Rule(rule, place) }, place);
    }

    private static GateRule Rule(string? rule, int place) =>
        rule is null
            ? throw Wrong(place, "names no rule; see prismatic explain")
            : GateRules.Find(rule)
                ?? throw Wrong(place, $"names the unknown rule \"{rule}\"; prismatic explain lists them");

    private static Gate Checked(Gate gate, int place) =>
        gate is { Min: null, Max: null, MaxDrop: null, MaxRise: null }
            ? throw Wrong(place, "has no limit; give min, max, maxDrop or maxRise")
        : gate.Min > gate.Max ? throw Wrong(place, "has a min above its max")
        : gate;

    private static string Text(JsonElement value, int place, string field) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Wrong(place, $"has a \"{field}\" that is no text");

    private static double Number(JsonElement value, int place, string field) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Wrong(place, $"has a \"{field}\" that is no number");

    private static GateChange Change(JsonElement value, int place, string field)
    {
        var change =
            value.ValueKind == JsonValueKind.String
            && value.GetString()!.Trim() is var text
            && text.EndsWith('%')
            && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var percent)
                ? new GateChange(percent / 100, IsShare: true)
                : new GateChange(
                    value.ValueKind == JsonValueKind.Number
                        ? Number(value, place, field)
                        : throw Wrong(place, $"has a \"{field}\" that is neither a number nor a share such as \"5%\""),
                    IsShare: false
                );
        return double.IsFinite(change.Amount) && change.Amount >= 0
            ? change
            : throw Wrong(place, $"has a \"{field}\" that is negative or not finite");
    }

    private static GateSeverity Severity(JsonElement value, int place) =>
        Text(value, place, "severity") switch
        {
            "error" => GateSeverity.Error,
            "warning" => GateSeverity.Warning,
            _ => throw Wrong(place, "has a severity that is neither \"error\" nor \"warning\""),
        };

    private static PrismaticException Wrong(int place, string what) => new($"gate {place} {what}", ExitCode.Usage);
}

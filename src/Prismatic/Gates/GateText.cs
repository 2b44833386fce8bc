using System.Globalization;
using System.Text.Json.Nodes;

namespace Prismatic.Gates;

/// <summary>
/// Reads gates from a line, for places where a file is too much: <c>exact-duplicates max 0.05; diversity of gradients min 60 maxDrop 5%;
/// templates max 0.3 warning</c>. They are checked as those of a file are.
/// </summary>
public static class GateText
{
    private static readonly string[] Limits = ["min", "max", "maxDrop", "maxRise"];
    private const string Warning = "warning";
    private const string Form = "RULE [of NAME] min|max NUMBER, maxDrop|maxRise NUMBER|PERCENT, [warning]";

    /// <summary>The gates of a line, in its order; semicolons stand between them.</summary>
    /// <exception cref="PrismaticException">Something is not of the form, no rule has the name, or no value can meet the limits.</exception>
    public static IReadOnlyList<Gate> Read(string line)
    {
        string[] parts = line.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0)
        {
            throw Fault("no gate");
        }
        var gates = new JsonArray([.. parts.Select(Object)]);
        try
        {
            return GateFile.Read(new JsonObject { ["gates"] = gates }.ToJsonString());
        }
        catch (PrismaticException fault)
        {
            // Where it stands in a text that nobody wrote helps nobody.
            var at = fault.Message.IndexOf("gate ", StringComparison.Ordinal);
            throw new PrismaticException($"'{line.Trim()}': {fault.Message[Math.Max(0, at)..]}", fault.ExitCode);
        }
    }

    private static JsonObject Object(string part)
    {
        string[] words = part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var gate = new JsonObject { ["rule"] = words[0] };
        var at = 1;
        if (at < words.Length && words[at] == "of")
        {
            string[] name = [.. words.Skip(at + 1).TakeWhile(word => !IsField(word))];
            if (name.Length == 0)
            {
                throw Fault($"'{part}' has no name behind 'of'");
            }
            gate["of"] = string.Join(' ', name);
            at += 1 + name.Length;
        }
        while (at < words.Length)
        {
            var field = words[at++];
            if (!IsField(field))
            {
                throw Fault($"'{part}' has '{field}' where a limit should be");
            }
            if (gate.ContainsKey(field) || (field == Warning && gate.ContainsKey("severity")))
            {
                throw Fault($"'{part}' has '{field}' twice");
            }
            if (field == Warning)
            {
                gate["severity"] = Warning;
            }
            else
            {
                gate[field] =
                    at < words.Length ? Value(words[at++]) : throw Fault($"'{part}' has no number behind '{field}'");
            }
        }
        return gate;
    }

    // Of what is neither a number nor a share the reader of files says what is wrong.
    private static JsonValue Value(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(word);

    private static bool IsField(string word) => word == Warning || Limits.Contains(word, StringComparer.Ordinal);

    private static PrismaticException Fault(string what) => new($"{what}; gates look like: {Form}", ExitCode.Usage);
}

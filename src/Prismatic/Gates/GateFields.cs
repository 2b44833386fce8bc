using System.Text.Json.Nodes;
using Prismatic.Reports;

namespace Prismatic.Gates;

/// <summary>A field of a gate.</summary>
/// <param name="Name">As the file has it.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Schema">JSON schema of what it may hold, the description aside.</param>
/// <param name="Set">Puts its value into a gate.</param>
internal sealed record GateField(
    string Name,
    string Description,
    Func<JsonObject> Schema,
    Func<Gate, GateValue, Gate> Set
);

/// <summary>The one table of a gate's fields: the reader, the schema and the messages are made from it.</summary>
internal static class GateFields
{
    public const string Rule = "rule";

    private static readonly string[] Severities = ["error", "warning"];
    private static readonly string[] RuleNames = [.. GateRules.All.SelectMany(rule => new[] { rule.Name, rule.Id })];

    public static IReadOnlyList<GateField> All { get; } =
    [
        new(
            Rule,
            "What is held to limits: name or id of a rule. prismatic explain says more.",
            RuleSchema,
            (gate, value) =>
                gate with
                {
                    Rule = GateRules.Find(value.Word(RuleNames, "no rule that prismatic explain lists"))!,
                }
        ),
        new(
            "of",
            "The view or model it is for; without it all that the report has.",
            NameSchema,
            (gate, value) => gate with { Of = value.Name() }
        ),
        new(
            "files",
            "Pattern of the files it is for, all without it: names where it has no slash, else paths from the folder where the command "
                + "ran; * and ? within a name, **/ for any folders.",
            () =>
            {
                var schema = NameSchema();
                schema["pattern"] = FilePattern.Form;
                return schema;
            },
            (gate, value) => gate with { Files = FilePattern.Checked(value) }
        ),
        new(
            "min",
            "Least value that passes; not above max.",
            NumberSchema,
            (gate, value) => gate with { Min = value.Number() }
        ),
        new("max", "Greatest value that passes.", NumberSchema, (gate, value) => gate with { Max = value.Number() }),
        new(
            "maxDrop",
            "Greatest fall from the baseline that passes: a number, or a share of the baseline such as \"5%\".",
            ChangeSchema,
            (gate, value) => gate with { MaxDrop = value.Change() }
        ),
        new(
            "maxRise",
            "Greatest rise from the baseline that passes: a number, or a share of the baseline such as \"5%\".",
            ChangeSchema,
            (gate, value) => gate with { MaxRise = value.Change() }
        ),
        new(
            "severity",
            "error, without it: the check fails where the gate does. warning: it is said, and the check passes.",
            () => new JsonObject { ["enum"] = new JsonArray([.. Severities.Select(word => JsonValue.Create(word))]) },
            (gate, value) =>
                gate with
                {
                    Severity =
                        value.Word(Severities, "neither \"error\" nor \"warning\"") == "warning"
                            ? GateSeverity.Warning
                            : GateSeverity.Error,
                }
        ),
    ];

    // Editors offer the names with what they stand for.
    private static JsonObject RuleSchema() =>
        new()
        {
            ["oneOf"] = new JsonArray([
                .. GateRules
                    .All.SelectMany(rule => new[] { (rule.Name, rule), (rule.Id, rule) })
                    .Select(pair => new JsonObject
                    {
                        ["const"] = pair.Item1,
                        ["description"] =
                            $"{(pair.Item1 == pair.rule.Id ? pair.rule.Name : pair.rule.Id)}: {pair.rule.Measure}",
                    }),
            ]),
        };

    private static JsonObject NameSchema() =>
        new()
        {
            ["type"] = "string",
            ["minLength"] = 1,
            ["maxLength"] = GateValue.LongestName,
            ["not"] = new JsonObject { ["pattern"] = GateValue.ControlPattern },
        };

    private static JsonObject NumberSchema() =>
        new()
        {
            ["type"] = "number",
            ["minimum"] = -GateValue.Greatest,
            ["maximum"] = GateValue.Greatest,
        };

    private static JsonObject ChangeSchema() =>
        new()
        {
            ["oneOf"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "number",
                    ["minimum"] = 0,
                    ["maximum"] = GateValue.Greatest,
                },
                new JsonObject { ["type"] = "string", ["pattern"] = GateValue.SharePattern }
            ),
        };
}

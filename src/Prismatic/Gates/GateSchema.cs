using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Prismatic.Gates;

/// <summary>The JSON schema of a file of gates, made from the table that reads it.</summary>
/// <remarks>
/// It accepts what <see cref="GateFile"/> accepts, and in two things more, since no schema can say them: a min above its max, and a
/// field given twice.
/// </remarks>
public static class GateSchema
{
    /// <summary>How the schema is called beside a file of gates.</summary>
    public const string FileName = "prismatic.schema.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>JSON Schema 2020-12, ending in a line feed.</summary>
    public static string Write()
    {
        var fields = new JsonObject();
        foreach (var field in GateFields.All)
        {
            var schema = field.Schema();
            schema.Insert(0, "description", field.Description);
            fields[field.Name] = schema;
        }
        var gate = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = fields,
            ["additionalProperties"] = false,
            ["required"] = new JsonArray(GateFields.Rule),
            ["anyOf"] = new JsonArray([
                .. new[] { "min", "max", "maxDrop", "maxRise" }.Select(limit => new JsonObject
                {
                    ["required"] = new JsonArray(limit),
                }),
            ]),
        };
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "urn:prismatic:gates:1",
            ["title"] = "Gates of prismatic",
            ["description"] = "Limits that numbers of a report are held to. Comments and trailing commas are allowed.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["$schema"] = new JsonObject
                {
                    ["description"] = "Where this schema lies, for editors; it is not read.",
                    ["type"] = "string",
                },
                ["gates"] = new JsonObject
                {
                    ["description"] =
                        "Each is a rule with at least one limit. They are checked and told in this order.",
                    ["type"] = "array",
                    ["minItems"] = 1,
                    ["maxItems"] = GateFile.MostGates,
                    ["items"] = gate,
                },
            },
            ["additionalProperties"] = false,
            ["required"] = new JsonArray("gates"),
        };
        return root.ToJsonString(Options) + "\n";
    }
}

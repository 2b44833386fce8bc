using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace Prismatic.Reports;

/// <summary>The JSON schema of a report, made from the record itself so that the two cannot drift apart.</summary>
public static class ReportSchema
{
    /// <summary>JSON Schema 2020-12 of <see cref="Report"/>, ending in a line feed.</summary>
    public static string Write()
    {
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Describe,
        };
        var body = ReportJson.Options.GetJsonSchemaAsNode(typeof(Report), options).AsObject();
        body["properties"]!["schemaVersion"]!.AsObject()["const"] = Report.CurrentSchemaVersion;
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Report of prismatic",
        };
        foreach (var (name, value) in body)
        {
            schema[name] = value?.DeepClone();
        }
        return schema.ToJsonString(new JsonSerializerOptions(ReportJson.Options)) + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (
            schema is JsonObject fields
            && context.PropertyInfo?.AttributeProvider is { } property
            && property.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false)
                is [DescriptionAttribute { Description: var text }]
        )
        {
            fields.Insert(0, "description", text);
        }
        return schema;
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Prismatic.Reports;

/// <summary>The report as JSON: stable field order, two-space indentation, line feeds, invariant numbers.</summary>
public static class ReportJson
{
    private static readonly ReportContext Context = new(
        new JsonSerializerOptions(ReportContext.Default.Options)
        {
            // Report files are read by people too; nothing here is pasted into a page unescaped.
            Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
            NewLine = "\n",
        }
    );

    private static readonly string CurrentVersion = Report.CurrentSchemaVersion.ToString(CultureInfo.InvariantCulture);

    private static readonly ReportContext Lenient = new(
        new JsonSerializerOptions(ReportContext.Default.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        }
    );

    /// <summary>The report as UTF-8 text, ending in a line feed.</summary>
    public static string Write(Report report) => JsonSerializer.Serialize(report, Context.Report) + "\n";

    /// <summary>
    /// Reads a report back, also one that an earlier program wrote in this schema version. Fields that are not known are passed
    /// over: a later program of this version may write more.
    /// </summary>
    /// <exception cref="PrismaticException">Not a report, or one of a version this program does not know.</exception>
    public static Report Read(string json)
    {
        try
        {
            var report = JsonNode.Parse(json) as JsonObject;
            // Of another version nothing else can be said.
            if (Version(report) is { } version && version != CurrentVersion)
            {
                throw new PrismaticException(
                    $"the report has schema version {version}, this program reads {Report.CurrentSchemaVersion}; update one of them"
                );
            }
            return report is null
                ? throw new PrismaticException("the report is empty; write it again with --json")
                : Read(json, report);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            var line = (fault as JsonException)?.LineNumber is { } number ? $" (line {number + 1})" : "";
            throw new PrismaticException(
                $"this is not a report of prismatic{line}; write it again with --json",
                ExitCode.Input,
                fault
            );
        }
    }

    /// <summary>Whether a text means to be a report: an object with a schema's version and a verdict. Never throws.</summary>
    public static bool IsReport(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("schemaVersion", out _)
                && root.TryGetProperty("verdict", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Report Read(string json, JsonObject parsed)
    {
        OlderReports.Complete(parsed);
        try
        {
            RefuseEmptyPlaces(parsed);
            return parsed.Deserialize(Lenient.Report)!;
        }
        catch (JsonException)
        {
            // Read from the text, a fault has a line.
            JsonSerializer.Deserialize(json, Lenient.Report);
            throw;
        }
    }

    // The serializer looks for null in fields, not in lists. Only tables of numbers have it there.
    private static void RefuseEmptyPlaces(JsonNode node)
    {
        var children = node is JsonArray list ? list : ((JsonObject)node).Select(field => field.Value);
        var mayBeEmpty = node is JsonObject or { Parent: JsonArray };
        foreach (var child in children)
        {
            if (child is JsonObject or JsonArray)
            {
                RefuseEmptyPlaces(child);
            }
            else if (child is null && !mayBeEmpty)
            {
                throw new JsonException($"{node.GetPath()} has an empty place");
            }
        }
    }

    private static string? Version(JsonObject? report) =>
        report?["schemaVersion"] is JsonValue value
            ? value.ToJsonString() is var text && text.Length <= 20
                ? text
                : "unknown"
            : null;

    internal static JsonSerializerOptions Options => Context.Options;
}

[JsonSerializable(typeof(Report))]
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
internal sealed partial class ReportContext : JsonSerializerContext;

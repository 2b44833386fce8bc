using System.Text.Encodings.Web;
using System.Text.Json;
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

    /// <summary>The report as UTF-8 text, ending in a line feed.</summary>
    public static string Write(Report report) => JsonSerializer.Serialize(report, Context.Report) + "\n";

    /// <summary>Reads a report back.</summary>
    /// <exception cref="PrismaticException">Not a report, or one of a version this program does not know.</exception>
    public static Report Read(string json)
    {
        try
        {
            var report = JsonSerializer.Deserialize(json, Context.Report);
            return report?.SchemaVersion switch
            {
                Report.CurrentSchemaVersion => report,
                { } other => throw new PrismaticException(
                    $"the report has schema version {other}, this program reads {Report.CurrentSchemaVersion}; update one of them"
                ),
                null => throw new PrismaticException("the report is empty; write it again with --json"),
            };
        }
        catch (JsonException fault)
        {
            throw new PrismaticException(
                $"this is not a report of prismatic (line {fault.LineNumber + 1}); write it again with --json",
                ExitCode.Input,
                fault
            );
        }
    }

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

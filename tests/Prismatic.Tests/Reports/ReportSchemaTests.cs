using System.Text.Json.Nodes;
using Prismatic.Reports;

namespace Prismatic.Tests.Reports;

public sealed class ReportSchemaTests
{
    [Theory]
    [InlineData("src", "Prismatic", "Reports", "report.schema.json")]
    [InlineData("docs", "report-schema.json")]
    public void The_committed_schema_is_the_records(params string[] path)
    {
        var file = Path.Combine([Root(), .. path]);
        if (Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1")
        {
            File.WriteAllText(file, ReportSchema.Write());
        }
        Assert.Equal(ReportSchema.Write(), File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Every_field_is_described()
    {
        var schema = JsonNode.Parse(ReportSchema.Write())!;
        var fields = Fields(schema).ToList();
        Assert.True(fields.Count > 60, $"{fields.Count} fields");
        Assert.Empty(
            fields
                .Where(field => field.Schema is not JsonObject text || text["description"] is null)
                .Select(field => field.Name)
        );
    }

    private static IEnumerable<(string Name, JsonNode? Schema)> Fields(JsonNode? node) =>
        node switch
        {
            JsonObject { } entries => entries.SelectMany(entry =>
                entry.Key == "properties" && entry.Value is JsonObject properties
                    ? properties.SelectMany(field => Fields(field.Value).Prepend((field.Key, field.Value)))
                    : Fields(entry.Value)
            ),
            JsonArray items => items.SelectMany(Fields),
            _ => [],
        };

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Prismatic.Tool.sln")))
        {
            folder = folder.Parent;
        }
        return folder.FullName;
    }
}

using System.Text.Json;
using CsCheck;
using Json.Schema;
using Prismatic.Gates;
using Prismatic.Tests.Reports;

namespace Prismatic.Tests.Gates;

/// <summary>The published schema is the code's, and a validator of the standard accepts by it what the reader accepts.</summary>
public sealed class GateSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(GateSchema.Write());

    // Half of what is tried is right, so that whole gates are.
    private static readonly (string Field, string[] Right, string[] Wrong)[] Fields =
    [
        (
            "rule",
            ["\"diversity\"", "\"PRS001\"", "\"refusals\""],
            ["\"Diversity\"", "\"\"", "7", "null", "\"PRS001 \""]
        ),
        (
            "of",
            ["\"ngrams\"", "\"a model / with 😀\""],
            ["\"\"", "5", "[]", "\"a\\u0007b\"", $"\"{new string('x', 1001)}\""]
        ),
        (
            "files",
            ["\"*.parquet\"", "\"data/**/x?.csv\"", "\"..a/.b/c..\""],
            ["\"/a\"", "\"a/../b\"", "\"./a\"", "\"a//b\"", "\"a\\\\b\"", "\"a/\"", "\"..\"", "\"\"", "{}"]
        ),
        ("min", ["0", "-3.5", "1e15"], ["1.1e15", "-1e999", "\"1\"", "true", "null"]),
        ("max", ["7", "1e15", "2000000000000000e-1"], ["1e16", "{}", "\"5%\""]),
        (
            "maxDrop",
            ["0", "12.5", "\"5%\"", "\"0.001%\""],
            ["-1", "\"5 %\"", "\"-5%\"", "\"1e3%\"", "\"%\"", "\".5%\"", "[1]", "2e15"]
        ),
        ("maxRise", ["1e-9", "\"1000%\""], ["\"5\"", "\"５%\"", "false"]),
        ("severity", ["\"error\"", "\"warning\""], ["\"Error\"", "\"fatal\"", "1"]),
        ("more", [], ["1"]),
    ];

    [Fact]
    public void The_committed_schema_is_the_codes()
    {
        var file = Path.Combine(ReportSchemaTests.Root(), "docs", "gates-schema.json");
        if (Environment.GetEnvironmentVariable("PRISMATIC_ACCEPT") == "1")
        {
            File.WriteAllText(file, GateSchema.Write());
        }
        Assert.Equal(GateSchema.Write(), File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_schema_accepts_what_the_reader_accepts()
    {
        var (accepted, refused) = (0, 0);
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 1000], Gen.Bool)
            .Array[Fields.Length]
            .Sample(
                choices =>
                {
                    var fields = choices.Select((choice, i) => Field(Fields[i], choice)).OfType<string>();
                    var text = $"{{\"gates\":[{{{string.Join(',', fields)}}}]}}";
                    var fault = Fault(text);
                    // What no schema can say.
                    if (fault?.Contains("min above its max", StringComparison.Ordinal) != true)
                    {
                        Assert.Equal(Accepts(text), fault is null);
                        _ = fault is null ? Interlocked.Increment(ref accepted) : Interlocked.Increment(ref refused);
                    }
                },
                iter: 3_000
            );
        Assert.True(accepted > 100 && refused > 100, $"{accepted} accepted, {refused} refused");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"gates\":[]}")]
    [InlineData("{\"gates\":{}}")]
    [InlineData("{\"gates\":[[]]}")]
    [InlineData("{\"$schema\":1,\"gates\":[{\"rule\":\"rows\",\"min\":1}]}")]
    [InlineData("{\"$schema\":\"x\",\"gates\":[{\"rule\":\"rows\",\"min\":1}]}")]
    [InlineData("{\"more\":1,\"gates\":[{\"rule\":\"rows\",\"min\":1}]}")]
    public void So_it_does_of_whole_files(string text) => Assert.Equal(Accepts(text), Fault(text) is null);

    [Fact]
    public void Every_single_value_is_judged_alike()
    {
        foreach (var (field, right, wrong) in Fields)
        {
            foreach (var value in right.Concat(wrong))
            {
                var rest = field == "rule" ? "" : "\"rule\":\"rows\",";
                var limit = field is "min" or "max" or "maxDrop" or "maxRise" ? "" : ",\"min\":1";
                var text = $"{{\"gates\":[{{{rest}\"{field}\":{value}{limit}}}]}}";
                Assert.True(right.Contains(value) == Accepts(text), $"schema: {text}");
                Assert.True(right.Contains(value) == (Fault(text) is null), $"reader: {text}");
            }
        }
    }

    private static string? Field(
        (string Field, string[] Right, string[] Wrong) field,
        (int Kind, int Which, bool) choice
    )
    {
        // Nothing mostly; of what is there one in five is wrong.
        var values = choice.Kind == 0 ? field.Wrong : field.Right;
        return
            (choice.Kind == 0 && choice.Which % 3 > 0) || (field.Field != "rule" && choice.Item3) || values.Length == 0
            ? null
            : $"\"{field.Field}\":{values[choice.Which % values.Length]}";
    }

    private static bool Accepts(string text)
    {
        using var document = JsonDocument.Parse(text);
        return Schema.Evaluate(document.RootElement).IsValid;
    }

    private static string? Fault(string text)
    {
        try
        {
            GateFile.Read(text);
            return null;
        }
        catch (PrismaticException fault)
        {
            return fault.Message;
        }
    }
}

using CsCheck;
using Prismatic.Gates;
using Prismatic.Reports;

namespace Prismatic.Tests.Gates;

public sealed class GateFileTests
{
    private const string Good = """
        {
          // What we hold.
          "gates": [
            { "rule": "diversity", "of": "gradients", "min": 60, "maxDrop": "5%" },
            { "rule": "PRS004", "max": 0.3, "severity": "warning", "files": "data/**/train*.parquet" },
          ],
        }
        """;

    [Fact]
    public void Gates_are_read_with_comments_and_trailing_commas()
    {
        var gates = GateFile.Read(
            """
            {
              // What we hold.
              "$schema": "gates.schema.json",
              "gates": [
                { "rule": "PRS001", "max": 0.05 },
                { "rule": "diversity", "of": "gradients", "min": 60, "maxDrop": "5%", "maxRise": 12.5,
                  "severity": "warning", "files": "data/train*.parquet" }, /* the last */
              ],
            }
            """
        );
        Assert.Equal(["PRS001", "PRS006"], gates.Select(gate => gate.Rule.Id));
        Assert.Equal((0.05, GateSeverity.Error), (gates[0].Max, gates[0].Severity));
        Assert.Equal(new GateChange(0.05, IsShare: true), gates[1].MaxDrop);
        Assert.Equal(new GateChange(12.5, IsShare: false), gates[1].MaxRise);
        Assert.Equal(
            ("gradients", 60.0, GateSeverity.Warning, "data/train*.parquet"),
            (gates[1].Of, gates[1].Min, gates[1].Severity, gates[1].Files)
        );
    }

    [Theory]
    [InlineData("", "the file is empty; prismatic init writes one")]
    [InlineData(" \n\t", "the file is empty; prismatic init writes one")]
    [InlineData("{", "line 1, column 2: this is not JSON: Expected ")]
    [InlineData("// nothing", "this is not JSON")]
    [InlineData("{\n  \"gates\": [ é ]\n}", "line 2, column 14: this is not JSON: '0xC3' is an invalid start")]
    [InlineData("{\n  /* ü */ \"gates\": 7 }", "line 2, column 20: \"gates\" must be a list of 1 to 1000 gates")]
    [InlineData("[]", "line 1, column 1: the file is no object")]
    [InlineData("null", "line 1, column 1: the file is no object")]
    [InlineData("{}", "line 1, column 2: the file has no list \"gates\"")]
    [InlineData("{\"gates\":[]}", "1 to 1000")]
    [InlineData("{\"gates\":{}}", "1 to 1000")]
    [InlineData("{\"gates\":[1]}", "gate 1 is not an object")]
    [InlineData("{\"gates\":[{\"max\":1}]}", "gate 1 names no rule")]
    [InlineData("{\"gates\":[{\"rule\":7,\"max\":1}]}", "gate 1 has a \"rule\" that is no text")]
    [InlineData("{\"gates\":[{\"rule\":\"speed\",\"max\":1}]}", "no rule that prismatic explain lists: \"speed\"")]
    [InlineData("{\"gates\":[{\"rule\":\"Diversty\",\"max\":1}]}", "\"Diversty\" (did you mean 'diversity'?)")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\"}]}", "has no limit")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":\"60\"}]}", "\"min\" that is no number")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":null}]}", "\"min\" that is no number")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":NaN}]}", "not JSON: 'N' is an invalid start")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1e999}]}", "\"min\" that is no number from -1e15 to 1e15")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":-1e16}]}", "\"min\" that is no number from -1e15 to 1e15")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":2,\"max\":1}]}", "min above its max")]
    [InlineData(
        "{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\n\"min\":1}]}",
        "line 2, column 1: gate 1 has \"min\" twice"
    )]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1}],\"gates\":[]}", "the file has \"gates\" twice")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"maxDrop\":\"five\"}]}", "neither a number nor a share")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"maxDrop\":-1}]}", "negative")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"maxDrop\":\"NaN%\"}]}", "neither a number nor a share")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"maxDrop\":\"-5%\"}]}", "neither a number nor a share")]
    [InlineData(
        "{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"severity\":\"fatal\"}]}",
        "neither \"error\" nor \"warning\": \"fatal\""
    )]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"of\":\"\"}]}", "\"of\" that is empty")]
    [InlineData(
        "{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"of\":\"\\u001b[2J\"}]}",
        "\"of\" with control characters"
    )]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"of\":\"\\ud800\"}]}", "half a character")]
    [InlineData("{\"gates\":[{\"\\ud800\":1}]}", "half a character")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"files\":\"a\\\\b\"}]}", "\"files\" with a backslash")]
    [InlineData(
        "{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"files\":\"/data/*\"}]}",
        "\"files\" that no file can match"
    )]
    [InlineData(
        "{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"files\":\"../data/*\"}]}",
        "\"files\" that no file can match"
    )]
    [InlineData(
        "{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"mim\":1}]}",
        "unknown field \"mim\" (did you mean 'min'?); known are rule"
    )]
    [InlineData(
        "{\"gates\":[{\"rule\":\"diversity\",\"min\":1}],\"more\":1}",
        "the file has the unknown field \"more\""
    )]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1}],\"$schema\":1}", "\"$schema\" is no text")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1}]} {}", "this is not JSON: '{' is invalid after")]
    public void What_is_wrong_is_told_in_one_line(string text, string expected)
    {
        var fault = Assert.Throws<PrismaticException>(() => GateFile.Read(text));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Equal(ExitCode.Usage, fault.ExitCode);
    }

    [Fact]
    public void Files_that_are_too_large_are_refused()
    {
        const string Gate = "{\"rule\":\"rows\",\"min\":1}";
        Assert.Contains(
            "more than 1000 gates",
            Fault(string.Join(',', Enumerable.Repeat(Gate, 1001))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "more than 1048576 characters",
            Fault(Gate + new string(' ', GateFile.LongestText)),
            StringComparison.Ordinal
        );
        Assert.Contains("gate 1 is not an object", Fault(new string('[', 100_000)), StringComparison.Ordinal);
        Assert.Contains(
            "\"of\" that is no text",
            Fault("{\"of\":" + new string('[', 100_000)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "of more than 1000 characters",
            Fault($"{{\"of\":\"{new string('x', 1001)}\"}}"),
            StringComparison.Ordinal
        );
        // A name of a megabyte is told by its beginning, and looked for nowhere.
        var fault = Fault($"{{\"{new string('x', 1_000_000)}\":1}}");
        Assert.InRange(fault.Length, 60, 300);

        static string Fault(string gates) =>
            Assert.Throws<PrismaticException>(() => GateFile.Read($"{{\"gates\":[{gates}]}}")).Message;
    }

    [Fact]
    public void Whatever_happens_to_a_file_it_is_read_or_its_fault_told() =>
        Gen.Int[0, Good.Length - 1]
            .Select(Gen.Int[0, 8], Gen.String[Gen.Char["{}[]\":,\\/*%1e-. \n\tué\0\u001b\ud800"], 0, 6])
            .Sample(
                (start, length, put) =>
                {
                    var text = Good[..start] + put + Good[Math.Min(Good.Length, start + length)..];
                    try
                    {
                        Assert.NotEmpty(GateFile.Read(text));
                    }
                    catch (PrismaticException fault)
                    {
                        Assert.Equal(ExitCode.Usage, fault.ExitCode);
                        Assert.Matches("^line [0-9]+, column [0-9]+: [^\n]*$", fault.Message);
                    }
                }
            );

    [Fact]
    public void Rules_have_stable_names_that_say_what_they_are()
    {
        Assert.Equal(GateRules.All.Count, GateRules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.Equal(GateRules.All.Count, GateRules.All.Select(rule => rule.Name).Distinct().Count());
        Assert.All(GateRules.All, rule => Assert.Matches("^PRS[0-9]{3}$", rule.Id));
        Assert.All(GateRules.All, rule => Assert.Equal(rule, GateRules.Find(rule.Name.ToUpperInvariant())));
        Assert.All(
            GateRules.All.SelectMany(rule => new[] { rule.Measure, rule.Why, rule.Next }),
            text => Assert.EndsWith(".", text, StringComparison.Ordinal)
        );
        Assert.Null(GateRules.Find("nothing"));
    }
}

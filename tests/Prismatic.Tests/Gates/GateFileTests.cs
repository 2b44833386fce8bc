using Prismatic.Gates;

namespace Prismatic.Tests.Gates;

public sealed class GateFileTests
{
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
                { "rule": "Diversity", "of": "gradients", "min": 60, "maxDrop": "5%", "maxRise": 12.5,
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
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "no list \"gates\"")]
    [InlineData("{}", "no list \"gates\"")]
    [InlineData("{\"gates\":[]}", "1 to 1000")]
    [InlineData("{\"gates\":{}}", "1 to 1000")]
    [InlineData("{\"gates\":[1]}", "gate 1 is not an object")]
    [InlineData("{\"gates\":[{\"max\":1}]}", "gate 1 names no rule")]
    [InlineData("{\"gates\":[{\"rule\":\"speed\",\"max\":1}]}", "unknown rule \"speed\"")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\"}]}", "has no limit")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":\"60\"}]}", "\"min\" that is no number")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1e999}]}", "\"min\" that is no number")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":2,\"max\":1}]}", "min above its max")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"maxDrop\":\"five\"}]}", "neither a number nor a share")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"maxDrop\":-1}]}", "negative")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"maxDrop\":\"NaN%\"}]}", "not finite")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"severity\":\"fatal\"}]}", "severity")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1,\"mni\":1}]}", "unknown field \"mni\"")]
    [InlineData("{\"gates\":[{\"rule\":\"diversity\",\"min\":1}],\"more\":1}", "unknown field \"more\"")]
    public void What_is_wrong_is_told_in_one_line(string text, string expected)
    {
        var fault = Assert.Throws<PrismaticException>(() => GateFile.Read(text));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Equal(ExitCode.Usage, fault.ExitCode);
    }

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

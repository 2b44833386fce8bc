using Prismatic.Gates;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Gates;

/// <summary>Every rule names rows to look at, or says why it cannot.</summary>
public sealed class GateRowsTests
{
    public static TheoryData<string> Rules => [.. GateRules.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_names_rows_of_reports_that_hold_everything(string id)
    {
        var rule = GateRules.Find(id)!;
        var rows = new[]
        {
            SampleReport.Create() with
            {
                Command = "audit",
            },
            SampleOutputs.Create(),
            SampleCompare.Create(),
        }
            .SelectMany(rule.Read)
            .SelectMany(reading => reading.Rows ?? [])
            .ToList();
        Assert.EndsWith(".", rule.Rows, StringComparison.Ordinal);
        Assert.Equal(rule.Rows.StartsWith("None: ", StringComparison.Ordinal), rows.Count == 0);
        Assert.All(rows, row => Assert.True(row.Row >= 0));
    }
}

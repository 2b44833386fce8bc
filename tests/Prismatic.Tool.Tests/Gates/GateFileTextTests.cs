using System.Text.RegularExpressions;
using CsCheck;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Tool.Rendering;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Tool.Tests.Gates;

public sealed partial class GateFileTextTests
{
    public static TheoryData<string> Samples => ["report", "outputs", "compare"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_file_and_what_was_chosen_read_so(string sample)
    {
        var file = GateFileText.Of(Report(sample));
        Golden.Verify($"init-{sample}.txt", file.Text + "\n" + string.Join("\n", file.Choices) + "\n");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_report_passes_the_file_that_was_made_of_it(string sample)
    {
        var report = Report(sample);
        var file = GateFileText.Of(report);
        var gates = GateFile.Read(file.Text);
        Assert.Equal(file.Gates, gates.Count);
        Assert.All(GateCheck.Run(report, gates), result => Assert.Equal(GateState.Passed, result.State));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Examples_of_limits_on_change_are_gates_once_their_slashes_are_gone(string sample)
    {
        var text = GateFileText.Of(Report(sample)).Text;
        var more = Slashes().Replace(text, "{");
        Assert.NotEqual(text, more);
        Assert.True(GateFile.Read(more).Count > GateFile.Read(text).Count);
        Assert.Contains(GateFile.Read(more), gate => gate.MaxRise is not null || gate.MaxDrop is not null);
    }

    [Fact]
    public void Without_data_limits_are_those_of_the_verdict()
    {
        var gates = GateFile.Read(GateFileText.Starter().Text);
        Assert.Equal([0.05, 0.2, 0.2], gates.Select(gate => gate.Max));
    }

    // Names of models and files come with the data.
    [Fact]
    public void Hostile_names_neither_break_the_file_nor_the_lines() =>
        Gen.String[Gen.Char["\"\\/{}[],:*#'<>&\n\r\t\0\u001b\u2028\u2029\u202e é"], 1, 12]
            .Sample(name =>
            {
                var report = SampleOutputs.Create();
                var outputs = report.Outputs!;
                report = report with
                {
                    Dataset = report.Dataset with { Files = [name] },
                    Verdict = report.Verdict with { Sentence = name },
                    Outputs = outputs with
                    {
                        Models = [outputs.Models[0] with { Name = name }, .. outputs.Models.Skip(1)],
                    },
                };
                var file = GateFileText.Of(report);
                Assert.Equal(file.Gates, GateFile.Read(file.Text).Count);
                Assert.All(GateCheck.Run(report, GateFile.Read(file.Text)), result => Assert.False(result.Fails));
                // A control character has no place in the file, so that model has no gates.
                Assert.Equal(!name.Any(char.IsControl), GateFile.Read(file.Text).Any(gate => gate.Of == name));
            });

    private static Report Report(string sample) =>
        sample switch
        {
            "report" => SampleReport.Create(),
            "outputs" => SampleOutputs.Create(),
            _ => SampleCompare.Create(),
        };

    [GeneratedRegex(@"// \{", RegexOptions.CultureInvariant)]
    private static partial Regex Slashes();
}

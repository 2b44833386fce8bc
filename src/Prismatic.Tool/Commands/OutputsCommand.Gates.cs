using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gates;
using Prismatic.Reports;
using Prismatic.Responses;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Limits, and what changes are measured from.</summary>
internal sealed partial class OutputsCommand
{
    [Option(GateOption.Template, GateOption.Help, CommandOptionType.SingleValue)]
    public string? Gates { get; set; }

    [Option(BaselineInput.Template, BaselineInput.Help, CommandOptionType.SingleValue)]
    public string? Baseline { get; set; }

    private async Task<(Report Report, GateBaseline? Baseline, PageMap Map)> MeasureBothAsync(
        ResponseRead read,
        ResponseRead? earlier,
        BaselineInput? baseline,
        PeopleFilesRead people,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var (report, spaces) = await MeasureAsync(read, people, null, session, progress);
        var map = await MapAsync(read.Set, spaces, session, progress);
        if (baseline is null)
        {
            return (report, null, map);
        }
        // Of as many answers a prompt as today, so that different answers can be compared.
        var past = earlier is null
            ? null
            : (
                await MeasureAsync(
                    earlier,
                    people,
                    report.Outputs?.AnswersCompared,
                    session,
                    new StagePrefix("baseline", progress)
                )
            ).Report;
        return (report, baseline.Readings(past), map);
    }
}

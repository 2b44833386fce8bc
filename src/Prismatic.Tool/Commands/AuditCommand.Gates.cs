using McMaster.Extensions.CommandLineUtils;
using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Reports;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Limits, and what changes are measured from.</summary>
internal sealed partial class AuditCommand
{
    [Option(GateOption.Template, GateOption.Help, CommandOptionType.SingleValue)]
    public string? Gates { get; set; }

    [Option(BaselineInput.Template, BaselineInput.Help, CommandOptionType.SingleValue)]
    public string? Baseline { get; set; }

    // Columns may have other names there: those of DATA are taken where it has them, else they are found by name.
    private async Task<AuditInput?> EarlierAsync(
        BaselineInput? baseline,
        IReadOnlyList<AgainstSet> against,
        Session session
    )
    {
        if (baseline is null or { Report: not null })
        {
            return null;
        }
        var dataset = await OpenLikeAsync(baseline.Data, session.Cancellation);
        session.Say($"Baseline {baseline.Name}: {dataset.Fields.Describe()}");
        return new AuditInput(dataset, against, await GainSourceAsync(dataset, session));
    }

    private async Task<AuditResult> AuditAsync(
        AuditInput today,
        AuditInput? earlier,
        BaselineInput? baseline,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var stop = session.Cancellation;
        var options = new ScanOptions { SampleSize = Sample, Seed = Seed };
        var scan = await DatasetScan.RunAsync(today.Dataset, options, progress, stop);
        if (baseline is null)
        {
            return await MeasureAsync(today, scan, null, session, progress);
        }
        if (earlier is null)
        {
            // Its numbers are those of as many rows as it was made of.
            var fewer = (int)Math.Min(baseline.Report!.Dataset.MeasuredRows, int.MaxValue);
            return (await MeasureAsync(today, scan, fewer, session, progress)) with
            {
                Baseline = baseline.Readings(null),
            };
        }
        var named = new StagePrefix("baseline", progress);
        var before = await DatasetScan.RunAsync(earlier.Dataset, options, named, stop);
        var common = Math.Min(scan.Rows.Count, before.Rows.Count);
        var past = await MeasureAsync(earlier, before, common, session, named);
        var now = await MeasureAsync(today, scan, common, session, progress);
        return now with { Baseline = baseline.Readings(past.Report) };
    }
}

/// <summary>What an audit reads.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Against">Sets it is searched for.</param>
/// <param name="Reasoning">Where reasoning and answer of a row are; null for nowhere.</param>
internal sealed record AuditInput(Dataset Dataset, IReadOnlyList<AgainstSet> Against, GainSource? Reasoning)
{
    /// <summary>Whether rows are placed in a plane, which only a page and a table of rows show.</summary>
    public bool HasMap { get; init; }
}

/// <summary>What an audit found.</summary>
/// <param name="Report">All numbers.</param>
/// <param name="Duplicates">Every duplicate row.</param>
/// <param name="Rows">What was found of every row.</param>
/// <param name="Map">Rows in a plane; null where nobody sees them.</param>
/// <param name="Baseline">What changes are measured from; null for none.</param>
internal sealed record AuditResult(
    Report Report,
    DuplicateMeasurement Duplicates,
    Func<RowTable> Rows,
    PageMap? Map = null,
    Prismatic.Gates.GateBaseline? Baseline = null
);

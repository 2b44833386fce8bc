using McMaster.Extensions.CommandLineUtils;
using Prismatic.Data;
using Prismatic.Duplicates;
using Prismatic.Features;
using Prismatic.Reports;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Options of the search for duplicates, within DATA and against other sets.</summary>
internal sealed partial class AuditCommand
{
    [Option(
        "--against <PATH>",
        "Another data set, such as an evaluation set or the base branch's: how many rows of DATA it holds too, and how "
            + "many of its rows DATA holds. May be given several times.",
        CommandOptionType.MultipleValue
    )]
    public string[] Against { get; set; } = [];

    [Option(
        "--near-threshold <JACCARD>",
        "Jaccard similarity of 5-word shingles from which rows are near-duplicates, above 0 and at most 1. Default: 0.8.",
        CommandOptionType.SingleValue
    )]
    public double NearThreshold { get; set; } = new DuplicateOptions().Threshold;

    [Option(
        "--duplicates <FILE>",
        "Write every duplicate row with its kind, its cluster and the row it is most like: .parquet or .jsonl.",
        CommandOptionType.SingleValue
    )]
    public string? DuplicatesFile { get; set; }

    private DuplicateOptions DuplicateOptions => new() { Threshold = NearThreshold, Seed = Seed };

    private void CheckDuplicates()
    {
        Require(NearThreshold is > 0 and <= 1, "--near-threshold", "above 0 and at most 1");
        Require(
            DuplicatesFile is null || DuplicateTable.CanWrite(DuplicatesFile),
            "--duplicates",
            "a file that ends in .parquet or .jsonl"
        );
    }

    private async Task<DuplicateMeasurement> DuplicatesAsync(
        ChosenRows rows,
        IReadOnlyList<AgainstSet> others,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        session.Say(MemoryOf(rows.Count, rows.Scan, others));
        var meter = new DuplicateMeter(DuplicateOptions, Threads);
        return await meter.MeasureAsync(rows, others, progress, session.Cancellation);
    }

    private async Task<DuplicatesSummary> SummariseAsync(
        DuplicateMeasurement found,
        IReadOnlyDictionary<long, string> excerpts,
        CancellationToken cancellation
    )
    {
        var others = new List<IReadOnlyDictionary<long, string>>();
        foreach (var other in found.Against)
        {
            others.Add(
                await ExampleTexts.ReadAsync(other.Others.Dataset, other.ExampleRows, Files.Letters, cancellation)
            );
        }
        return DuplicatesBuilder.Summarise(found, excerpts, others);
    }

    private string MemoryOf(int rows, DatasetScan scan, IReadOnlyList<AgainstSet> others)
    {
        var line =
            $"Duplicates among {Numbers.Count(rows, "row")} need at most "
            + $"{Numbers.Size(DuplicateOptions.EstimatedBytes(rows, scan.MeanBytes))} of memory";
        if (others.Count == 0)
        {
            return line + ".";
        }
        var known = others.All(other => other.Dataset.RowCountHint is not null);
        var most = others.Max(other => other.Dataset.RowCountHint ?? 0);
        return known
            ? $"{line}, with the largest other set {Numbers.Size(DuplicateOptions.EstimatedBytes(rows + most, scan.MeanBytes))}."
            : $"{line}, and {Numbers.Count(DuplicateOptions.EstimatedBytes(1, scan.MeanBytes))} bytes for each row of another set.";
    }
}

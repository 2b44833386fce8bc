using McMaster.Extensions.CommandLineUtils;
using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Turns rows into gradient vectors.</summary>
[Command(
    "gradients",
    Description = "Turn rows into vectors: the projected gradients of a proxy model's loss, of unit length.",
    ExtendedHelpText = """
        Examples:
          prismatic gradients train.parquet -o vectors.parquet
          prismatic gradients train.parquet -o vectors.parquet --sample 5000 --model my-model/

        Columns of the output: row (number in the data, from 0), loss (nats a token), gradient (1,024
        floats). Rows without text are left out.
        """
)]
internal sealed class GradientsCommand : DataCommand
{
    [Argument(0, "DATA", "Files, folders, globs, or hf://datasets/OWNER/NAME.")]
    [System.ComponentModel.DataAnnotations.Required(ErrorMessage = "DATA is missing: give a file, a folder or a glob")]
    public string[] Data { get; set; } = [];

    [Option("-o|--output <FILE>", "Parquet file with the vectors.", CommandOptionType.SingleValue)]
    [System.ComponentModel.DataAnnotations.Required(ErrorMessage = "-o is missing: give the file to write")]
    public string Output { get; set; } = "";

    [Option("--sample <N>", "Take N rows, drawn by the seed. Default: all rows.", CommandOptionType.SingleValue)]
    public int? Sample { get; set; }

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var dataset = await OpenAsync(Data, session);
        OutputPaths.Check(dataset.Files, [Output]);
        var (scan, view) = await OnDeviceAsync(session, progress => ExtractAsync(dataset, session, progress));
        await ParquetTableWriter.WriteAsync(Output, Columns(view), session.Cancellation);
        session.Say(
            $"{Numbers.Count(view.Space.Rows.RowCount)} of {Numbers.Count(scan.RowCount)} rows; "
                + $"{Numbers.Count(scan.NullRows.Count)} null and {Numbers.Count(scan.EmptyRows.Count)} empty left out"
        );
        session.Terminal.Out.WriteLine(VisibleText.Of(Output));
        return ExitCode.Pass;
    }

    /// <inheritdoc/>
    public override Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        Require(Sample is null or > 0, "--sample", "at least 1");
        return base.Start(terminal, arguments, cancellation);
    }

    private async Task<(DatasetScan Scan, FeatureView View)> ExtractAsync(
        Dataset dataset,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var options = new ScanOptions { SampleSize = Sample, Seed = Seed };
        var scan = await DatasetScan.RunAsync(dataset, options, progress, session.Cancellation);
        var features = ViewsOf(session);
        var gradients = FeatureChoice.Parse(FeatureChoice.Gradients);
        var views = await features.ExtractAsync(gradients, [new ChosenRows(dataset, scan)], progress);
        return (scan, views[0]);
    }

    private static IReadOnlyList<OutputColumn> Columns(FeatureView view) =>
        [
            OutputColumn.Long("row", view.Space.RowIndices),
            OutputColumn.Float("loss", view.Losses),
            OutputColumn.FloatVectors("gradient", view.Space.Rows.RowCount, row => (view.Raw ?? view.Space).Rows[row]),
        ];
}

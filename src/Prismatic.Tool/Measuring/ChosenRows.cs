using Prismatic.Data;
using Prismatic.Features;

namespace Prismatic.Tool.Measuring;

/// <summary>Rows of a data set that a scan chose.</summary>
internal sealed record ChosenRows(Dataset Dataset, DatasetScan Scan) : IRowSource
{
    // The larger feature spaces have this many dimensions, and a matrix is one array.
    private const int Dimensions = 1024;

    /// <summary>How many.</summary>
    /// <exception cref="PrismaticException">None, or more than one matrix holds.</exception>
    public int Count =>
        Scan.Rows.Count switch
        {
            0 => throw new PrismaticException(
                $"'{Dataset.Files[0]}' has {Scan.RowCount} rows and none with text; name another column with --text"
            ),
            > int.MaxValue / Dimensions => throw new PrismaticException(
                $"{Scan.Rows.Count} rows are more than can be measured at once; take part of them with --sample 500000",
                ExitCode.Usage
            ),
            var count => count,
        };

    /// <summary>Streams them, ascending.</summary>
    public IAsyncEnumerable<TextRow> ReadAsync(CancellationToken cancellation) => Scan.ReadAsync(Dataset, cancellation);
}

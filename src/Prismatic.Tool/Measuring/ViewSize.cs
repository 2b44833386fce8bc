using System.Globalization;

namespace Prismatic.Tool.Measuring;

/// <summary>Whether a view fits into one matrix, known once its model is.</summary>
internal static class ViewSize
{
    /// <summary>Stops before long work where a set has more numbers than one array holds.</summary>
    /// <param name="sets">Rows to be read.</param>
    /// <param name="dimension">Numbers of a row.</param>
    /// <exception cref="PrismaticException">It does not fit; exit code 2.</exception>
    public static void Require(IReadOnlyList<IRowSource> sets, int dimension)
    {
        var most = Array.MaxLength / dimension;
        if (sets.Any(set => set.Count > most))
        {
            throw new PrismaticException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sets.Max(set => set.Count)} rows of {dimension} numbers are more than can be measured at once; take part of them with --sample {most}"
                ),
                ExitCode.Usage
            );
        }
    }
}

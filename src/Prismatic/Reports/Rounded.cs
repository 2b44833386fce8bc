namespace Prismatic.Reports;

/// <summary>
/// The digits a report states. Summation order changes with the width of a machine's vectors, so later digits are not
/// the same everywhere.
/// </summary>
internal static class Rounded
{
    /// <summary>An effective number: 2 decimals.</summary>
    public static double Score(double value) => Math.Round(Finite(value), 2, MidpointRounding.AwayFromZero);

    /// <summary>A share or a similarity: 4 decimals.</summary>
    public static double Share(double value) => Math.Round(Finite(value), 4, MidpointRounding.AwayFromZero);

    /// <summary>A share so small that it needs 6 decimals.</summary>
    public static double Small(double value) => Math.Round(Finite(value), 6, MidpointRounding.AwayFromZero);

    /// <summary>A loss in nats: 3 decimals.</summary>
    public static double Loss(double value) => Math.Round(Finite(value), 3, MidpointRounding.AwayFromZero);

    /// <summary>Part over whole; 0 of nothing.</summary>
    public static double Share(long part, long whole) => whole == 0 ? 0 : Share((double)part / whole);

    // Adding zero turns -0 into 0, which would print differently.
    private static double Finite(double value) =>
        double.IsFinite(value)
            ? value + 0.0
            : throw new ArgumentException("A report holds finite numbers only.", nameof(value));
}

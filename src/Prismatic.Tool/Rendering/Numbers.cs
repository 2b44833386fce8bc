using System.Globalization;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>How people read the numbers of a report; never affected by the culture of the machine.</summary>
internal static class Numbers
{
    /// <summary>7,473.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>1 row, 7,473 rows.</summary>
    public static string Count(long value, string noun) => $"{Count(value)} {noun}{(value == 1 ? "" : "s")}";

    /// <summary>214.3, or 1,214 when the decimal says nothing.</summary>
    public static string Score(double value) =>
        value.ToString(value < 1000 ? "N1" : "N0", CultureInfo.InvariantCulture);

    /// <summary>38 %, with a decimal below ten.</summary>
    public static string Percent(double share)
    {
        var percent = share * 100;
        var digits = percent is 0 or >= 9.95 ? "N0" : "N1";
        return percent.ToString(digits, CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>0.742.</summary>
    public static string Decimal(double value) => value.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>A mean with its error, where it has one: 2.1 ± 0.2; a dash for none.</summary>
    public static string Of(MeanFigure? figure, Func<double, string> format) =>
        figure is null ? "-"
        : figure.StandardError is { } error ? $"{format(figure.Mean)} ± {format(error)}"
        : format(figure.Mean);

    /// <summary>0.742 ± 0.011.</summary>
    public static string Drawn(DrawnValue value) => $"{Decimal(value.Mean)} ± {Decimal(value.StandardDeviation)}";

    /// <summary>45 s, 3 min 20 s, 2 h 5 min.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Ceiling(time.TotalSeconds);
        return seconds switch
        {
            < 60 => $"{seconds} s",
            < 600 => $"{seconds / 60} min {seconds % 60} s",
            < 3600 => $"{(seconds + 30) / 60} min",
            _ => $"{seconds / 3600} h {seconds % 3600 / 60} min",
        };
    }

    /// <summary>640 bytes, 12.3 kB, 4.5 MB, 1.05 GB, in steps of a thousand.</summary>
    public static string Size(double bytes) =>
        bytes switch
        {
            >= 1e9 => (bytes / 1e9).ToString("N2", CultureInfo.InvariantCulture) + " GB",
            >= 1e6 => (bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture) + " MB",
            >= 1e3 => (bytes / 1e3).ToString("N1", CultureInfo.InvariantCulture) + " kB",
            _ => bytes.ToString("N0", CultureInfo.InvariantCulture) + " bytes",
        };

    /// <summary>Plain, thousands (k) or millions (M).</summary>
    public static string About(double value) =>
        value switch
        {
            >= 1e6 => (value / 1e6).ToString("N1", CultureInfo.InvariantCulture) + " M",
            >= 1e4 => (value / 1e3).ToString("N0", CultureInfo.InvariantCulture) + " k",
            >= 1e3 => (value / 1e3).ToString("N1", CultureInfo.InvariantCulture) + " k",
            _ => value.ToString("N0", CultureInfo.InvariantCulture),
        };
}

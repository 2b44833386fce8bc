using System.Text;
using Prismatic.Reports;

namespace Prismatic.Tool.Rendering;

/// <summary>The report inside its own page, so that whoever has the page has the numbers.</summary>
internal static class EmbeddedJson
{
    // Beside a page of 2 MB at most; names of very many files can make a report longer.
    private const int MostBytes = 600_000;

    /// <summary>JSON that no parser of HTML can leave: the five characters that could are written as escapes. Null where it is too long.</summary>
    public static SafeHtml? Of(Report report)
    {
        var json = ReportJson.Write(report);
        return Encoding.UTF8.GetByteCount(json) > MostBytes ? null : new SafeHtml(Escaped(json));
    }

    /// <summary>In JSON these characters stand inside of strings only, where an escape means the same.</summary>
    internal static string Escaped(string json) =>
        json.Replace("&", "\\u0026", StringComparison.Ordinal)
            .Replace("<", "\\u003c", StringComparison.Ordinal)
            .Replace(">", "\\u003e", StringComparison.Ordinal)
            .Replace("\u2028", "\\u2028", StringComparison.Ordinal)
            .Replace("\u2029", "\\u2029", StringComparison.Ordinal);
}

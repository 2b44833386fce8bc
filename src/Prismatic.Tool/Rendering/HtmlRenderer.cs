using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Prismatic.Reports;
using Scriban;
using Scriban.Runtime;

namespace Prismatic.Tool.Rendering;

/// <summary>The report as one HTML file that needs nothing else: no network, no script, no font.</summary>
internal static class HtmlRenderer
{
    /// <summary>The page, UTF-8, line feeds; the same bytes for the same report.</summary>
    public static string Render(Report report)
    {
        var style = Resource("report.css");
        var globals = new ScriptObject
        {
            ["report"] = report,
            ["style"] = new SafeHtml(style),
            ["style_hash"] = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style))),
        };
        globals.Import("count", new Func<long, string>(Numbers.Count));
        globals.Import("score", new Func<double, string>(Numbers.Score));
        globals.Import("percent", new Func<double, string>(Numbers.Percent));
        globals.Import("decimal", new Func<double, string>(Numbers.Decimal));
        globals.Import("word", new Func<DiversityLevel, string>(Word));
        globals.Import("modes_chart", new Func<ViewSummary, SafeHtml>(Charts.Modes));
        globals.Import("sizes_chart", new Func<ViewSummary, SafeHtml>(Charts.ClusterSizes));
        globals.Import("meter", new Func<double, string, SafeHtml>(Charts.Meter));
        globals.Import("sorted", new Func<IReadOnlyDictionary<string, string>, object>(Sorted));

        var context = new EscapingContext();
        context.PushGlobal(globals);
        return Page.Value.Render(context);
    }

    /// <summary>The templates, by file name, for the tests that look at how they escape.</summary>
    internal static string Resource(string name)
    {
        var full = $"Prismatic.Tool.Rendering.Templates.{name}";
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(full)
            ?? throw new InvalidOperationException($"The program was built without its template {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static readonly Lazy<Template> Page = new(() =>
    {
        var template = Template.Parse(Resource("report.html"), "report.html");
        return template.HasErrors
            ? throw new InvalidOperationException(string.Join("; ", template.Messages))
            : template;
    });

    private static string Word(DiversityLevel level) =>
        level switch
        {
            DiversityLevel.Diverse => "diverse",
            DiversityLevel.Mixed => "mixed",
            _ => "homogeneous",
        };

    private static List<KeyValuePair<string, string>> Sorted(IReadOnlyDictionary<string, string> pairs) =>
        [.. pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
}

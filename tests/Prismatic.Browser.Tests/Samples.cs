using Prismatic.Reports;
using Prismatic.Tool.Rendering;
using Prismatic.Tool.Tests.Rendering;

namespace Prismatic.Browser.Tests;

/// <summary>Pages that use every field of the record, by name.</summary>
internal static class Samples
{
    /// <summary>Names of the pages.</summary>
    public static TheoryData<string> Names => ["audit", "filter", "outputs", "compare"];

    /// <summary>A page whose texts all passed through a function.</summary>
    public static string Page(string name, Func<string, string>? text = null) =>
        HtmlRenderer.Render(Report(name, text), name is "audit" or "filter" ? SampleMap.Create(text: text) : null);

    private static Report Report(string name, Func<string, string>? text) =>
        name switch
        {
            "audit" => SampleReport.Create(text) with { Filter = null },
            "filter" => SampleReport.Create(text) with
            {
                Agreement = null,
                Duplicates = null,
                Wording = null,
                Templates = null,
                Meaning = null,
                Gain = null,
            },
            "compare" => SampleCompare.Create(text),
            _ => SampleOutputs.Create(text),
        };
}

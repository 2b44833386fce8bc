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
        HtmlRenderer.Render(Report(name, text), Map(name, text));

    private static PageMap Map(string name, Func<string, string>? text)
    {
        var map = SampleMap.Create(text: text);
        return name switch
        {
            "outputs" => map with { Noun = "answer", FileTitle = "model" },
            // Numbers of two sets, one after the other.
            "compare" => map with { Numbers = [.. map.Rows.Select(row => row % 50)], Files = [], FileOf = [] },
            _ => map,
        };
    }

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

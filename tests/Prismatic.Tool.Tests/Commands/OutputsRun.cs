using System.Text.Json;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Runs the command "outputs" in a place of its own.</summary>
internal sealed class OutputsRun : IDisposable
{
    /// <summary>Where files lie.</summary>
    public Workplace Place { get; } = new();

    /// <summary>The report of the last run.</summary>
    public Report Report => ReportJson.Read(File.ReadAllText(Place.PathOf("r.json")));

    /// <summary>The page of the last run.</summary>
    public string Page => File.ReadAllText(Place.PathOf("r.html"));

    /// <summary>With report and page written.</summary>
    public Task<Run> RunAsync(params string[] args) =>
        Run.PrismaticAsync(["outputs", .. args, "--html", Place.PathOf("r.html"), "--json", Place.PathOf("r.json")]);

    /// <summary>Through the view of words alone, which needs no model.</summary>
    public Task<Run> WordsAsync(params string[] args) => RunAsync([.. args, "--features", "ngrams"]);

    /// <summary>One answer to each prompt, in lines of JSON.</summary>
    public static string Rows(string[] answers, string[] prompts) =>
        string.Concat(
            answers.Zip(prompts, (response, prompt) => JsonSerializer.Serialize(new { prompt, response }) + "\n")
        );

    public void Dispose() => Place.Dispose();
}

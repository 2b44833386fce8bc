using Prismatic.Responses;
using Prismatic.Tests.Data;
using static Prismatic.Tests.Responses.Reading;

namespace Prismatic.Tests.Responses;

public sealed class EvaluationResultTests
{
    [Fact]
    public async Task A_folder_of_results_gives_samples_in_the_order_of_iterations()
    {
        using var folder = new TempFolder();
        foreach (var iteration in new[] { 1, 2, 10 })
        {
            folder.Write(
                $"results/run/Scenario/{iteration}.json",
                Result("Scenario", $"{iteration}", $"a{iteration}", "m")
            );
        }
        folder.Write("cache/Scenario/1/entry.json", """{"scenarioName":"Scenario","iterationName":"1"}""");

        var read = await Read(folder.Path);

        Assert.Equal([("p", "m", "a1"), ("p", "m", "a2"), ("p", "m", "a10")], read.Answers());
        Assert.Equal("left out", read.Files[0].Layout);
        Assert.All(read.Files.Skip(1), file => Assert.Equal("Microsoft.Extensions.AI.Evaluation results", file.Layout));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_report_holds_the_same_on_one_line_or_many(bool onOneLine)
    {
        using var folder = new TempFolder();
        var results = string.Join(",\n", Result("S", "1", "a", "m"), Result("S", "1", "b", null));
        var report = $$"""{"scenarioRunResults":[{{results}}],"createdAt":"2025-01-01","generatorVersion":"9.5"}""";
        var path = folder.Write("report.json", onOneLine ? report.ReplaceLineEndings(" ") : report);

        var read = await Read(path);

        Assert.Equal([("p", "m", "a"), ("p", "run", "b")], read.Answers());
        var fields = new ResponseFields { QualityColumn = "Coherence", ModelColumn = "executionName" };
        var scored = await Read(fields, path);
        Assert.Equal([4, 4], scored.Set.Responses.Select(answer => answer.Quality));
        Assert.Equal(["run"], scored.Set.Models);
    }

    [Fact]
    public async Task One_result_on_one_line_is_a_row_and_older_answers_are_one_message()
    {
        using var folder = new TempFolder();
        var whole = folder.Write("1.json", Result("S", "1", "a", "m").ReplaceLineEndings(" "));
        var older = folder.Write(
            "2.json",
            """
            {"scenarioName":"S","iterationName":"1","executionName":"run",
            "messages":[{"role":"system","contents":[{"$type":"text","text":"s"}]},{"role":"user","contents":[{"$type":"text","text":"p"}]}],
            "modelResponse":{"role":"assistant","contents":[{"$type":"text","text":"old"}]}}
            """
        );

        Assert.Equal([("p", "m", "a"), ("system: s\nuser: p", "run", "old")], (await Read(whole, older)).Answers());
    }

    private static string Result(string scenario, string iteration, string answer, string? model) =>
        $$$"""
            {"scenarioName":"{{{scenario}}}","iterationName":"{{{iteration}}}","executionName":"run","creationTime":"2025-01-01",
            "messages":[{"role":"user","contents":[{"$type":"text","text":"p"}]}],
            "modelResponse":{"messages":[
            {"role":"assistant","contents":[{"$type":"reasoning","text":"thought"},{"$type":"text","text":"{{{answer}}}"}]},
            {"role":"tool","contents":[{"$type":"functionResult","callId":"1","result":"r"}]}]
            {{{(model is null ? "" : $",\"modelId\":\"{model}\"")}}}},
            "evaluationResult":{"metrics":{"Coherence":{"$type":"numeric","value":4,"name":"Coherence"} } },"formatVersion":1}
            """;
}

using System.Text.Json;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Rows to look at bear the numbers of rows in the files.</summary>
public sealed class OutputsRowsTests : IDisposable
{
    private const string Refusal = "I'm sorry, but I can't help with that.";
    private const string Stock = "That depends on many things that only you can know about yourself.";

    private readonly OutputsRun _outputs = new();

    public void Dispose() => _outputs.Dispose();

    [Fact]
    public async Task Numbers_run_over_all_files()
    {
        (string Prompt, string Answer)[] rows =
        [
            // first.jsonl
            ("Name a colour.", "A red like rust."),
            ("Name a colour.", "Blue."),
            ("Name a tree.", "Oak."),
            ("Name a tree.", "OAK!"),
            // second.jsonl
            ("Name a colour.", Refusal),
            ("Name a colour.", "A red like rust."),
            ("Name a tree.", Stock),
            ("Name a river.", Stock + " Truly."),
            ("Name a river.", Stock),
        ];
        var first = Write("first.jsonl", rows[..4]);
        var second = Write("second.jsonl", rows[4..]);
        var run = await _outputs.WordsAsync(first, second, "--equivalence", "normalised");
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var outputs = _outputs.Report.Outputs!;
        Assert.Equal([2], Numbers(outputs.Models[0].Rows!.Repeated));
        Assert.Equal([2], Numbers(outputs.Models[0].Rows!.FewestDifferent));
        Assert.Equal([4], Numbers(outputs.Models[1].Rows!.Refusals));
        Assert.Equal([6], Numbers(outputs.AcrossRows!));
        Assert.Contains(0, Numbers(outputs.Views[0].Rows!.Between));
        Assert.Contains(5, Numbers(outputs.Views[0].Rows!.Between));
        IEnumerable<ExampleRow> all =
        [
            .. outputs.Models.SelectMany(model =>
                model.Rows!.FewestDifferent.Concat(model.Rows.Repeated).Concat(model.Rows.Refusals)
            ),
            .. outputs.AcrossRows!,
            .. outputs.Views.SelectMany(view => view.Rows!.Between.Concat(view.Rows.Within)),
        ];
        Assert.All(all, row => Assert.Equal($"{rows[row.Row].Prompt} → {rows[row.Row].Answer}", row.Excerpt));
    }

    [Fact]
    public async Task Answers_of_a_list_have_the_number_of_its_row()
    {
        var answers = _outputs.Place.Write(
            "r.jsonl",
            """{"prompt":"a","responses":["one","two"]}"""
                + "\n"
                + """{"prompt":"b","responses":["one","one"]}"""
                + "\n"
        );
        Assert.Equal(ExitCode.Pass, (await _outputs.WordsAsync(answers)).Code);
        Assert.Equal([1], Numbers(_outputs.Report.Outputs!.Models[0].Rows!.Repeated));
    }

    [Fact]
    public async Task Answers_beside_those_of_people_are_named()
    {
        var answers = Write(
            "answers.jsonl",
            [
                ("Is tea good?", "It is what it is."),
                .. Enumerable.Repeat(("Is rain good?", "no"), 30),
                ("Is tea good?", "yes"),
                ("Is rain good?", "Perhaps tomorrow."),
            ]
        );
        var humans = _outputs.Place.Write(
            "humans.csv",
            "question,option,count\nIs tea good?,yes,50\nIs tea good?,no,50\nIs rain good?,yes,95\nIs rain good?,no,5\n"
        );
        var run = await _outputs.WordsAsync(answers, "--humans", humans);
        Assert.Equal("", run.Code == ExitCode.Pass ? "" : run.Error);
        var rows = Assert.Single(_outputs.Report.People!.Models).Rows!;
        Assert.Equal([1], Numbers(rows.Furthest));
        Assert.Equal([0, 32], Numbers(rows.Unmapped).Order());
    }

    private static IEnumerable<long> Numbers(IEnumerable<ExampleRow> rows) => rows.Select(row => row.Row);

    private string Write(string name, IEnumerable<(string Prompt, string Answer)> rows) =>
        _outputs.Place.Write(
            name,
            string.Concat(
                rows.Select(row => JsonSerializer.Serialize(new { prompt = row.Prompt, response = row.Answer }) + "\n")
            )
        );
}

using System.Text.Json;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>What of a data set's text its reports show.</summary>
public sealed class ExamplesTests : IDisposable
{
    // In no word list, file name or option.
    private const string Secret = "zqxjkv";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("none", false, false)]
    [InlineData(null, true, false)]
    [InlineData("short", true, true)]
    public async Task Audit_shows_what_was_asked_for(string? examples, bool inPage, bool inMarkdown)
    {
        var data = _place.Texts("rows-of-people.jsonl", Rows());
        var other = _place.Texts("other.jsonl", Rows().Take(20));
        string[] args =
        [
            "audit",
            data,
            "--text",
            "text",
            "--features",
            "ngrams",
            "--against",
            other,
            "--duplicates",
            _place.PathOf("d.jsonl"),
        ];
        var run = await RunAsync(args, examples);
        Shows(run, inPage, inMarkdown);
        Assert.DoesNotContain(
            Secret,
            await File.ReadAllTextAsync(_place.PathOf("d.jsonl")),
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Contains("rows-of-people.jsonl", await ReadAsync("r.json"), StringComparison.Ordinal);
        Assert.Contains("u0027text", await ReadAsync("r.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", false, false)]
    [InlineData(null, true, false)]
    public async Task Filter_shows_what_was_asked_for(string? examples, bool inPage, bool inMarkdown)
    {
        var data = _place.Texts("rows.jsonl", Rows());
        var run = await RunAsync(
            ["filter", data, "-o", _place.PathOf("kept.parquet"), "--keep", "30", "--features", "ngrams"],
            examples
        );
        Shows(run, inPage, inMarkdown);
        var dropped = await File.ReadAllBytesAsync(_place.PathOf("kept.dropped.parquet"));
        Assert.DoesNotContain(
            Secret,
            System.Text.Encoding.Latin1.GetString(dropped),
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Theory]
    [InlineData("none", false, false)]
    [InlineData(null, true, false)]
    [InlineData("full", true, true)]
    public async Task Outputs_show_what_was_asked_for(string? examples, bool inPage, bool inMarkdown)
    {
        var data = _place.Write("answers.jsonl", string.Concat(Answers()));
        var humans = _place.Write(
            "people.csv",
            "question,option,n\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 4)
                        .Select(i => $"prompt {i} {Secret},yes {Secret},9\nprompt {i} {Secret},no {Secret},9\n")
                )
        );
        var views = _place.Write(
            "views.csv",
            "prompt,viewpoint\n" + $"prompt 0 {Secret},a viewpoint {Secret} of nobody\n"
        );
        var run = await RunAsync(
            ["outputs", data, "--features", "ngrams", "--humans", humans, "--viewpoints", views],
            examples
        );
        Shows(run, inPage, inMarkdown);
        Assert.Contains("answers.jsonl", await ReadAsync("r.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_shows_rows_to_their_end()
    {
        var end = "theveryend";
        var data = _place.Texts(
            "rows.jsonl",
            Enumerable
                .Range(0, 30)
                .Select(i =>
                    $"{i} " + string.Join(' ', Enumerable.Range(0, 100).Select(w => $"word{w * i}")) + " " + end
                )
        );
        await RunAsync(["audit", data, "--features", "ngrams"], "full");
        Assert.Contains($" {end}\"", await ReadAsync("r.json"), StringComparison.Ordinal);
        await RunAsync(["audit", data, "--features", "ngrams"], "short");
        Assert.DoesNotContain("word99 theveryend", await ReadAsync("r.json"), StringComparison.Ordinal);
    }

    private async Task<Run> RunAsync(string[] args, string? examples)
    {
        var run = await Run.PrismaticAsync([
            .. args,
            "--json",
            _place.PathOf("r.json"),
            "--html",
            _place.PathOf("r.html"),
            "--markdown",
            _place.PathOf("r.md"),
            "--sarif",
            _place.PathOf("r.sarif"),
            "--annotations",
            "github",
            "--card",
            _place.PathOf("card.md"),
            .. examples is null ? Array.Empty<string>() : ["--examples", examples],
        ]);
        Assert.Equal((ExitCode.Pass, ""), (run.Code, run.Code == ExitCode.Pass ? "" : run.Error));
        return run;
    }

    private void Shows(Run run, bool inPage, bool inMarkdown)
    {
        Assert.DoesNotContain(Secret, run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, File.ReadAllText(_place.PathOf("card.md")), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(inPage, Holds(run.Out));
        Assert.Equal(inPage, Holds(File.ReadAllText(_place.PathOf("r.html"))));
        Assert.Equal(inPage, Holds(File.ReadAllText(_place.PathOf("r.json"))));
        Assert.Equal(inMarkdown, Holds(File.ReadAllText(_place.PathOf("r.md"))));
        var annotations = run.Out.Split('\n').Where(line => line.StartsWith("::", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(annotations);
        Assert.True(inMarkdown || !Holds(string.Concat(annotations) + File.ReadAllText(_place.PathOf("r.sarif"))));
    }

    private static bool Holds(string text) => text.Contains(Secret, StringComparison.OrdinalIgnoreCase);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(_place.PathOf(name));

    // Copies, near-copies, a template with slots, phrases, terms of clusters: each with the secret in it.
    private static IEnumerable<string> Rows()
    {
        for (var i = 0; i < 60; i++)
        {
            yield return i % 3 == 0
                ? $"Tom {Secret} has {i % 9} {Secret}apples and buys {i} more from the {Secret} shop, how many are there now {Secret}?"
                : $"{Secret}{i} row {i * i} about {Secret} thing {i % 7} with words {Secret} {i + 1} of its own {Secret}";
        }
    }

    private static IEnumerable<string> Answers() =>
        from prompt in Enumerable.Range(0, 4)
        from model in new[] { "narrow", "wide" }
        from sample in Enumerable.Range(0, 3)
        select JsonSerializer.Serialize(
            new
            {
                prompt = $"prompt {prompt} {Secret}",
                model,
                response = sample == 0
                    ? $"yes {Secret}"
                    : $"I cannot {Secret} help with this {Secret} thing of {model} today",
                label = $"{Secret} {sample}",
            }
        ) + "\n";
}

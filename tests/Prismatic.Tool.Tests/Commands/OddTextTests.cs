using System.Text;
using System.Text.Json;
using Prismatic.Reports;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Data sets that are odd but legal: each has a result, and nothing in it reaches the terminal as it is.</summary>
public sealed class OddTextTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    public static TheoryData<string, string[]> Sets =>
        new()
        {
            { "one row", ["a single row"] },
            { "one letter", ["x"] },
            { "two rows of a letter", ["x", "y"] },
            { "all the same", [.. Enumerable.Repeat("the same row again and again", 300)] },
            {
                "the same but for case and spaces",
                [.. Enumerable.Range(0, 60).Select(i => new string(' ', i) + "Row")]
            },
            {
                "nothing in common",
                [.. Enumerable.Range(0, 60).Select(i => $"{(char)('\u4e00' + (i * 7))}{i * 7919}")]
            },
            { "blank rows among others", ["", "  ", "\t\n", "text", "more text"] },
            {
                "right to left",
                [
                    "\u0645\u0631\u062d\u0628\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645",
                    "\u05e9\u05dc\u05d5\u05dd",
                    "\u202e reversed \u202c",
                ]
            },
            { "combining marks", [new string('\u0301', 20_000), "e" + new string('\u0301', 500), "plain"] },
            { "control characters", ["\u0000", "\u001b[31mred\u001b[0m", "bell \u0007 and \u0085", "\r\n\r\n."] },
            { "punctuation", ["!!!", "...", "?", "--- ---"] },
            { "emoji", ["\U0001F468\u200d\U0001F469\u200d\U0001F467", "\U0001F600\U0001F600\U0001F600", "\ufe0f"] },
            { "a very long word", [new string('w', 1_000_000), "short"] },
            {
                "a very long text",
                [string.Concat(Enumerable.Range(0, 200_000).Select(i => $"word{i % 997} ")), "short"]
            },
        };

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Odd_texts_are_measured(string name, string[] texts)
    {
        var run = await AuditAsync(_place.Texts("odd.jsonl", texts));
        Assert.True(run.Code == ExitCode.Pass, $"{name}: {run.Error}");
        var dataset = Report().Dataset;
        Assert.Equal(texts.Length, dataset.Rows);
        Assert.Equal(texts.Count(text => !string.IsNullOrWhiteSpace(text)), dataset.RowsWithText);
        Assert.DoesNotContain(run.Out + run.Error, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotContain(run.Out, c => c is '\u202e' or '\u202c');
    }

    [Fact]
    public async Task Broken_encodings_are_read_and_counted()
    {
        var path = _place.PathOf("broken.jsonl");
        await using (var file = File.Create(path))
        {
            file.Write("{\"text\":\"caf"u8);
            file.Write([0xE9, 0xFF]);
            file.Write("\"}\n{\"text\":\"half \\ud800 pair\"}\n{\"text\":\"whole \\ud83d\\ude00\"}\n"u8);
        }
        var run = await AuditAsync(path);
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        Assert.Equal((3, 3), (Report().Dataset.Rows, Report().Dataset.RowsWithText));
        // What was broken is not written on.
        var json = await File.ReadAllBytesAsync(_place.PathOf("r.json"));
        Assert.Equal(json, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json)));
        Assert.NotNull(JsonDocument.Parse(json));
    }

    private Task<Run> AuditAsync(string path) =>
        Run.PrismaticAsync(
            "audit",
            path,
            "--features",
            "ngrams",
            "--html",
            _place.PathOf("r.html"),
            "--json",
            _place.PathOf("r.json")
        );

    private Report Report() => ReportJson.Read(File.ReadAllText(_place.PathOf("r.json")));
}

using System.Text.Json;
using CsCheck;
using Prismatic.Data;
using Prismatic.Features;

namespace Prismatic.Tests.Features;

public sealed class DatasetScanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_row_is_text_null_or_empty_and_nothing_is_lost()
    {
        var scan = await DatasetScan.RunAsync(Write(["a", null, " ", "a", "", "b", "a"]), new ScanOptions());
        Assert.Equal(7, scan.RowCount);
        Assert.Equal([1L], scan.NullRows);
        Assert.Equal([2L, 4L], scan.EmptyRows);
        Assert.Equal(4, scan.TextCount);
        Assert.Equal([0L, 3L, 5L, 6L], scan.Rows);
        Assert.Equal(new Dictionary<long, long> { [3] = 0, [6] = 0 }, scan.Duplicates);
    }

    [Fact]
    public async Task Repeated_rows_can_be_left_out()
    {
        var scan = await DatasetScan.RunAsync(
            Write(["a", "b", "a", "c", "b"]),
            new ScanOptions { DistinctOnly = true }
        );
        Assert.Equal([0L, 1L, 3L], scan.Rows);
        Assert.Equal(2, scan.Duplicates.Count);
    }

    [Fact]
    public async Task Rows_of_an_accepted_set_are_known_again()
    {
        var accepted = await DatasetScan.RunAsync(Write(["x", "b"]), new ScanOptions());
        var options = new ScanOptions { DistinctOnly = true, Accepted = accepted };
        var scan = await DatasetScan.RunAsync(Write(["a", "b", "c", "b"]), options);
        Assert.Equal([0L, 2L], scan.Rows);
        Assert.Equal(new Dictionary<long, long> { [1] = 1, [3] = 1 }, scan.DuplicatesOfAccepted);
        Assert.Equal(new Dictionary<long, long> { [3] = 1 }, scan.Duplicates);
    }

    [Fact]
    public async Task Text_that_moves_between_prompt_and_response_is_no_duplicate()
    {
        var path = Path.Combine(_folder, "pairs.jsonl");
        await File.WriteAllTextAsync(
            path,
            """
            {"prompt":"ab","response":"c"}
            {"prompt":"a","response":"bc"}
            """
        );
        var scan = await DatasetScan.RunAsync(DatasetReader.Open([path]), new ScanOptions());
        Assert.Empty(scan.Duplicates);
    }

    [Fact]
    public async Task A_larger_sample_holds_the_smaller_one()
    {
        var data = Write([.. Enumerable.Range(0, 300).Select(i => $"row {i}")]);
        var small = await DatasetScan.RunAsync(data, new ScanOptions { SampleSize = 20, Seed = 7 });
        var large = await DatasetScan.RunAsync(data, new ScanOptions { SampleSize = 100, Seed = 7 });
        var other = await DatasetScan.RunAsync(data, new ScanOptions { SampleSize = 20, Seed = 8 });
        Assert.Equal(20, small.Rows.Count);
        Assert.Equal(small.Rows.Order(), small.Rows);
        Assert.Subset(large.Rows.ToHashSet(), small.Rows.ToHashSet());
        Assert.NotEqual(small.Rows, other.Rows);
    }

    [Fact]
    public async Task Duplicates_are_those_of_a_plain_comparison() =>
        await Gen.String[Gen.Char["ab \ud83d"], 0, 3]
            .Array[1, 40]
            .SampleAsync(
                async texts =>
                {
                    var rows = texts
                        .Select((text, i) => (text, i))
                        .Where(row => !string.IsNullOrWhiteSpace(row.text))
                        .ToList();
                    var expected = rows.Where(row => rows.First(other => Utf8(other.text) == Utf8(row.text)).i < row.i)
                        .Select(row => (long)row.i);
                    var scan = await DatasetScan.RunAsync(Write(texts), new ScanOptions());
                    Assert.Equal(expected, scan.Duplicates.Keys.Order());
                },
                iter: 50,
                threads: 1
            );

    [Fact]
    public async Task The_chosen_rows_are_read_in_order()
    {
        var data = Write(["a", null, "b", "c"]);
        var scan = await DatasetScan.RunAsync(data, new ScanOptions());
        var texts = new List<string>();
        await foreach (var row in scan.ReadAsync(data))
        {
            texts.Add(row.Response);
        }
        Assert.Equal(["a", "b", "c"], texts);
    }

    // Broken surrogates cannot be written as JSON text; both sides see what the file holds.
    private static string Utf8(string text) =>
        System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private Dataset Write(IReadOnlyList<string?> texts)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.jsonl");
        File.WriteAllLines(
            path,
            texts.Select(text => JsonSerializer.Serialize(new { text = text is null ? null : Utf8(text) }))
        );
        return DatasetReader.Open([path], new FieldChoice(Text: "text"));
    }
}

using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>The side file with a line for each row, read back by another reader than the one that wrote it.</summary>
public sealed class RowsTests : IDisposable
{
    private const string Secret = "zqxjkv";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task An_audit_tells_what_was_found_of_every_row()
    {
        var first = _place.Texts("a.jsonl", Texts());
        var second = _place.Texts("b.jsonl", [$"Tom {Secret} has 3 apples", null, " "]);
        var rows = await AuditAsync(first, second, "--features", "ngrams");
        Assert.Equal(63, rows["row"].Count);
        Assert.Equal(Enumerable.Range(0, 63).Select(row => (object?)(long)row), rows["row"]);
        Assert.Equal(("a.jsonl", "b.jsonl"), (rows["file"][59], rows["file"][60]));
        Assert.Equal(("measured", "null", "empty"), (rows["state"][60], rows["state"][61], rows["state"][62]));
        Assert.Equal(
            ["exact", 0L, 1.0],
            [rows["duplicate_kind"][5], rows["duplicate_of"][5], rows["duplicate_similarity"][5]]
        );
        Assert.Null(rows["duplicate_kind"][0]);
        // Rows of one cluster are as many as the table says; rows that were not measured are in none.
        var clusters = rows["cluster_ngrams"]
            .Index()
            .Where(row => row.Item is not null)
            .GroupBy(row => row.Item)
            .ToList();
        Assert.All(
            clusters,
            cluster => Assert.All(cluster, row => Assert.Equal(cluster.Count(), rows["cluster_size_ngrams"][row.Index]))
        );
        Assert.Equal(61, clusters.Sum(cluster => cluster.Count()));
        Assert.Null(rows["cluster_ngrams"][61]);
        Assert.DoesNotContain(rows.Keys, name => name.StartsWith("terms", StringComparison.Ordinal) || name == "text");
    }

    [Theory]
    [InlineData("none", false, false)]
    [InlineData("short", true, false)]
    [InlineData("full", true, true)]
    public async Task Texts_are_in_it_only_where_they_were_asked_for(string examples, bool hasTerms, bool hasTexts)
    {
        var rows = await AuditAsync(_place.Texts("a.jsonl", Texts()), "--features", "ngrams", "--examples", examples);
        Assert.Equal(hasTerms, rows.ContainsKey("terms_ngrams"));
        Assert.Equal(hasTexts, rows.ContainsKey("text"));
        Assert.Equal(hasTerms, JsonSerializer.Serialize(rows).Contains(Secret, StringComparison.Ordinal));
        if (hasTexts)
        {
            Assert.Equal(Texts().Select(text => (object?)text[..Math.Min(4000, text.Length)]), rows["text"]);
        }
    }

    [Fact]
    public async Task Rows_that_were_not_sampled_say_so_and_a_model_tells_its_loss()
    {
        var rows = await AuditAsync(
            _place.Texts("a.jsonl", Texts()),
            "--features",
            "gradients",
            "--sample",
            "20",
            "--gain-rows",
            "0"
        );
        Assert.Equal(20, rows["state"].Count(state => state is "measured"));
        Assert.Equal(40, rows["state"].Count(state => state is "not sampled"));
        Assert.Equal(
            rows["state"].Select(state => state is "measured"),
            rows["loss_gradients"].Select(loss => loss is > 0f)
        );
    }

    [Fact]
    public async Task A_filter_tells_of_every_row_whether_it_was_kept_and_why_not()
    {
        var path = _place.PathOf("rows.parquet");
        var run = await Run.PrismaticAsync(
            "filter",
            _place.Texts("a.jsonl", Texts()),
            "-o",
            _place.PathOf("kept.parquet"),
            "--keep",
            "10",
            "--features",
            "ngrams",
            "--rows",
            path
        );
        Assert.Equal(ExitCode.Pass, run.Code);
        var rows = await ReadAsync(path);
        Assert.Equal(10, rows["kept"].Count(kept => kept is true));
        Assert.Equal(60, rows["kept"].Count);
        Assert.All(rows["kept"].Zip(rows["reason"]), row => Assert.Equal(row.First is true, row.Second is null));
        Assert.All(rows["nearest_kept"].OfType<long>(), row => Assert.True(rows["kept"][(int)row] is true));
        Assert.Equal("exact duplicate of an earlier row", rows["reason"][5]);
    }

    // Every fifth row is the first again.
    private static IEnumerable<string> Texts() =>
        Enumerable
            .Range(0, 60)
            .Select(i =>
                i % 5 == 0
                    ? $"Tom {Secret} has 3 apples"
                    : $"row {i} {Secret} says {i * i} other words about thing {i % 7}"
                        + (i == 7 ? string.Concat(Enumerable.Repeat(" long", 1000)) : "")
            );

    private async Task<Dictionary<string, List<object?>>> AuditAsync(params string[] args)
    {
        var path = _place.PathOf("rows.parquet");
        var run = await Run.PrismaticAsync(["audit", .. args, "--rows", path, "--html", _place.PathOf("r.html")]);
        Assert.Equal((ExitCode.Pass, ""), (run.Code, run.Code == ExitCode.Pass ? "" : run.Error));
        return await ReadAsync(path);
    }

    private static async Task<Dictionary<string, List<object?>>> ReadAsync(string path)
    {
        var columns = new Dictionary<string, List<object?>>(StringComparer.Ordinal);
        await using var file = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(file);
        foreach (var field in reader.Schema.GetDataFields())
        {
            columns[field.Name] = [.. await ColumnAsync(reader, field)];
        }
        return columns;
    }

    private static async Task<List<object?>> ColumnAsync(ParquetReader reader, DataField field)
    {
        var values = new List<object?>();
        for (var i = 0; i < reader.RowGroupCount; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            var count = (int)group.RowCount;
            values.AddRange(
                field.ClrType == typeof(ReadOnlyMemory<char>) || field.ClrType == typeof(string)
                    ? await TextsAsync(group, field, count)
                : field.ClrType == typeof(long) ? await NumbersAsync<long>(group, field, count)
                : field.ClrType == typeof(int) ? await NumbersAsync<int>(group, field, count)
                : field.ClrType == typeof(float) ? await NumbersAsync<float>(group, field, count)
                : field.ClrType == typeof(double) ? await NumbersAsync<double>(group, field, count)
                : await NumbersAsync<bool>(group, field, count)
            );
        }
        return values;
    }

    private static async Task<IEnumerable<object?>> TextsAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        var values = new string?[count];
        await group.ReadAsync(field, values);
        return values;
    }

    private static async Task<IEnumerable<object?>> NumbersAsync<T>(
        ParquetRowGroupReader group,
        DataField field,
        int count
    )
        where T : struct
    {
        if (!field.IsNullable)
        {
            var values = new T[count];
            await group.ReadAsync<T>(field, values.AsMemory());
            return values.Cast<object?>();
        }
        var optional = new T?[count];
        await group.ReadAsync<T>(field, optional.AsMemory());
        return optional.Cast<object?>();
    }
}

using System.IO.Compression;
using System.Text;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

public sealed class TextTableTests
{
    [Theory]
    [InlineData("a.csv", "name,n,is\nx,1.5,true\n\"y, z\",,false\n")]
    [InlineData("a.tsv", "name\tn\tis\nx\t1.5\ttrue\ny, z\t\tfalse\n")]
    [InlineData("a.jsonl", "{\"name\":\"x\",\"n\":1.5,\"is\":true}\n{\"name\":\"y, z\",\"n\":null,\"is\":false}\n")]
    [InlineData("a.json", "[{\"name\":\"x\",\"n\":1.5,\"is\":true},{\"name\":\"y, z\",\"is\":false}]")]
    public async Task Every_format_gives_the_same_rows(string name, string content)
    {
        using var folder = new TempFolder();
        var plain = await Read(folder.Write(name, content), "is", "name", "n");
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(content));
        }
        var packed = await Read(folder.Write(name + ".gz", zipped.ToArray()), "is", "name", "n");

        Assert.Equal(["1: true|x|1.5", "2: false|y, z|"], plain);
        Assert.Equal(plain, packed);
    }

    [Fact]
    public async Task Parquet_numbers_are_text_too()
    {
        using var folder = new TempFolder();
        var path = folder.File("a.parquet");
        await ParquetTableWriter.WriteAsync(
            path,
            [
                OutputColumn.Text("name", ["x", "y"]),
                OutputColumn.Long("n", [1, -2]),
                OutputColumn.Double("share", [0.25, 1e-9]),
            ],
            TestContext.Current.CancellationToken
        );
        Assert.Equal(["1: 0.25|x|1", "2: 1E-09|y|-2"], await Read(path, "share", "name", "n"));
    }

    [Theory]
    [InlineData("apache/alltypes_plain.parquet", "id", "4", "5", "6")]
    [InlineData("apache/alltypes_plain.parquet", "bool_col", "true", "false", "true")]
    [InlineData("apache/alltypes_plain.parquet", "double_col", "0", "10.1", "0")]
    [InlineData("apache/byte_array_decimal.parquet", "value", "1.00", "2.00", "3.00")]
    public async Task Values_of_other_writers_are_read(string file, string column, params string[] first)
    {
        var path = SharedData.Path(Path.Combine("parquet", file));
        Assert.SkipUnless(File.Exists(path), $"{file} is not here");
        Assert.Equal(first.Select((value, i) => $"{i + 1}: {value}"), (await Read(path, column)).Take(first.Length));
    }

    [Fact]
    public async Task A_missing_column_is_named_with_the_near_ones()
    {
        using var folder = new TempFolder();
        var table = await Open(folder.Write("a.csv", "Question,count\nx,1\n"));

        Assert.Equal("Question", table.Column("question"));
        Assert.Equal("Question", table.Find(["prompt", "question"]));
        Assert.Null(table.Find(["share"]));
        var fault = Assert.Throws<PrismaticException>(() => table.Column("coumt"));
        Assert.Contains("did you mean 'count'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("its columns are Question, count", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_of_the_same_name_are_refused_only_when_asked_for()
    {
        using var folder = new TempFolder();
        var table = await Open(folder.Write("a.csv", "a,b,a\n1,2,3\n"));

        Assert.Equal("b", table.Column("b"));
        Assert.Throws<PrismaticException>(() => table.Column("a"));
    }

    [Theory]
    [InlineData("a.csv", "a,b\n")]
    [InlineData("a.csv", "")]
    [InlineData("a.txt", "a\n1\n")]
    [InlineData("a.json", "[]")]
    public async Task A_file_without_rows_ends_in_one_line(string name, string content)
    {
        using var folder = new TempFolder();
        var path = folder.Write(name, content);
        var fault = await Assert.ThrowsAsync<PrismaticException>(() => Open(path));
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task More_rows_than_a_side_table_has_end_in_one_line()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.csv", "a\n1\n2\n3\n");
        var table = await TextTable.OpenAsync(path, maxRows: 2, TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<PrismaticException>(async () => await Rows(table, "a"));
        Assert.Contains("more than 2 rows", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_no_text()
    {
        using var folder = new TempFolder();
        var table = await Open(folder.Write("a.jsonl", "{\"a\":[1,2]}\n"));
        await Assert.ThrowsAsync<PrismaticException>(async () => await Rows(table, "a"));
    }

    private static async Task<List<string>> Read(string path, params string[] columns) =>
        await Rows(await Open(path), columns);

    private static Task<TextTable> Open(string path) =>
        TextTable.OpenAsync(path, cancellationToken: TestContext.Current.CancellationToken);

    private static async Task<List<string>> Rows(TextTable table, params string[] columns)
    {
        var rows = new List<string>();
        await foreach (var row in table.ReadAsync(columns, TestContext.Current.CancellationToken))
        {
            rows.Add($"{row.Number}: {string.Join('|', row.Values)}");
        }
        return rows;
    }
}

using Prismatic.Data;

namespace Prismatic.Tests.Data;

public sealed class DatasetOpeningTests
{
    private const string Line = "{\"text\":\"x\"}\n";

    [Fact]
    public void A_folder_is_searched_to_the_bottom_in_ordinal_order()
    {
        using var folder = new TempFolder();
        foreach (
            var name in new[] { "b.jsonl", "B.jsonl", "sub/a.jsonl", "sub/deep/c.csv", ".hidden/x.jsonl", "_tmp.jsonl" }
        )
        {
            folder.Write(name, name.EndsWith(".csv", StringComparison.Ordinal) ? "text\nx\n" : Line);
        }
        folder.Write("notes.md", "no data");

        var files = DatasetReader.Open([folder.Path]).Files.Select(file => Path.GetRelativePath(folder.Path, file));

        Assert.Equal(
            ["B.jsonl", "b.jsonl", "sub/a.jsonl", "sub/deep/c.csv"],
            files.Select(file => file.Replace('\\', '/'))
        );
    }

    [Theory]
    [InlineData("*.jsonl", "a1.jsonl a2.jsonl")]
    [InlineData("a?.jsonl", "a1.jsonl a2.jsonl")]
    [InlineData("**/*.jsonl", "a1.jsonl a2.jsonl s/b.jsonl s/t/c.jsonl")]
    [InlineData("s/**", "s/b.jsonl s/t/c.jsonl")]
    [InlineData("*/b.*", "s/b.jsonl")]
    [InlineData("s/*/c.jsonl", "s/t/c.jsonl")]
    public void Globs_find_what_they_say(string glob, string expected)
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "a1.jsonl", "a2.jsonl", "s/b.jsonl", "s/t/c.jsonl" })
        {
            folder.Write(name, Line);
        }

        var files = DatasetReader.Open([Path.Combine(folder.Path, glob)]).Files;

        Assert.Equal(
            expected,
            string.Join(' ', files.Select(file => Path.GetRelativePath(folder.Path, file).Replace('\\', '/')))
        );
    }

    [Fact]
    public async Task Indices_run_on_over_files_and_no_file_is_read_twice()
    {
        using var folder = new TempFolder();
        var first = folder.Write("a.jsonl", Line + Line);
        var second = folder.Write("b.csv", "text\ny\n");

        var dataset = DatasetReader.Open([first, second, first]);

        Assert.Equal(
            [new TextRow(0, "", "x"), new TextRow(1, "", "x"), new TextRow(2, "", "y")],
            await Rows.All(dataset)
        );
    }

    [Fact]
    public async Task Chosen_rows_come_in_a_second_pass()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "a.jsonl",
            string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"text\":\"row {i}\"}}\n"))
        );
        var found = new List<TextRow>();
        await foreach (
            var row in DatasetReader.Open([path]).ReadRowsAsync([40, 3, 3], TestContext.Current.CancellationToken)
        )
        {
            found.Add(row);
        }

        Assert.Equal([new TextRow(3, "", "row 3"), new TextRow(40, "", "row 40")], found);
    }

    [Fact]
    public async Task A_missing_column_names_the_near_one_and_all_there_are()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.jsonl", "{\"question\":\"q\",\"answer\":\"a\",\"n\":1}\n");

        var fault = await Rows.Fault(path, new FieldChoice(Text: "questoin"));

        Assert.Equal(
            $"'{path}' has no column 'questoin' (did you mean 'question'?); its columns are question (text), answer (text), "
                + "n (a number)",
            fault.Message
        );
        Assert.Equal(ExitCode.Input, fault.ExitCode);
    }

    [Fact]
    public async Task A_column_of_numbers_is_not_text()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.jsonl", "{\"text\":\"q\",\"n\":1}\n");

        Assert.Contains("'n'", (await Rows.Fault(path, new FieldChoice(Text: "n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_file_without_the_column_is_named()
    {
        using var folder = new TempFolder();
        folder.Write("a.jsonl", Line);
        var second = folder.Write("b.jsonl", "{\"txt\":\"x\"}\n");

        Assert.Contains($"'{second}'", (await Rows.Fault(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_of_two_ways_is_a_usage_error()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.jsonl", "{\"text\":\"q\",\"answer\":\"a\"}\n");

        Assert.Equal(
            ExitCode.Usage,
            (await Rows.Fault(path, new FieldChoice(Text: "text", Response: "answer"))).ExitCode
        );
        Assert.Equal(ExitCode.Usage, (await Rows.Fault(path, new FieldChoice(Prompt: "text"))).ExitCode);
    }

    [Fact]
    public void Nothing_named_is_a_usage_error() =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<PrismaticException>(() => DatasetReader.Open([])).ExitCode);

    [Fact]
    public async Task What_is_not_there_or_empty_or_of_no_format_is_said_so()
    {
        using var folder = new TempFolder();
        folder.Write("train.jsonl", Line);
        Directory.CreateDirectory(folder.File("bare"));

        Assert.Contains(
            "(did you mean 'train.jsonl'?)",
            await Message(folder.File("trian.jsonl")),
            StringComparison.Ordinal
        );
        Assert.Contains("does not exist", await Message(folder.File("no/such/file.csv")), StringComparison.Ordinal);
        Assert.Contains("no data files", await Message(folder.File("bare")), StringComparison.Ordinal);
        Assert.Contains("no data file matches", await Message(folder.File("*.parquet")), StringComparison.Ordinal);
        Assert.Contains("0 bytes", await Message(folder.Write("zero.jsonl", "")), StringComparison.Ordinal);
        Assert.Contains("no rows", await Message(folder.Write("blank.jsonl", "\n\n")), StringComparison.Ordinal);
        Assert.Contains("no rows", await Message(folder.Write("head.csv", "text\n")), StringComparison.Ordinal);
        Assert.Contains("tells no format", await Message(folder.Write("data.xlsx", "PK")), StringComparison.Ordinal);
        Assert.Contains(
            "no text column",
            await Message(folder.Write("n.jsonl", "{\"n\":1}")),
            StringComparison.Ordinal
        );

        static async Task<string> Message(string path) => (await Rows.Fault(path)).Message;
    }

    [Fact]
    public async Task A_git_lfs_pointer_is_recognised_whatever_its_name()
    {
        using var folder = new TempFolder();
        const string pointer =
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 7340032\n";

        foreach (var name in new[] { "train.parquet", "train.jsonl", "train.bin" })
        {
            var message = (await Rows.Fault(folder.Write(name, pointer))).Message;
            Assert.Contains("Git LFS pointer", message, StringComparison.Ordinal);
            Assert.Contains("7 MB", message, StringComparison.Ordinal);
            Assert.Contains("git lfs pull", message, StringComparison.Ordinal);
        }
    }
}

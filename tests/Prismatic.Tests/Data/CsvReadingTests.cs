using System.Text;
using CsCheck;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

public sealed class CsvReadingTests
{
    [Fact]
    public async Task Quotes_separators_and_line_breaks_inside_values_are_kept()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.csv", "id,text\n1,\"a, \"\"b\"\"\nc\"\n2,5\" pipe\n3,\n");

        var rows = await Rows.All(path);

        Assert.Equal(["a, \"b\"\nc", "5\" pipe", ""], rows.Select(row => row.Response));
        Assert.Equal(TextState.Empty, rows[2].State);
    }

    [Theory]
    [InlineData("a.tsv", "id\ttext\n1\tx, y\n")]
    [InlineData("a.csv", "id;text\n1;x, y\n")]
    public async Task Other_separators_are_found(string name, string content)
    {
        using var folder = new TempFolder();

        Assert.Equal(["x, y"], (await Rows.All(folder.Write(name, content))).Select(row => row.Response));
    }

    [Theory]
    [InlineData("id,text\n1,x\n2,y,z\n", 3)]
    [InlineData("id,text\n\"1\n1\",x\n2\n", 4)]
    [InlineData("id,text\n1,x\n2,\"never closed\n", 3)]
    [InlineData("id,text\n1,\"closed\" early\n", 2)]
    public async Task A_broken_record_is_named_by_file_and_line(string content, int line)
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.csv", content);

        Assert.StartsWith($"{path}:{line}:", (await Rows.Fault(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_in_csv_are_text_when_asked_for()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.csv", "id,n\n1,10\n2,20\n");

        Assert.Equal(["10", "20"], (await Rows.All(path, new FieldChoice(Text: "n"))).Select(row => row.Response));
    }

    [Fact]
    public void Any_values_survive_a_round_trip() =>
        Gen.String[Gen.Char["ab,\"\n\r;\t \u00e9\u20ac"], 0, 8]
            .Array[2]
            .List[1, 20]
            .Sample(rows =>
            {
                using var folder = new TempFolder();
                var content = new StringBuilder("first,text\n");
                foreach (var row in rows)
                {
                    content.AppendJoin(
                        ',',
                        row.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")
                    );
                    content.Append('\n');
                }
                var read = Rows.All(
                    folder.Write("a.csv", content.ToString()),
                    new FieldChoice(Prompt: "first", Response: "text")
                );
                Assert.Equal(
                    rows.Select(row => (row[0], row[1])),
                    read.Result.Select(row => (row.Prompt, row.Response))
                );
            });
}

using System.Text;
using Prismatic.Data;
using Prismatic.Responses;
using Prismatic.Tests.Data;
using static Prismatic.Tests.Responses.Reading;

namespace Prismatic.Tests.Responses;

public sealed class ResponseBadInputTests
{
    [Fact]
    public async Task Empty_answers_are_kept_and_missing_ones_left_out_with_reasons()
    {
        using var folder = new TempFolder();
        string[] rows =
        [
            """{"prompt":"p","response":"","model":"m"}""",
            """{"prompt":"p","response":" \n","model":"m"}""",
            """{"prompt":"p","response":null,"model":"m"}""",
            """{"prompt":"p","model":"m"}""",
            """{"prompt":null,"response":"x","model":"m"}""",
            """{"prompt":"p","response":"x","model":null}""",
            """{"prompt":"p","response":"x","model":" "}""",
            """{"prompt":"","response":"x","model":"m"}""",
        ];

        var read = await Read(folder.Write("a.jsonl", string.Join('\n', rows)));

        Assert.Equal([("p", "m", ""), ("p", "m", " \n"), ("", "m", "x")], read.Answers());
        Assert.Equal((8, 2), (read.RowsRead, read.EmptyAnswers));
        Assert.Equal(
            [
                new LeftOutAnswers("the answer is null or missing", 2),
                new LeftOutAnswers("the model is not named", 2),
                new LeftOutAnswers("the prompt is null or missing", 1),
            ],
            read.LeftOut
        );
    }

    [Fact]
    public async Task One_row_is_one_answer_and_all_null_is_an_error()
    {
        using var folder = new TempFolder();
        var one = folder.Write("one.jsonl", """{"prompt":"p","response":"a"}""");
        var none = folder.Write(
            "none.jsonl",
            "{\"prompt\":\"p\",\"response\":null}\n{\"prompt\":\"p\",\"response\":\"x\",\"model\":null}"
        );

        Assert.Equal([("p", "one", "a")], (await Read(one)).Answers());
        Assert.Equal(
            $"no answers were found in '{none}': of 2 rows the answer is null or missing (1), the model is not named (1); "
                + "choose other columns with --prompt and --response",
            await Fault(new ResponseFields { ResponseColumn = "response", ModelColumn = "model" }, none)
        );
    }

    [Theory]
    [InlineData(
        """{"prompt":"p","response":["a",{"x":1}]}""",
        ":1: column 'response' holds an object here, not an answer"
    )]
    [InlineData("""{"prompt":"p","response":"a","weight":-1}""", ":1: the weight in column 'weight' is negative")]
    [InlineData("""{"prompt":"p","response":"a","weight":1e999}""", ":1: the weight in column 'weight' is infinite")]
    [InlineData(
        "{\"prompt\":\"p\",\"response\":\"a\",\"weight\":1}\n{\"prompt\":\"p\",\"response\":\"a\"}",
        ":2: the weight in column 'weight' is missing"
    )]
    [InlineData(
        """{"prompt":"p","responses":["a","b"],"scores":[1,2,3]}""",
        ":1: 2 answers, but 3 values in the list in column 'scores'"
    )]
    [InlineData(
        """{"answer":"a","title":"t"}""",
        "' has answers but no column of prompts was found; its columns are answer (text), title (text)"
    )]
    [InlineData(
        """{"prompt":"p","title":"t"}""",
        "' holds no answers that were found: its columns are prompt (text), title (text)"
    )]
    [InlineData("""{"id":1,"text":"p"}""", "' holds no answers that were found")]
    [InlineData("[1]", ": item 1: expected an object with named columns, found a number")]
    public async Task Odd_rows_end_in_one_line_that_says_where(string content, string message)
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.jsonl", content);

        Assert.Contains(path + message, await Fault(path));
    }

    [Theory]
    [InlineData("NaN", "is not a number (NaN)")]
    [InlineData("nan", "is not a number (NaN)")]
    [InlineData("-inf", "is infinite")]
    [InlineData("", "is missing")]
    [InlineData("much", "is text, not a number")]
    public async Task Odd_weights_in_tables_end_in_one_line(string weight, string message)
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.csv", $"prompt,response,share\np,a,1\np,b,{weight}\n");

        Assert.Contains(
            $"{path}: record 2: the weight in column 'share' {message}",
            await Fault(new ResponseFields { WeightColumn = "share" }, path)
        );
    }

    [Fact]
    public async Task Missing_columns_are_named_with_what_may_be_meant()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.jsonl", """{"id":1,"prompt":"p","response":"a"}""");

        Assert.Equal(
            $"'{path}' has no column 'respnse' (did you mean 'response'?); its columns are id (a number), prompt (text), response (text)",
            await Fault(new ResponseFields { ResponseColumn = "respnse" }, path)
        );
        Assert.Contains("has no column 'qualty'", await Fault(new ResponseFields { QualityColumn = "qualty" }, path));
    }

    [Fact]
    public async Task Numbers_and_flags_are_answers_as_they_are_written()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "a.jsonl",
            "{\"prompt\":\"p\",\"response\":4.20}\n{\"prompt\":\"p\",\"response\":true}\n{\"prompt\":\"p\",\"response\":\"x\"}"
        );

        Assert.Equal(["4.20", "true", "x"], (await Read(path)).Set.Responses.Select(answer => answer.Text));
    }

    [Fact]
    public async Task Broken_text_is_mended_and_foreign_text_kept()
    {
        using var folder = new TempFolder();
        const string Foreign = "\u05e9\u05dc\u05d5\u05dd \u202e\u0627 e\u0301 \u0001\u0000 \U0001F600";
        var json = "{\"prompt\":\"p\",\"response\":\"a\\ud800b\"}\n{\"prompt\":\"p\",\"response\":\"" + "caf#\"}\n";
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[Array.IndexOf(bytes, (byte)'#')] = 0xE9;
        var broken = folder.Write("a.jsonl", bytes);
        var foreign = folder.Write(
            "b.jsonl",
            System.Text.Json.JsonSerializer.Serialize(
                new Dictionary<string, string> { ["prompt"] = Foreign, ["response"] = Foreign }
            )
        );
        var names = folder.Write("c.jsonl", "{\"prompt\":\"p\",\"response\":\"a\",\"\\ud800\":1}");

        Assert.Equal(["a\uFFFDb", "caf\u00e9"], (await Read(broken)).Set.Responses.Select(answer => answer.Text));
        Assert.Equal([(Foreign, "b", Foreign)], (await Read(foreign)).Answers());
        Assert.Contains("a column has a name that is not valid text", await Fault(names));
    }

    [Fact]
    public async Task A_text_of_ten_megabytes_is_an_answer_like_others()
    {
        using var folder = new TempFolder();
        var text = new string('a', 10 << 20);
        var path = folder.Write("a.json", $$"""[{"prompt":"p","response":"{{text}}"}]""");

        Assert.Equal(text.Length, (await Read(path)).Set.Responses[0].Text.Length);
    }

    [Fact]
    public async Task Prompts_that_models_lack_and_samples_given_twice_are_reported()
    {
        using var folder = new TempFolder();
        var crlf = folder.Write(
            "m1.jsonl",
            "{\"prompt\":\"p\\r\\nx \",\"response\":\"a\",\"sample\":0}\n{\"prompt\":\"q\",\"response\":\"b\",\"sample\":0}"
        );
        var lf = folder.Write(
            "m2.jsonl",
            "{\"prompt\":\"p\\nx\",\"response\":\"a\",\"sample\":0}\n{\"prompt\":\"p\\nx\",\"response\":\"a\",\"sample\":0}"
        );
        var other = folder.Write("m3.jsonl", """{"prompt":"r","response":"a"}""");

        var read = await Read(crlf, lf);

        Assert.Equal(2, read.Set.Prompts.Count);
        var gap = Assert.Single(read.Gaps);
        Assert.Equal((1, 1), (gap.Model, gap.Missing));
        Assert.Equal([1], gap.Examples);
        Assert.StartsWith("1 answers have the prompt, model and sample", Assert.Single(read.Notes));
        Assert.StartsWith("No prompt was answered by two models", Assert.Single((await Read(crlf, other)).Notes));
    }

    [Fact]
    public async Task Folders_may_hold_other_things_but_a_named_file_must_hold_answers()
    {
        using var folder = new TempFolder();
        folder.Write("a.jsonl", """{"prompt":"p","response":"a"}""");
        folder.Write("readme.md", "# no data");
        folder.Write("rows.csv", "prompt,response\n");
        var side = folder.Write("side.json", """[{"name":"n","org":"o"}]""");

        var read = await Read(folder.Path);

        Assert.Equal([("p", "a", "a")], read.Answers());
        Assert.Equal(
            [("one answer a row", 1), ("left out", 0), ("left out", 0)],
            read.Files.Select(file => (file.Layout, file.Answers))
        );
        Assert.Contains("holds no answers", await Fault(folder.File("a.jsonl"), side));
        Assert.Contains("has no rows", await Fault(folder.File("rows.csv")));
        using var empty = new TempFolder();
        Assert.Contains("holds no data files", await Fault(empty.Path));
    }
}

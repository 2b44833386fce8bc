using System.IO.Compression;
using System.Text;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

public sealed class JsonReadingTests
{
    [Fact]
    public async Task Json_lines_give_prompt_and_response_in_order()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "a.jsonl",
            "{\"question\":\"q0\",\"answer\":\"a0\"}\n\n{\"question\":\"q1\",\"answer\":\"a1\"}"
        );

        var dataset = DatasetReader.Open([path]);

        Assert.Equal([new TextRow(0, "q0", "a0"), new TextRow(1, "q1", "a1")], await Rows.All(dataset));
        Assert.Equal(
            "Text: prompt from 'question', response from 'answer' (found by name).",
            dataset.Fields.Describe()
        );
    }

    [Fact]
    public async Task The_same_dataset_reads_the_same_any_number_of_times()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.jsonl", "{\"text\":\"x\"}\n{\"text\":\"y\"}\n");
        var dataset = DatasetReader.Open([path]);

        Assert.Equal(await Rows.All(dataset), await Rows.All(dataset));
    }

    [Fact]
    public async Task Null_missing_and_blank_texts_are_told_apart_and_none_is_lost()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.jsonl", "{\"text\":null}\n{\"other\":1}\n{\"text\":\" \\n\"}\n{\"text\":\"x\"}\n");

        var states = (await Rows.All(path)).Select(row => row.State);

        Assert.Equal([TextState.Null, TextState.Null, TextState.Empty, TextState.Present], states);
    }

    [Fact]
    public async Task A_json_array_a_wrapped_array_and_lines_in_a_json_file_read_alike()
    {
        using var folder = new TempFolder();
        var rows = new[] { "{\"text\":\"x\"}", "{\"text\":\"y\"}" };
        string[] paths =
        [
            folder.Write("array.json", $"[\n  {rows[0]},\n  {rows[1]}\n]\n"),
            folder.Write("wrapped.json", $"{{\"canary\":\"c\",\n\"examples\":[{rows[0]},{rows[1]}]}}"),
            folder.Write("wrapped-on-a-line.json", $"{{\"examples\":[{rows[0]},{rows[1]}]}}\n"),
            folder.Write("lines.json", $"{rows[0]}\n{rows[1]}\n"),
            folder.Write("bom.json", "\uFEFF[" + string.Join(',', rows) + "]"),
            folder.Write("zipped.jsonl.gz", Zip($"{rows[0]}\n{rows[1]}\n")),
        ];

        foreach (var path in paths)
        {
            Assert.Equal(["x", "y"], (await Rows.All(path)).Select(row => row.Response));
        }
    }

    [Fact]
    public async Task A_chat_gives_its_last_answer_as_response_and_what_came_before_as_prompt()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "chat.jsonl",
            """
            {"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]}
            {"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"}]}
            {"messages":[{"from":"human","value":"only a question"}]}
            {"messages":[{"role":"user","content":[{"type":"text","text":"part"}]},{"role":"assistant","content":{"answer":"w"}}]}
            {"messages":[]}
            """
        );

        Assert.Equal(
            [
                new TextRow(0, "hi", "hello"),
                new TextRow(1, "system: s\nuser: u", "a"),
                new TextRow(2, "", "only a question"),
                new TextRow(3, "part", "w"),
                new TextRow(4, "", "", TextState.Empty),
            ],
            await Rows.All(path)
        );
    }

    [Fact]
    public async Task An_instruction_takes_its_input_into_the_prompt()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "a.jsonl",
            "{\"Instruction\":\"do\",\"Input\":\"this\",\"Output\":\"done\"}\n{\"Instruction\":\"do\",\"Input\":\"\",\"Output\":\"k\"}"
        );

        Assert.Equal([new TextRow(0, "do\nthis", "done"), new TextRow(1, "do", "k")], await Rows.All(path));
    }

    [Fact]
    public async Task A_bad_line_is_named_by_file_and_number()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.jsonl", "{\"text\":\"x\"}\n\n{\"text\": oops}\n");

        var fault = await Rows.Fault(path);

        Assert.Equal(ExitCode.Input, fault.ExitCode);
        Assert.Contains($"{path}:3:", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("oops", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{\"text\":\"x\"},\n{\"text\":}]", ":2:")]
    [InlineData("[{\"text\":\"x\"}", ":1:")]
    [InlineData("[1,2]", "item 1")]
    public async Task A_bad_array_is_named_by_line_or_item(string content, string place)
    {
        using var folder = new TempFolder();

        Assert.Contains(place, (await Rows.Fault(folder.Write("a.json", content))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_structure_in_a_text_column_is_named_by_its_line()
    {
        using var folder = new TempFolder();
        var lines = string.Concat(Enumerable.Repeat("{\"text\":\"x\"}\n", 150));
        var path = folder.Write("a.jsonl", lines + "{\"text\":{\"a\":1}}\n");

        Assert.Contains($"{path}:151:", (await Rows.Fault(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_read_as_latin1()
    {
        using var folder = new TempFolder();
        var latin = Encoding.Latin1.GetBytes("{\"text\":\"caf\u00e9 \u00fc\"}\n");
        var mixed = (byte[])
            [.. Encoding.UTF8.GetBytes("{\"text\":\"\u20ac "), 0xE9, .. Encoding.UTF8.GetBytes("\"}\n")];

        var lines = await Rows.All(folder.Write("a.jsonl", (byte[])[.. latin, .. mixed]));
        var array = await Rows.All(
            folder.Write("a.json", (byte[])[(byte)'[', .. latin, (byte)',', .. mixed, (byte)']'])
        );

        Assert.Equal(["caf\u00e9 \u00fc", "\u20ac \u00e9"], lines.Select(row => row.Response));
        Assert.Equal(lines, array);
    }

    [Fact]
    public async Task Lone_surrogates_written_as_escapes_do_not_stop_the_reading()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a.jsonl", "{\"text\":\"a\\ud83d b\"}\n{\"text\":\"ok\"}\n");

        var rows = await Rows.All(path);

        Assert.Equal(2, rows.Count);
        Assert.StartsWith("a", rows[0].Response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_gzip_file_ends_in_one_message()
    {
        using var folder = new TempFolder();
        var zipped = Zip(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"text\":\"row {i * 7919}\"}}\n")));

        await Rows.Fault(folder.Write("cut.jsonl.gz", zipped[..(zipped.Length / 2)]));
        await Rows.Fault(folder.Write("noise.jsonl.gz", [1, 2, 3, 4, 5, 6, 7, 8]));
    }

    private static byte[] Zip(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }
        return bytes.ToArray();
    }
}

using System.IO.Compression;
using System.Text;
using Prismatic.Data;
using Prismatic.Responses;
using Prismatic.Tests.Data;
using static Prismatic.Tests.Responses.Reading;

namespace Prismatic.Tests.Responses;

public sealed class ResponseLayoutTests
{
    private static readonly (string, string, string)[] Four =
    [
        ("p", "m1", "a"),
        ("p", "m2", "b"),
        ("q", "m1", "c"),
        ("q", "m2", ""),
    ];

    [Fact]
    public async Task Long_format_reads_alike_from_every_format()
    {
        using var folder = new TempFolder();
        string[] rows =
        [
            """{"prompt":"p","response":"a","model":"m1"}""",
            """{"prompt":"p","response":"b","model":"m2"}""",
            """{"prompt":"q","response":"c","model":"m1"}""",
            """{"prompt":"q","response":"","model":"m2"}""",
        ];
        var csv = "prompt,response,model\np,a,m1\np,b,m2\nq,c,m1\nq,,m2\n";
        var parquet = folder.File("e.parquet");
        await ParquetTableWriter.WriteAsync(
            parquet,
            [
                OutputColumn.Text("prompt", ["p", "p", "q", "q"]),
                OutputColumn.Text("response", ["a", "b", "c", ""]),
                OutputColumn.Text("model", ["m1", "m2", "m1", "m2"]),
            ],
            TestContext.Current.CancellationToken
        );
        string[] paths =
        [
            folder.Write("a.jsonl", string.Join('\n', rows)),
            folder.Write("b.json", $"[{string.Join(",\n", rows)}]"),
            folder.Write("c.csv", csv),
            folder.Write("d.tsv", csv.Replace(',', '\t')),
            parquet,
            folder.Write("f.csv.gz", Zip(csv)),
            folder.Write("g.jsonl.gz", Zip(string.Join('\n', rows))),
        ];

        foreach (var path in paths)
        {
            var read = await Read(path);

            Assert.Equal(Four, read.Answers());
            Assert.Equal(["p", "q"], read.Set.Prompts);
            Assert.Equal((4, 1), (read.RowsRead, read.EmptyAnswers));
            Assert.Empty(read.LeftOut);
            Assert.Empty(read.Gaps);
            Assert.Equal(
                [$"one answer a row: prompts from 'prompt', answers from 'response', models from 'model' ('{path}')."],
                read.Describe()
            );
        }
    }

    [Fact]
    public async Task Optional_columns_are_found_and_numbers_are_read()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "a.csv",
            "question,answer,generator,seed,weight,score,partition,gold\n"
                + "p,x,m,10,0.25,1.5,0,r\np,y,m,9,0,,1,\np,z,m,2,1e-3,NaN,0,r\n"
        );

        var set = (await Read(path)).Set;

        // By the number of the sample.
        Assert.Equal(["z", "y", "x"], set.Responses.Select(answer => answer.Text));
        Assert.Equal([0.001, 0, 0.25], set.Responses.Select(answer => answer.Weight));
        Assert.Equal([null, null, 1.5], set.Responses.Select(answer => answer.Quality));
        Assert.Equal(["0", "1", "0"], set.Responses.Select(answer => answer.Label));
        Assert.Equal(["r", "", "r"], set.Responses.Select(answer => answer.Reference));
    }

    [Fact]
    public async Task Names_the_user_gives_win_and_empty_ones_switch_columns_off()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "a.jsonl",
            """{"prompt":"no","response":"no","model":"m","weight":-1,"ask":"p","say":"x","meta":{"who":"w"}}"""
        );
        var fields = new ResponseFields
        {
            PromptColumn = "ask",
            ResponseColumn = "SAY",
            ModelColumn = "meta.who",
            WeightColumn = "",
        };

        Assert.Equal([("p", "w", "x")], (await Read(fields, path)).Answers());
        Assert.Equal([("p", "a", "x")], (await Read(fields with { ModelColumn = "" }, path)).Answers());
    }

    [Fact]
    public async Task Without_a_model_column_files_are_models_and_folders_tell_equal_names_apart()
    {
        using var folder = new TempFolder();
        folder.Write("one/m1.jsonl", """{"prompt":"p","output":"a"}""");
        folder.Write("one/m2.json.gz", Zip("""[{"prompt":"p","output":"b"}]"""));
        folder.Write("one/notes.txt", "no data");
        folder.Write("two/m3/outputs.jsonl", """{"prompt":"p","output":"a"}""");
        folder.Write("two/m4/outputs.jsonl", """{"prompt":"p","output":"b"}""");

        Assert.Equal(["m1", "m2"], (await Read(folder.File("one"))).Set.Models);
        Assert.Equal(["m3", "m4"], (await Read(folder.File("two/**/*.jsonl"))).Set.Models);
        Assert.Equal(4, (await Read(folder.Path)).Set.Models.Count);
    }

    [Fact]
    public async Task Lists_in_a_column_are_samples_with_their_labels_and_scores()
    {
        using var folder = new TempFolder();
        const string Row =
            """{"id":"c","prompt":"p","model":"m","generations":["a","b","a"],"partition":[0,1,0],"distinct":1,"generation_scores":[10,null,2],"partition_scores":[10,2],"utility":3}""";

        var read = await Read(folder.Write("a.jsonl", Row));

        Assert.Equal([("p", "m", "a"), ("p", "m", "b"), ("p", "m", "a")], read.Answers());
        Assert.Equal(["0", "1", "0"], read.Set.Responses.Select(answer => answer.Label));
        Assert.Equal([10, null, 2], read.Set.Responses.Select(answer => answer.Quality));
        Assert.Equal("NoveltyBench", read.Files[0].Layout);
        Assert.Equal((1, 3), (read.RowsRead, read.Files[0].Answers));
    }

    [Fact]
    public async Task Lists_are_read_from_parquet_and_from_texts_that_spell_them()
    {
        using var folder = new TempFolder();
        var parquet = folder.File("a.parquet");
        await WriteLists(
            parquet,
            ["p", "q", "r", null],
            [
                ["a", "b"],
                [],
                ["c", null],
                ["d"],
            ]
        );
        var csv = folder.Write("a.csv", "prompt,answers\np,\"[\"\"a\"\",\"\"b\"\"]\"\nq,[]\nr,\"[\"\"c\"\",null]\"\n");

        foreach (var path in new[] { parquet, csv })
        {
            var read = await Read(path);

            Assert.Equal([("p", "a", "a"), ("p", "a", "b"), ("r", "a", "c")], read.Answers());
            Assert.Contains(new LeftOutAnswers("the list of answers is empty", 1), read.LeftOut);
            Assert.Contains(new LeftOutAnswers("the answer is null or missing", 1), read.LeftOut);
        }
        Assert.Contains(new LeftOutAnswers("the prompt is null or missing", 1), (await Read(parquet)).LeftOut);
    }

    [Fact]
    public async Task Tree_of_thoughts_gives_ratings_and_the_only_list_of_texts_needs_no_name()
    {
        using var folder = new TempFolder();
        var tree = folder.Write(
            "t.json",
            """[{"idx":7,"ys":["a","b"],"infos":[{"rs":[1,2],"r":1.5},{"rs":[3],"r":3}],"usage_so_far":{"cost":1}}]"""
        );
        var other = folder.Write("o.jsonl", """{"question":"p","tags":["t"],"story_endings":["a","b"]}""");

        var read = await Read(tree);

        Assert.Equal([("7", "t", "a"), ("7", "t", "b")], read.Answers());
        Assert.Equal([1.5, 3], read.Set.Responses.Select(answer => answer.Quality));
        Assert.Equal([("p", "o", "a"), ("p", "o", "b")], (await Read(other)).Answers());
    }

    [Fact]
    public async Task Chats_give_prompt_and_answer_and_contents_may_be_objects_or_parts()
    {
        using var folder = new TempFolder();
        string[] rows =
        [
            """{"uid":"1","model":"m","messages":[{"role":"user","content":"p"},{"role":"assistant","content":{"answer":"a"}}]}""",
            """{"uid":"2","model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"p"},{"type":"image_url","image_url":{"url":"u"}}]},{"role":"assistant","content":"b"}]}""",
            """{"uid":"3","model":"m","messages":[{"role":"user","content":"p"}]}""",
        ];

        var read = await Read(folder.Write("a.jsonl", string.Join('\n', rows)));

        Assert.Equal([("p", "m", "a"), ("system: s\nuser: p", "m", "b")], read.Answers());
        Assert.Equal([new LeftOutAnswers("the chat holds no answer of a model", 1)], read.LeftOut);
        var beside = folder.Write("b.jsonl", """{"id":1,"messages":[{"role":"user","content":"p"}],"response":"a"}""");
        Assert.Equal([("p", "b", "a")], (await Read(beside)).Answers());
    }

    [Fact]
    public async Task Numbered_prompts_get_their_texts_from_a_file_given_or_beside()
    {
        using var folder = new TempFolder();
        var results = folder.Write(
            "x_results.jsonl",
            """
            {"id":0,"model":97,"name":"A","prompt":8,"result":"a"}
            {"id":1,"model":97,"name":"A","prompt":9.0,"result":"b"}
            {"id":2,"model":98,"name":"B","prompt":5,"result":"c"}
            """
        );
        Assert.Equal([("8", "A", "a"), ("9", "A", "b"), ("5", "B", "c")], (await Read(results)).Answers());

        var given = folder.Write("texts.csv", "id,text\n8,eight\n9,nine\n5,five\n");
        (string, string, string)[] joined = [("eight", "A", "a"), ("nine", "A", "b"), ("five", "B", "c")];
        Assert.Equal(joined, (await Read(results, given)).Answers());

        var beside = folder.Write("x_prompts.jsonl", "{\"id\":8,\"text\":\"eight\"}\n{\"id\":9,\"text\":\"nine\"}");
        var read = await Read(results);
        Assert.Equal([("eight", "A", "a"), ("nine", "A", "b"), ("5", "B", "c")], read.Answers());
        Assert.EndsWith($"texts of prompts from '{beside}'", read.Files[0].Columns);
        Assert.Equal([$"1 prompts have no text in '{beside}'; their numbers stand for them."], read.Notes.Take(1));
    }

    internal static byte[] Zip(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionMode.Compress))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }
        return bytes.ToArray();
    }
}

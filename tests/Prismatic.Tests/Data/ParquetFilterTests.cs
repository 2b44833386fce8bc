using System.Text;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

public sealed class ParquetFilterTests
{
    // Files that cannot be copied, and a word of the reason the user is given.
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["datapage_v1-corrupt-checksum.parquet"] = "checksum",
        ["datapage_v2.snappy.parquet"] = "version 2 data pages",
        ["rle_boolean_encoding.parquet"] = "version 2 data pages",
        ["hadoop_lz4_compressed.parquet"] = "LZ4",
        ["large_string_map.brotli.parquet"] = "larger",
    };

    public static TheoryData<string> GoodFolders => ["parquet/apache", "parquet/parquetnet", "parquet/text"];

    [Theory]
    [MemberData(nameof(GoodFolders))]
    public async Task Every_column_type_null_and_order_of_real_files_survives(string folderName)
    {
        using var folder = new TempFolder();
        foreach (var path in Directory.GetFiles(SharedData.Path(folderName), "*.parquet").Order(StringComparer.Ordinal))
        {
            var output = folder.File(Path.GetFileName(path));
            if (Refused.TryGetValue(Path.GetFileName(path), out var reason))
            {
                var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
                    ParquetFilterWriter.CheckAsync(Unread(path), output, TestContext.Current.CancellationToken)
                );
                Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
                continue;
            }
            var input = await ParquetContent.ReadAsync(path);
            await ParquetFilterWriter.CheckAsync(Unread(path), output, TestContext.Current.CancellationToken);
            var all = Enumerable.Range(0, (int)input.RowCount).Select(row => (long)row).ToArray();
            foreach (var kept in new[] { all, [.. all.Where(row => row % 3 == 1 || row % 7 == 0)], [] })
            {
                await CheckCopy(path, input, kept, output);
            }
        }
    }

    [Fact]
    public async Task Rows_of_several_files_run_on_and_metadata_is_kept_but_arrows_own_schema()
    {
        using var folder = new TempFolder();
        var source = SharedData.Path("parquet/apache/nonnullable.impala.parquet");
        var bytes = await File.ReadAllBytesAsync(source);
        string[] paths = [folder.Write("in/a.parquet", bytes), folder.Write("in/b.parquet", bytes)];
        var output = folder.File("out.parquet");

        await Write(Unread(paths), [1], [], output);

        Assert.Equal((await ParquetContent.ReadAsync(source)).Rows, (await ParquetContent.ReadAsync(output)).Rows);
    }

    [Fact]
    public async Task Added_columns_stand_beside_the_kept_rows_under_names_of_their_own()
    {
        using var folder = new TempFolder();
        var input = folder.File("in.parquet");
        await ParquetTableWriter.WriteAsync(
            input,
            [OutputColumn.Text("text", ["a", "b", null, "d"]), OutputColumn.Int("prismatic_cluster", [1, 2, 3, 4])],
            TestContext.Current.CancellationToken
        );
        var output = folder.File("out.parquet");

        var names = await Write(
            DatasetReader.Open([input]),
            [0, 2, 3],
            [
                OutputColumn.Int("prismatic_cluster", [7, 8, 9]),
                OutputColumn.Float("prismatic_similarity", new float?[] { 0.5f, null, 1f }),
            ],
            output
        );

        Assert.Equal(["prismatic_cluster_2", "prismatic_similarity"], names);
        var content = await ParquetContent.ReadAsync(output);
        Assert.Equal(["text", "prismatic_cluster", .. names], content.Leaves.Select(leaf => leaf.Name));
        Assert.Equal(["/:1 ", "/:3 ", "/:4 "], content.Rows[1]);
        Assert.Equal(["/:7 ", "/:8 ", "/:9 "], content.Rows[2]);
        Assert.Equal("/0:null ", content.Rows[3][1]);
        Assert.Equal(["a", "", "d"], (await Rows.All(output)).Select(row => row.Response));
    }

    [Fact]
    public async Task Json_rows_get_columns_of_their_types()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "in.jsonl",
            """
            {"text":"dropped","n":"a text that must not spoil the type"}
            {"text":"x","n":1,"r":1.5,"b":true,"mixed":"s","deep":{"a":[1]},"big":123456789012345678901234567890}
            {"n":null,"r":2,"b":null,"mixed":7,"text":"y\ud83d"}
            """
        );
        var output = folder.File("out.parquet");

        await Write(DatasetReader.Open([path], new FieldChoice(Text: "text")), [1, 2], [], output);

        var content = await ParquetContent.ReadAsync(output);
        Assert.Equal(
            "text:text n:int64 r:double b:bool mixed:text deep:text big:text",
            string.Join(' ', content.Leaves.Select(leaf => $"{leaf.Name}:{leaf.TypeName}"))
        );
        Assert.Equal(["/1:1 ", "/0:null "], content.Rows[1]);
        Assert.Equal(["s", "7"], (await Rows.All(output, new FieldChoice(Text: "mixed"))).Select(row => row.Response));
        Assert.Equal("{\"a\":[1]}", (await Rows.All(output, new FieldChoice(Text: "deep")))[0].Response);
        Assert.Equal(
            "123456789012345678901234567890",
            (await Rows.All(output, new FieldChoice(Text: "big")))[0].Response
        );
        Assert.Equal("y\uFFFD", (await Rows.All(output, new FieldChoice(Text: "text")))[1].Response);
    }

    [Fact]
    public async Task A_chat_from_json_is_a_chat_in_parquet()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "in.jsonl",
            """
            {"messages":[{"role":"user","content":"u0"},{"role":"assistant","content":"a0","name":null}],"id":1}
            {"messages":[],"id":2}
            {"id":3}
            {"messages":[{"role":"user","content":"u3"},{"content":"a3","role":"assistant"}],"id":4}
            """
        );
        var output = folder.File("out.parquet");

        await Write(DatasetReader.Open([path]), [0, 1, 2, 3], [OutputColumn.Long("row", [0L, 1, 2, 3])], output);

        var rows = await Rows.All(output);
        Assert.Equal(["u0", "", "", "u3"], rows.Select(row => row.Prompt));
        Assert.Equal(["a0", "", "", "a3"], rows.Select(row => row.Response));
        Assert.Equal([TextState.Present, TextState.Empty, TextState.Null, TextState.Present], await States(path));
        Assert.Equal("/:3 ", (await ParquetContent.ReadAsync(output)).Rows[^1][3]);

        async Task<IEnumerable<TextState>> States(string file) => (await Rows.All(file)).Select(row => row.State);
    }

    [Fact]
    public async Task Csv_rows_get_columns_of_text()
    {
        using var folder = new TempFolder();
        var path = folder.Write("in.csv", "id,text\n1,a\n2,\"b\nc\"\n3,\n");
        var output = folder.File("out.parquet");

        await Write(DatasetReader.Open([path]), [1, 2], [], output);

        Assert.Equal(
            [new TextRow(0, "2", "b\nc"), new TextRow(1, "3", "", TextState.Empty)],
            await Rows.All(output, new FieldChoice(Prompt: "id", Response: "text"))
        );
    }

    [Fact]
    public async Task An_output_that_is_an_input_is_a_usage_error_also_through_a_link()
    {
        using var folder = new TempFolder();
        var path = folder.Write("in.jsonl", "{\"text\":\"x\"}\n");
        File.CreateSymbolicLink(folder.File("link.jsonl"), path);

        foreach (var output in new[] { path, folder.File("./sub/../in.jsonl"), folder.File("link.jsonl") })
        {
            var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
                Write(DatasetReader.Open([path]), [0], [], output)
            );
            Assert.Equal(ExitCode.Usage, fault.ExitCode);
        }
        Assert.Equal("{\"text\":\"x\"}\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Mixed_formats_and_schemas_are_refused_by_name()
    {
        using var folder = new TempFolder();
        var json = folder.Write("in/a.jsonl", "{\"text\":\"x\"}\n");
        string[] parquet = [folder.File("in/b.parquet"), folder.File("in/c.parquet")];
        await ParquetTableWriter.WriteAsync(parquet[0], [OutputColumn.Text("text", ["x"]), OutputColumn.Int("n", [1])]);
        await ParquetTableWriter.WriteAsync(
            parquet[1],
            [OutputColumn.Text("text", ["x"]), OutputColumn.Long("n", [1L])]
        );
        var output = folder.File("out.parquet");

        var mixed = await Assert.ThrowsAsync<PrismaticException>(() => Check([json, parquet[0]]));
        var different = await Assert.ThrowsAsync<PrismaticException>(() => Check(parquet));

        Assert.Contains("mixes", mixed.Message, StringComparison.Ordinal);
        Assert.Contains("column 'n'", different.Message, StringComparison.Ordinal);
        Assert.Equal(["in"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));

        Task Check(string[] paths) => ParquetFilterWriter.CheckAsync(DatasetReader.Open(paths), output);
    }

    [Fact]
    public async Task A_full_disk_ends_in_one_message_and_leaves_nothing()
    {
        using var folder = new TempFolder();
        var path = folder.Write(
            "in.jsonl",
            string.Concat(Enumerable.Range(0, 500).Select(i => $"{{\"text\":\"{i * 7919}\"}}\n"))
        );
        var output = folder.File("out.parquet");

        var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
            ParquetFilterWriter.WriteThroughAsync(
                DatasetReader.Open([path]),
                [.. Enumerable.Range(0, 500)],
                [],
                output,
                null,
                inner => new FullDisk(inner),
                TestContext.Current.CancellationToken
            )
        );

        Assert.Equal(ExitCode.Environment, fault.ExitCode);
        Assert.Contains("disk is full", fault.Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Cancellation_leaves_nothing_and_an_older_output_as_it_was()
    {
        using var folder = new TempFolder();
        var path = folder.Write("in.jsonl", string.Concat(Enumerable.Repeat("{\"text\":\"x\"}\n", 2000)));
        var output = folder.Write("out.parquet", "older");
        using var stop = new CancellationTokenSource();
        var progress = new Immediate(() => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ParquetFilterWriter.WriteAsync(
                DatasetReader.Open([path]),
                [.. Enumerable.Range(0, 2000)],
                [],
                output,
                progress,
                stop.Token
            )
        );

        Assert.Equal("older", await File.ReadAllTextAsync(output));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_to_is_named()
    {
        using var folder = new TempFolder();
        var dataset = DatasetReader.Open([folder.Write("in.jsonl", "{\"text\":\"x\"}\n")]);

        foreach (var output in new[] { folder.Path, folder.File("no/such/out.parquet") })
        {
            var fault = await Assert.ThrowsAsync<PrismaticException>(() =>
                ParquetFilterWriter.CheckAsync(dataset, output)
            );
            Assert.Equal(ExitCode.Usage, fault.ExitCode);
        }
    }

    private static async Task CheckCopy(string path, ParquetContent input, long[] kept, string output)
    {
        var marks = OutputColumn.Long("prismatic_row", kept);

        await Write(Unread(path), kept, [marks], output);

        var copy = await ParquetContent.ReadAsync(output);
        Assert.Equal(kept.Length, copy.RowCount);
        Assert.Equal(Elements(input.Elements.Skip(1)), Elements(copy.Elements.Skip(1).SkipLast(1)));
        for (var leaf = 0; leaf < input.Leaves.Count; leaf++)
        {
            Assert.Equal(kept.Select(row => input.Rows[leaf][row]), copy.Rows[leaf]);
        }
        Assert.Equal(kept.Select(row => $"/:{row} "), copy.Rows[^1]);
    }

    private static IEnumerable<string> Elements(IEnumerable<ThriftStruct> elements) =>
        elements.Select(element => Convert.ToHexString(ThriftWriter.ToBytes(element)));

    // Most of the real files hold no text; copying needs none.
    private static Dataset Unread(params string[] paths) =>
        new([.. paths.Select(path => new ParquetSource(path))], new FieldMap([], "", false, ""), null);

    private static Task<IReadOnlyList<string>> Write(
        Dataset dataset,
        IReadOnlyList<long> kept,
        IReadOnlyList<OutputColumn> added,
        string output
    ) => ParquetFilterWriter.WriteAsync(dataset, kept, added, output, null, TestContext.Current.CancellationToken);

    private sealed class Immediate(Action act) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => act();
    }

    private sealed class FullDisk(Stream inner) : MemoryStream
    {
        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) =>
            Length + buffer.Length > 1000
                ? throw new IOException("No space left on device", 28)
                : base.WriteAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

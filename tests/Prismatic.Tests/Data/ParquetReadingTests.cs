using CsCheck;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

public sealed class ParquetReadingTests
{
    [Theory]
    [InlineData(
        "parquet/apache/delta_byte_array.parquet",
        "parquet/apache/delta_byte_array_expect.csv",
        "c_customer_id",
        "c_email_address"
    )]
    [InlineData(
        "parquet/apache/delta_encoding_required_column.parquet",
        "parquet/apache/delta_encoding_required_column_expect.csv",
        "c_first_name:",
        "c_email_address:"
    )]
    [InlineData(
        "parquet/parquetnet/postcodes.plain.parquet",
        "parquet/parquetnet/postcodes.csv",
        "Postcode",
        "District"
    )]
    public async Task Text_columns_equal_the_csv_of_the_same_data(string parquet, string csv, params string[] columns)
    {
        foreach (var column in columns)
        {
            var rows = await Rows.All(SharedData.Path(parquet), new FieldChoice(Text: column));
            var expected = await Rows.All(SharedData.Path(csv), new FieldChoice(Text: column.TrimEnd(':')));

            Assert.Equal(expected.Select(row => row.Response), rows.Select(row => row.Response));
        }
    }

    [Fact]
    public async Task A_chat_in_nested_columns_is_read()
    {
        var dataset = DatasetReader.Open([SharedData.Path("parquet/text/arithmetic_train.parquet")]);

        var rows = await Rows.All(dataset);

        Assert.True(dataset.Fields.IsChat);
        Assert.Equal(800, dataset.RowCountHint);
        Assert.Equal(800, rows.Count);
        Assert.All(rows, row => Assert.Equal((TextState.Present, ""), (row.State, row.Prompt)));
    }

    [Fact]
    public async Task Nulls_over_many_pages_stay_in_their_rows()
    {
        var rows = await Rows.All(
            SharedData.Path("parquet/parquetnet/special_multi_page_dictionary_with_nulls.parquet")
        );

        Assert.Equal(310037, rows.Count);
        Assert.Equal(98809, rows.Count(row => row.State == TextState.Null));
        Assert.Equal(rows.Select((_, i) => (long)i), rows.Select(row => row.Index));
    }

    [Fact]
    public async Task Bytes_without_annotation_are_text_on_request()
    {
        var path = SharedData.Path("parquet/parquetnet/real_nation.plain.parquet");

        Assert.Equal("ALGERIA", (await Rows.All(path, new FieldChoice(Text: "name")))[0].Response);
        Assert.Contains(
            "int32",
            (await Rows.Fault(path, new FieldChoice(Text: "region_key"))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_field_within_a_structure_is_chosen_with_dots()
    {
        var path = SharedData.Path("parquet/parquetnet/struct_plain.parquet");

        Assert.Equal(2, (await Rows.All(path, new FieldChoice(Prompt: "isbn", Response: "author.lastName"))).Count);
    }

    [Fact]
    public async Task Every_bad_file_ends_in_one_message()
    {
        var paths = Directory.GetFiles(SharedData.Path("parquet/apache_bad"), "*.parquet");
        Assert.NotEmpty(paths);
        foreach (var path in paths)
        {
            var fault = await Rows.Fault(path);
            Assert.Equal(ExitCode.Input, fault.ExitCode);
            Assert.DoesNotContain('\n', fault.Message);
        }
    }

    [Fact]
    public async Task An_encrypted_file_is_called_encrypted()
    {
        using var folder = new TempFolder();
        var bytes = await File.ReadAllBytesAsync(
            SharedData.Path("parquet/apache/encrypt_columns_and_footer.parquet.encrypted")
        );

        Assert.Contains(
            "encrypted",
            (await Rows.Fault(folder.Write("a.parquet", bytes))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_page_that_does_not_match_its_checksum_is_refused()
    {
        var path = SharedData.Path("parquet/apache/datapage_v1-corrupt-checksum.parquet");
        await using var file = await ParquetFile.OpenAsync(path, TestContext.Current.CancellationToken);

        var fault = await Assert.ThrowsAsync<PrismaticException>(() => ReadAll(file));

        Assert.Contains("checksum", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Truncated_files_end_in_one_message()
    {
        using var folder = new TempFolder();
        var bytes = await File.ReadAllBytesAsync(SharedData.Path("parquet/text/arithmetic_train.parquet"));

        for (var length = 1; length < bytes.Length; length += 97)
        {
            await Rows.Fault(folder.Write("cut.parquet", bytes[..length]));
        }
    }

    [Fact]
    public void Noise_ends_in_one_message() =>
        Gen
            .Byte.Array[1, 400]
            .Sample(
                noise =>
                {
                    using var folder = new TempFolder();
                    Assert.Throws<PrismaticException>(() => DatasetReader.Open([folder.Write("a.parquet", noise)]));
                    byte[] framed = [.. "PAR1"u8, .. noise, .. BitConverter.GetBytes(noise.Length), .. "PAR1"u8];
                    Assert.Throws<PrismaticException>(() => DatasetReader.Open([folder.Write("b.parquet", framed)]));
                },
                iter: 300
            );

    // Some changes hit values and stay unseen where pages carry no checksum; but nothing else may ever come out.
    [Theory]
    [InlineData("parquet/text/arithmetic_train.parquet")]
    [InlineData("parquet/apache/nonnullable.impala.parquet")]
    [InlineData("parquet/apache/nested_lists.snappy.parquet")]
    [InlineData("parquet/apache/data_index_bloom_encoding_stats.parquet")]
    [InlineData("parquet/apache/lz4_raw_compressed.parquet")]
    [InlineData("parquet/apache/datapage_v2.snappy.parquet")]
    [InlineData("parquet/parquetnet/types_alltypes.gzip.parquet")]
    [InlineData("parquet/parquetnet/required-strings.parquet")]
    public async Task A_file_with_changed_bytes_is_read_or_refused_and_nothing_else(string name)
    {
        using var folder = new TempFolder();
        var good = await File.ReadAllBytesAsync(SharedData.Path(name));
        var random = new Numerics.Pcg32(17);
        for (var round = 0; round < 400; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = random.Next(4); change >= 0; change--)
            {
                // Half of the changes go where the metadata is: there they do most.
                var at = round % 2 == 0 ? random.Next(bytes.Length) : bytes.Length - 1 - random.Next(bytes.Length / 3);
                bytes[at] = (byte)random.Next(256);
            }
            try
            {
                await using var file = await ParquetFile.OpenAsync(
                    folder.Write("a.parquet", bytes),
                    TestContext.Current.CancellationToken
                );
                await ReadAll(file);
            }
            catch (PrismaticException fault)
            {
                Assert.Equal(ExitCode.Input, fault.ExitCode);
            }
        }
    }

    private static async Task ReadAll(ParquetFile file)
    {
        for (var group = 0; group < file.Footer.RowGroups.Count; group++)
        {
            for (var leaf = 0; leaf < file.Footer.Leaves.Count; leaf++)
            {
                await file.ReadColumnAsync(group, leaf, TestContext.Current.CancellationToken);
            }
        }
    }
}

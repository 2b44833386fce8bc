using CsCheck;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

public sealed class ParquetTableTests
{
    [Fact]
    public void Any_flat_table_is_read_back_by_an_independent_reader() =>
        Gen.Select(
                Gen.Int,
                Gen.Long.Nullable(),
                Gen.Double,
                Gen.Float.Nullable(),
                Gen.Bool.Nullable(),
                Gen.String.Null()
            )
            .List[1, 700]
            .Sample(rows => Independent(rows).GetAwaiter().GetResult(), iter: 60);

    [Fact]
    public async Task Vectors_come_back_as_lists()
    {
        using var folder = new TempFolder();
        var path = folder.File("a.parquet");
        float[][] vectors =
        [
            [1, 2, 3],
            [],
            [4],
            [float.NaN, -0f],
        ];

        await ParquetTableWriter.WriteAsync(
            path,
            [OutputColumn.FloatVectors("v", vectors.Length, row => vectors[row])]
        );

        await using var reader = await Parquet.ParquetReader.CreateAsync(path);
        var group = reader.OpenRowGroupReader(0);
        var field = reader.Schema.GetDataFields()[0];
        Assert.Equal("v/list/element", field.Path.ToString("/", null).Replace('.', '/'));
        var (values, definitions, repetitions) = (new float[7], new int[7], new int[7]);
        await group.ReadRawAsync<float>(field, values, definitions, repetitions);
        Assert.Equal([1, 1, 1, 0, 1, 1, 1], definitions);
        Assert.Equal([0, 1, 1, 0, 0, 0, 1], repetitions);
        Assert.Equal(vectors.SelectMany(vector => vector), values[..6]);
    }

    [Fact]
    public async Task Row_groups_and_pages_are_cut_and_come_back_whole()
    {
        using var folder = new TempFolder();
        var path = folder.File("a.parquet");
        var numbers = Enumerable.Range(0, 600_000).ToArray();

        await ParquetTableWriter.WriteAsync(
            path,
            [
                OutputColumn.Int("n", numbers),
                OutputColumn.Int("m", [.. numbers.Select(n => n % 5 == 0 ? (int?)null : n)]),
            ]
        );

        var content = await ParquetContent.ReadAsync(path);
        Assert.Equal(numbers.Select(n => $"/:{n} "), content.Rows[0]);
        Assert.Equal(numbers.Select(n => n % 5 == 0 ? "/0:null " : $"/1:{n} "), content.Rows[1]);
        await using var file = await ParquetFile.OpenAsync(path, TestContext.Current.CancellationToken);
        Assert.True(file.Footer.RowGroups.Count > 1);
    }

    [Fact]
    public async Task The_same_table_gives_the_same_bytes()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "a.parquet", "b.parquet" })
        {
            await ParquetTableWriter.WriteAsync(folder.File(name), [OutputColumn.Text("t", ["x", null, "\u20ac"])]);
        }

        Assert.Equal(
            await File.ReadAllBytesAsync(folder.File("a.parquet")),
            await File.ReadAllBytesAsync(folder.File("b.parquet"))
        );
    }

    [Fact]
    public void Levels_of_any_pattern_come_back() =>
        Gen.Int[1, 9]
            .SelectMany(max => Gen.Select(Gen.Int[0, max], Gen.Int[1, 40]).List[1, 60].Select(runs => (max, runs)))
            .Sample(
                (max, runs) =>
                {
                    var levels = runs.SelectMany(run =>
                            Enumerable.Repeat(run.Item1, run.Item2 % 11 == 0 ? run.Item2 : 1 + run.Item2 % 3)
                        )
                        .ToArray();
                    var buffer = new System.Buffers.ArrayBufferWriter<byte>();
                    ParquetLevels.Write(levels, max, buffer);
                    Assert.Equal(levels, Decode(buffer.WrittenSpan, max, levels.Length));
                }
            );

    // The format's description, read literally and slowly.
    private static int[] Decode(ReadOnlySpan<byte> bytes, int max, int count)
    {
        var width = 32 - int.LeadingZeroCount(max);
        Assert.Equal(bytes.Length - 4, BitConverter.ToInt32(bytes));
        var levels = new List<int>();
        for (var at = 4; at < bytes.Length; )
        {
            var (header, shift) = (0, 0);
            do
            {
                header |= (bytes[at] & 0x7F) << shift;
                shift += 7;
            } while (bytes[at++] >= 0x80);
            if ((header & 1) == 0)
            {
                levels.AddRange(Enumerable.Repeat((int)bytes[at], header >> 1));
                at += (width + 7) / 8;
                continue;
            }
            for (var i = 0; i < (header >> 1) * 8; i++)
            {
                var level = 0;
                for (var bit = 0; bit < width; bit++)
                {
                    level |= ((bytes[at + (i * width + bit) / 8] >> ((i * width + bit) % 8)) & 1) << bit;
                }
                levels.Add(level);
            }
            at += (header >> 1) * width;
        }
        Assert.InRange(levels.Count, count, count + 7);
        return [.. levels.Take(count)];
    }

    private static async Task Independent(List<(int, long?, double, float?, bool?, string?)> rows)
    {
        using var folder = new TempFolder();
        var path = folder.File("a.parquet");
        await ParquetTableWriter.WriteAsync(
            path,
            [
                OutputColumn.Int("i", [.. rows.Select(row => row.Item1)]),
                OutputColumn.Long("l", rows.Select(row => row.Item2).ToArray()),
                OutputColumn.Double("d", rows.Select(row => row.Item3).ToArray()),
                OutputColumn.Float("f", rows.Select(row => row.Item4).ToArray()),
                OutputColumn.Bool("b", rows.Select(row => row.Item5).ToArray()),
                OutputColumn.Text("t", [.. rows.Select(row => row.Item6)]),
            ]
        );
        await using var reader = await Parquet.ParquetReader.CreateAsync(path);
        var fields = reader.Schema.GetDataFields();
        var group = reader.OpenRowGroupReader(0);
        Assert.Equal(rows.Count, group.RowCount);
        var (i, d) = (new int[rows.Count], new double[rows.Count]);
        var (l, f, b) = (new long?[rows.Count], new float?[rows.Count], new bool?[rows.Count]);
        var t = new string?[rows.Count];
        await group.ReadAsync<int>(fields[0], i);
        await group.ReadAsync<long>(fields[1], l.AsMemory());
        await group.ReadAsync<double>(fields[2], d);
        await group.ReadAsync<float>(fields[3], f.AsMemory());
        await group.ReadAsync<bool>(fields[4], b.AsMemory());
        await group.ReadAsync(fields[5], t);
        for (var row = 0; row < rows.Count; row++)
        {
            // Lone surrogates are no text and become U+FFFD on the way to UTF-8.
            var text = rows[row].Item6 is { } raw
                ? System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(raw))
                : null;
            Assert.Equal(rows[row] with { Item6 = text }, (i[row], l[row], d[row], f[row], b[row], t[row]));
        }
    }
}

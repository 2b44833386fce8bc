using System.Text.Json;
using CsCheck;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

public sealed class NestedRoundTripTests
{
    private static readonly Gen<List<(string Role, string? Content)>?> Chats = Gen.Select(
            Gen.Int[0, 2].Select(role => new[] { "user", "assistant", "system" }[role]),
            Gen.String[Gen.Char["ab \u00e9\u20ac\""], 0, 6].Null()
        )
        .List[0, 5]
        .Null();

    // JSON to nested Parquet, and a part of that to Parquet again: what is read from each must be the rows kept.
    [Fact]
    public void Random_chats_survive_two_filters_with_their_rows_nulls_and_empty_lists() =>
        Gen.Select(Chats, Gen.Bool, Gen.Bool)
            .List[1, 60]
            .Sample(rows => RoundTrip(rows).GetAwaiter().GetResult(), iter: 40);

    private static async Task RoundTrip(
        List<(List<(string Role, string? Content)>? Chat, bool First, bool Second)> rows
    )
    {
        using var folder = new TempFolder();
        var lines = rows.Select(
            (row, i) =>
                JsonSerializer.Serialize(
                    new
                    {
                        id = i,
                        // One chat is always there, so that the column is one.
                        messages = i == 0
                            ? [new { role = "user", content = (string?)"q" }]
                            : row
                                .Chat?.Select(message => new { role = message.Role, content = message.Content })
                                .ToArray(),
                    }
                )
        );
        var json = DatasetReader.Open(
            [folder.Write("a.jsonl", string.Join('\n', lines))],
            new FieldChoice(Messages: "messages")
        );
        var first = Enumerable.Range(0, rows.Count).Where(i => i == 0 || rows[i].First).Select(i => (long)i).ToArray();
        var second = Enumerable
            .Range(0, first.Length)
            .Where(i => i == 0 || rows[i].Second)
            .Select(i => (long)i)
            .ToArray();
        string[] outputs = [folder.File("b.parquet"), folder.File("c.parquet")];

        await ParquetFilterWriter.WriteAsync(json, first, [], outputs[0]);
        var parquet = DatasetReader.Open([outputs[0]]);
        await ParquetFilterWriter.WriteAsync(parquet, second, [OutputColumn.Long("at", second)], outputs[1]);

        var all = await Rows.All(json);
        Assert.Equal(first.Select(row => all[(int)row]).Select(Text), (await Rows.All(parquet)).Select(Text));
        Assert.Equal(
            second.Select(row => all[(int)first[row]]).Select(Text),
            (await Rows.All(outputs[1])).Select(Text)
        );
        Assert.Equal(second.Select(row => $"/1:{first[row]} "), (await ParquetContent.ReadAsync(outputs[1])).Rows[0]);

        static (string, string, TextState) Text(TextRow row) => (row.Prompt, row.Response, row.State);
    }
}

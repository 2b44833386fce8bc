using CsCheck;
using Prismatic.Data;

namespace Prismatic.Tests.Data;

/// <summary>A key belongs to prompt and response, each by itself, and to nothing else of the row.</summary>
public sealed class RowKeyTests
{
    [Fact]
    public void Rows_share_a_key_where_both_texts_are_equal_and_only_there()
    {
        var texts = Gen.String[Gen.Char["ab\u00e9\ud83d"], 0, 4];
        Gen.Select(texts, texts, texts, texts)
            .Sample(
                (p, r, q, s) =>
                    Assert.Equal(
                        // A lone half of a pair is written as the replacement character, as it is everywhere.
                        (Utf8(p), Utf8(r)) == (Utf8(q), Utf8(s)),
                        KeyOf(0, p, r) == KeyOf(5, q, s)
                    )
            );
    }

    private static UInt128 KeyOf(long index, string prompt, string response) =>
        RowKey.Of(new TextRow(index, prompt, response, TextState.Present), out _);

    private static string Utf8(string text) =>
        System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}

using CsCheck;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Text;

namespace Prismatic.Tests.Text;

/// <summary>Tokenizers of strangers, and rows in their chat formats.</summary>
public sealed class TokenizerFolderTests : IDisposable
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz<|>_/\u0120\u010a";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-tokenizer");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_megabyte_of_one_letter_is_encoded_without_squared_cost() =>
        Assert.Equal(500_000, Load(Json("null", "a a")).Tokenizer.Encode(new string('a', 1_000_000)).Count);

    [Fact]
    public void Text_of_a_row_never_becomes_a_control_token()
    {
        var tokenizer = Load(Json("null")).Tokenizer;
        int[] controls = [.. Markers.Select(marker => tokenizer.IdOf(marker)!.Value)];
        string[] parts = [.. Markers, "a", " ", "<", "|>", "user\n"];
        Gen.Int[0, parts.Length - 1]
            .Select(i => parts[i])
            .Array[0, 12]
            .Select(string.Concat)
            .Sample(text => !tokenizer.Encode(text).Intersect(controls).Any());
        Assert.Equal(controls, tokenizer.EncodeWithControls(string.Concat(Markers)));
    }

    [Theory]
    [InlineData(TemplateKind.ChatMl, "<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n", "<|im_end|>", "")]
    [InlineData(
        TemplateKind.Llama3,
        "<|start_header_id|>user<|end_header_id|>\n\n",
        "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
        "<|eot_id|>",
        ""
    )]
    [InlineData(
        TemplateKind.Gemma,
        "<start_of_turn>user\n",
        "<end_of_turn>\n<start_of_turn>model\n",
        "<end_of_turn>",
        ""
    )]
    [InlineData(TemplateKind.Phi, "<|user|>\n", "<|end|>\n<|assistant|>\n", "<|end|>", "<|im_sep|>")]
    [InlineData(
        TemplateKind.Phi,
        "<|im_start|>user<|im_sep|>",
        "<|im_end|><|im_start|>assistant<|im_sep|>",
        "<|im_end|>",
        ""
    )]
    public void The_loss_starts_right_behind_the_assistant_marker(
        TemplateKind kind,
        string head,
        string between,
        string end,
        string without
    )
    {
        var folder = Load(Json("null", without: without));
        var tokenizer = folder.Tokenizer;
        var template = ChatTemplate.Choose(kind, folder);
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[40, 100])
            .Sample(
                (prompt, response, limit) =>
                {
                    var row = new TextRow(0, new string('p', prompt), new string('r', response));
                    var encoded = new RowEncoder(tokenizer, template, limit).Encode(row);
                    int[] whole = [.. tokenizer.EncodeWithControls(head + row.Prompt + between + row.Response + end)];
                    int[] before = [.. tokenizer.EncodeWithControls(head)];
                    int[] middle = [.. tokenizer.EncodeWithControls(between)];
                    Assert.InRange(encoded.Ids.Length, 1, limit);
                    Assert.Equal(before, encoded.Ids[..before.Length]);
                    Assert.Equal(middle, encoded.Ids[(encoded.FirstTarget - middle.Length)..encoded.FirstTarget]);
                    Assert.Equal(tokenizer.IdOf("r"), encoded.Ids[encoded.FirstTarget]);
                    Assert.Equal(encoded.Truncated || encoded.Ids[^1] != tokenizer.IdOf(end), whole.Length > limit);
                    if (whole.Length <= limit)
                    {
                        Assert.Equal(whole, encoded.Ids);
                    }
                }
            );
    }

    [Fact]
    public void An_id_that_the_model_does_not_know_names_its_row_or_stops_before_the_first()
    {
        var folder = Load(Json("null"));
        var encoder = new RowEncoder(folder.Tokenizer, ChatTemplate.Plain(folder.Tokenizer), 64, vocabulary: 2);
        Assert.Equal([0, 1], encoder.Encode(new TextRow(4, "", "ab")).Ids);
        var row = Assert.Throws<PrismaticException>(() => encoder.Encode(new TextRow(7, "", "abc")));
        Assert.StartsWith(
            "row 7 has the token id 2, and the model knows only 2;",
            row.Message,
            StringComparison.Ordinal
        );
        var chat = ChatTemplate.Choose(TemplateKind.ChatMl, folder);
        var every = Assert.Throws<PrismaticException>(() =>
            new RowEncoder(folder.Tokenizer, chat, 64, vocabulary: 100)
        );
        Assert.StartsWith("every row gets the token id 100,", every.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"type\":\"CharDelimiterSplit\"}", "CharDelimiterSplit")]
    [InlineData("{\"type\":\"UnicodeScripts\"}", "UnicodeScripts")]
    [InlineData("{\"type\":\"Split\",\"pattern\":{\"Regex\":\"\\\\p{Han}+\"},\"behavior\":\"Isolated\"}", "\\p{Han}")]
    public void What_is_not_known_is_refused_by_its_name(string preTokenizer, string name)
    {
        var fault = Assert.Throws<PrismaticException>(() => Load(Json(preTokenizer)));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"a\":0}}}")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":0},\"merges\":[]}}")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}}")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a b\"]}}")]
    [InlineData("{\"model\":{\"type\":\"BPE\",\"vocab\":{\"\\ud800\":0},\"merges\":[]}}")]
    [InlineData("{\"model\":{\"type\":\"Unigram\",\"vocab\":[[\"a\"]],\"unk_id\":0}}")]
    public void A_broken_file_ends_in_one_line(string content)
    {
        var fault = Assert.Throws<PrismaticException>(() => Load(content));
        Assert.DoesNotContain('\n', fault.Message);
    }

    private static IReadOnlyList<string> Markers =>
        [
            "<|im_start|>",
            "<|im_end|>",
            "<|im_sep|>",
            "<|start_header_id|>",
            "<|end_header_id|>",
            "<|eot_id|>",
            "<start_of_turn>",
            "<end_of_turn>",
            "<|user|>",
            "<|assistant|>",
            "<|end|>",
        ];

    private TokenizerFolder Load(string json)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), json);
        return TokenizerFolder.Load(_folder.FullName);
    }

    private static string Json(string preTokenizer, string merge = "", string without = "")
    {
        var pieces = Letters.Select((letter, i) => $"\"{letter}\":{i}").ToList();
        if (merge.Length > 0)
        {
            pieces.Add($"\"{merge.Replace(" ", "", StringComparison.Ordinal)}\":{pieces.Count}");
        }
        // Line ends are pieces too, so that the letters behind markers show.
        pieces.Add($"\"\\n\":{pieces.Count}");
        var added = Markers
            .Where(marker => marker != without)
            .Select(
                (marker, i) => $"{{\"id\":{100 + i},\"content\":\"{marker}\",\"special\":true,\"normalized\":false}}"
            );
        var merges = merge.Length > 0 ? $"\"{merge}\"" : "";
        return $"{{\"added_tokens\":[{string.Join(',', added)}],\"pre_tokenizer\":{preTokenizer},"
            + $"\"model\":{{\"type\":\"BPE\",\"vocab\":{{{string.Join(',', pieces)}}},\"merges\":[{merges}]}}}}";
    }
}

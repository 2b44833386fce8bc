using System.Text.Json;
using CsCheck;
using Prismatic.Tests.TestData;
using Prismatic.Text;

namespace Prismatic.Tests.Text;

/// <summary>
/// Models trained for this purpose give the ids of the library SentencePiece itself (tests/data/tokenizers/PROVENANCE.md).
/// </summary>
public sealed class SentencePieceTests : IDisposable
{
    private static readonly string Models = TestFiles.PathOf("tokenizers/sentencepiece");
    private static readonly JsonElement Reference = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(Models, "reference.json")))
        .RootElement;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-pieces");

    public static TheoryData<string> Names =>
        [.. Reference.GetProperty("models").EnumerateObject().Select(m => m.Name)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_are_those_of_the_reference(string name)
    {
        var tokenizer = Load(name).Tokenizer;
        var texts = Reference.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!);
        var expected = Reference.GetProperty("models").GetProperty(name).EnumerateArray();
        foreach (var (text, ids) in texts.Zip(expected))
        {
            var wanted = string.Join(' ', ids.EnumerateArray().Select(id => id.GetInt32()));
            var found = string.Join(' ', tokenizer.EncodeWithControls(text));
            Assert.True(wanted == found, $"'{text}': {found} instead of {wanted}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_of_a_row_never_becomes_a_control_token(string name)
    {
        var tokenizer = Load(
            name,
            """{"bos_token":"<s>","added_tokens_decoder":{"900":{"content":"<|im_end|>","special":true}}}""",
            """{"<|im_start|>":901,"<tool>":902}"""
        ).Tokenizer;
        string[] controls = ["<s>", "</s>", "<pad>", "<ctl>", "<start_of_turn>", "<|im_end|>", "<|im_start|>"];
        int[] ids = [.. controls.Select(tokenizer.IdOf).OfType<int>()];
        string[] parts = [.. controls, "<0x41>", "a", " ", "\u2581", "<", ">", "\n"];
        Gen.Int[0, parts.Length - 1]
            .Select(i => parts[i])
            .Array[0, 12]
            .Select(string.Concat)
            .Sample(text => !tokenizer.Encode(text).Intersect(ids).Any());
        Assert.Contains(900, tokenizer.EncodeWithControls("a<|im_end|>b"));
        Assert.Contains(901, tokenizer.EncodeWithControls("a<|im_start|>b"));
        Assert.Contains(902, tokenizer.Encode("a<tool>b"));
    }

    [Fact]
    public void A_text_begins_with_the_token_that_the_class_puts_there()
    {
        var plain = Load("bpe-bytes");
        Assert.Equal((1, 2, 1), (plain.Tokenizer.BeginId, plain.Tokenizer.EndId, plain.BeginToken));
        Assert.Null(Load("bpe-bytes", """{"add_bos_token":false}""").Tokenizer.BeginId);
        Assert.Null(Load("unigram-map").Tokenizer.BeginId);
        Assert.Equal(2, Load("unigram-map").Tokenizer.EndId);
    }

    [Fact]
    public void Words_behind_a_control_token_are_marked_anew_only_in_older_files()
    {
        const string Added = "\"added_tokens_decoder\":{\"900\":{\"content\":\"<|im_end|>\",\"special\":true}}";
        var older = Load("bpe-bytes", $"{{{Added}}}").Tokenizer;
        var later = Load("bpe-bytes", $"{{{Added},\"legacy\":false}}").Tokenizer;
        Assert.Equal(
            [.. older.Encode("the"), 900, .. older.Encode("the")],
            older.EncodeWithControls("the<|im_end|>the")
        );
        Assert.NotEqual(older.EncodeWithControls("a<|im_end|>the"), later.EncodeWithControls("a<|im_end|>the"));
        Assert.Equal(older.Encode("the boat"), later.Encode("the boat"));
    }

    [Fact]
    public void A_megabyte_without_a_space_is_encoded_without_squared_cost()
    {
        var text = string.Concat(Enumerable.Repeat("garden", 170_000));
        foreach (var name in Names)
        {
            Assert.InRange(Load(name.Data).Tokenizer.Encode(text).Count, 170_000, text.Length + 10);
        }
    }

    [Theory]
    [InlineData("T5Tokenizer")]
    [InlineData("XLMRobertaTokenizerFast")]
    public void Classes_that_change_ids_are_refused_by_name(string name)
    {
        var fault = Assert.Throws<PrismaticException>(() => Load("unigram-map", $"{{\"tokenizer_class\":\"{name}\"}}"));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer.model", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_ends_in_one_line_or_is_read()
    {
        var good = File.ReadAllBytes(Path.Combine(Models, "unigram-map.model"));
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length])
            .Sample(
                (at, value, length) =>
                {
                    byte[] bytes = [.. good];
                    bytes[at] = value;
                    var folder = Directory.CreateTempSubdirectory("prismatic-pieces");
                    try
                    {
                        File.WriteAllBytes(
                            Path.Combine(folder.FullName, "tokenizer.model"),
                            at % 2 == 0 ? bytes : bytes[..length]
                        );
                        TokenizerFolder.Load(folder.FullName).Tokenizer.Encode("e\u0301 \ufb01sh\u2026 river");
                    }
                    catch (PrismaticException fault)
                    {
                        Assert.DoesNotContain('\n', fault.Message);
                    }
                    finally
                    {
                        folder.Delete(recursive: true);
                    }
                },
                iter: 300
            );
    }

    [Theory]
    [InlineData(3, "whole words")]
    [InlineData(4, "characters")]
    [InlineData(9, "model type 9")]
    public void Other_kinds_of_models_are_refused_by_name(int type, string name)
    {
        // A piece "a", one for the unknown, and the training part with its model type.
        byte[] file = [0x0A, 3, 0x0A, 1, (byte)'a', 0x0A, 5, 0x0A, 1, (byte)'u', 0x18, 2, 0x12, 2, 0x18, (byte)type];
        File.WriteAllBytes(Path.Combine(_folder.FullName, "tokenizer.model"), file);
        var fault = Assert.Throws<PrismaticException>(() => TokenizerFolder.Load(_folder.FullName));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    private TokenizerFolder Load(string name, string? config = null, string? added = null)
    {
        File.Copy(
            Path.Combine(Models, name + ".model"),
            Path.Combine(_folder.FullName, "tokenizer.model"),
            overwrite: true
        );
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), config ?? "{}");
        File.WriteAllText(Path.Combine(_folder.FullName, "added_tokens.json"), added ?? "{}");
        return TokenizerFolder.Load(_folder.FullName);
    }
}

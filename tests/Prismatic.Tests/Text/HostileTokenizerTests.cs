using Prismatic.Text;

namespace Prismatic.Tests.Text;

/// <summary>Files of strangers that are broken, or made to do harm, end in one line that says what is wrong.</summary>
public sealed class HostileTokenizerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-hostile");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("normalizer", "{\"type\":\"ByteLevel\"}", "ByteLevel")]
    [InlineData("normalizer", "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}", "precompiled_charsmap")]
    [InlineData("normalizer", "{\"type\":\"Replace\",\"pattern\":{},\"content\":\"\"}", "pattern")]
    [InlineData("pre_tokenizer", "{\"type\":\"UnicodeScripts\"}", "UnicodeScripts")]
    [InlineData("pre_tokenizer", "{\"type\":\"FixedLength\",\"length\":3}", "FixedLength")]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"Sometimes\"}",
        "Sometimes"
    )]
    [InlineData("pre_tokenizer", "{\"type\":\"Metaspace\",\"prepend_scheme\":\"second\"}", "second")]
    [InlineData("pre_tokenizer", "[]", "type")]
    [InlineData("post_processor", "{\"type\":\"Other\"}", "Other")]
    [InlineData(
        "post_processor",
        "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"x\"}}],\"special_tokens\":{}}",
        "'x'"
    )]
    [InlineData("added_tokens", "[{\"id\":1,\"content\":\"b\"}]", "id 1")]
    [InlineData("added_tokens", "[{\"id\":-7,\"content\":\"b\"}]", "-7")]
    [InlineData("added_tokens", "[{\"id\":4000000000,\"content\":\"b\"}]", "4000000000")]
    [InlineData("added_tokens", "[{\"id\":1.5,\"content\":\"b\"}]", "1.5")]
    [InlineData("added_tokens", "{}", "not a list")]
    [InlineData("model", "{\"type\":\"WordLevel\",\"vocab\":{\"a\":0}}", "WordLevel")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{},\"merges\":[]}", "empty")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":0},\"merges\":[]}", "twice")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":20000000},\"merges\":[]}", "20000000")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a a\"]}", "'a' 'a'")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[[\"a\"]]}", "no merge")]
    [InlineData("model", "{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[],\"dropout\":0.1}", "dropout")]
    [InlineData(
        "model",
        "{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[],\"end_of_word_suffix\":\"</w>\"}",
        "suffix"
    )]
    [InlineData("model", "{\"type\":\"WordPiece\",\"vocab\":{\"a\":0}}", "[UNK]")]
    [InlineData("model", "{\"type\":\"WordPiece\",\"vocab\":{\"a\":0},\"unk_token\":\"b\"}", "'b'")]
    [InlineData(
        "model",
        "{\"type\":\"WordPiece\",\"vocab\":{\"a\":0},\"unk_token\":\"a\",\"max_input_chars_per_word\":-1}",
        "max_input_chars_per_word"
    )]
    [InlineData("model", "{\"type\":\"Unigram\",\"vocab\":[[\"a\",-1]],\"unk_id\":1}", "unk_id")]
    [InlineData("model", "{\"type\":\"Unigram\",\"vocab\":[[\"a\",1e999]],\"unk_id\":0}", "no piece")]
    public void A_part_that_cannot_be_used_is_named(string part, string content, string named)
    {
        var fault = Assert.Throws<PrismaticException>(() => Load(part, content));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.InRange(fault.Message.Length, 1, 600);
    }

    [Fact]
    public void Parts_inside_parts_without_end_are_refused()
    {
        const int Deep = 5000;
        var content =
            string.Concat(Enumerable.Repeat("{\"type\":\"Sequence\",\"normalizers\":[", Deep))
            + string.Concat(Enumerable.Repeat("]}", Deep));
        var fault = Assert.Throws<PrismaticException>(() => Load("normalizer", content));
        Assert.Contains("not JSON", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_measure_is_refused_before_it_is_read()
    {
        using (var file = File.Create(Path.Combine(_folder.FullName, "tokenizer.json")))
        {
            file.SetLength(300L << 20);
        }
        var fault = Assert.Throws<PrismaticException>(() => TokenizerFolder.Load(_folder.FullName));
        Assert.Contains("MB", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_piece_without_measure_is_refused() =>
        Assert.Contains(
            "letters",
            Assert
                .Throws<PrismaticException>(() =>
                    Load("model", $"{{\"type\":\"BPE\",\"vocab\":{{\"{new string('a', 5000)}\":0}},\"merges\":[]}}")
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Merges_that_lead_back_to_themselves_end()
    {
        // With an empty piece a merge gives one of its own parts.
        const string Model =
            "{\"type\":\"BPE\",\"vocab\":{\"\":0,\"a\":1,\"aa\":2},\"merges\":[[\"a\",\"\"],[\"\",\"a\"],[\"\",\"\"],[\"a\",\"a\"]]}";
        Assert.Equal([2, 2, 1], Load("model", Model).Tokenizer.Encode("aaaaa"));
    }

    [Fact]
    public void A_pattern_that_does_not_come_to_an_end_is_stopped_with_one_line()
    {
        const string Pattern =
            "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(?:a|aa|[a-b])+c\"},\"behavior\":\"Isolated\"}";
        var tokenizer = Load("pre_tokenizer", Pattern).Tokenizer;
        Assert.Equal(3, tokenizer.Encode("aaa").Count);
        var fault = Assert.Throws<PrismaticException>(() => tokenizer.Encode(new string('a', 200)));
        Assert.Contains("takes more than", fault.Message, StringComparison.Ordinal);
        Assert.Contains("200 characters", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("{\"<x>\":-1}", "-1")]
    [InlineData("{\"<x>\":0}", "id 0")]
    [InlineData("{\"<x>\":\"a\"}", "<x>")]
    public void Ids_of_added_tokens_are_checked(string added, string named)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "vocab.json"), "{\"a\":0}");
        File.WriteAllText(Path.Combine(_folder.FullName, "merges.txt"), "");
        File.WriteAllText(Path.Combine(_folder.FullName, "added_tokens.json"), added);
        var fault = Assert.Throws<PrismaticException>(() => TokenizerFolder.Load(_folder.FullName));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
    }

    private TokenizerFolder Load(string part, string content)
    {
        const string Model = "{\"type\":\"BPE\",\"vocab\":{\"a\":1},\"merges\":[]}";
        var model = part == "model" ? "" : $",\"model\":{Model}";
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), $"{{\"{part}\":{content}{model}}}");
        return TokenizerFolder.Load(_folder.FullName);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Prismatic.Tests.TestData;
using Prismatic.Text;

namespace Prismatic.Tests.Text;

/// <summary>BERT's tokenizer gives the ids and token types of the Rust library (tests/data/tokenizers/PROVENANCE.md).</summary>
public sealed class WordPieceTests : IDisposable
{
    private static readonly JsonElement Reference = JsonDocument
        .Parse(File.ReadAllBytes(TestFiles.PathOf("tokenizers/wordpiece.json")))
        .RootElement;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-wordpiece");

    public static TheoryData<string> Names => [.. Cases.Select(c => c.GetProperty("name").GetString()!)];

    private static IEnumerable<JsonElement> Cases => Reference.GetProperty("cases").EnumerateArray();

    private static string[] Texts => [.. Reference.GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_are_those_of_the_reference(string name)
    {
        var (folder, part) = Load(name);
        foreach (var (text, ids) in Texts.Zip(part.GetProperty("ids").EnumerateArray()))
        {
            var found = string.Join(' ', folder.Tokenizer.EncodeWithControls(text));
            Assert.True(found == ids.GetString(), $"'{text}': {found} instead of {ids.GetString()}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_stands_around_texts_is_that_of_the_reference(string name)
    {
        var (folder, part) = Load(name);
        Check(folder, part, 1000);
        foreach (var cut in part.GetProperty("cut").EnumerateObject())
        {
            Check(folder, cut.Value, int.Parse(cut.Name, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("uncased", "{}")]
    [InlineData("uncased", "{\"tokenizer_class\":\"BertTokenizer\",\"do_lower_case\":true,\"cls_token\":\"[CLS]\"}")]
    [InlineData("cased", "{\"tokenizer_class\":\"DistilBertTokenizerFast\",\"do_lower_case\":false}")]
    [InlineData("accents stay", "{\"do_lower_case\":true,\"strip_accents\":false}")]
    [InlineData("without handle_chinese_chars", "{\"tokenize_chinese_chars\":false}")]
    public void A_file_of_pieces_gives_the_same(string name, string config)
    {
        var part = Cases.Single(c => c.GetProperty("name").GetString() == name);
        WritePieces();
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), config);
        var folder = TokenizerFolder.Load(_folder.FullName);
        Assert.Equal("vocab.txt", folder.Source);
        foreach (var (text, ids) in Texts.Zip(part.GetProperty("ids").EnumerateArray()))
        {
            Assert.Equal(ids.GetString(), string.Join(' ', folder.Tokenizer.EncodeWithControls(text)));
        }
        Check(folder, part, 1000);
    }

    [Fact]
    public void Text_of_data_never_becomes_a_special_token()
    {
        WritePieces();
        var tokenizer = TokenizerFolder.Load(_folder.FullName).Tokenizer;
        string[] parts = ["[CLS]", "[SEP]", "[PAD]", "[MASK]", "[", "CLS", "]", " ", "the"];
        int[] special =
        [
            tokenizer.IdOf("[CLS]")!.Value,
            tokenizer.IdOf("[SEP]")!.Value,
            tokenizer.IdOf("[PAD]")!.Value,
        ];
        Gen.Int[0, parts.Length - 1]
            .Select(i => parts[i])
            .Array[0, 12]
            .Select(string.Concat)
            .Sample(text => !tokenizer.Encode(text).Intersect(special).Any());
    }

    [Fact]
    public void Ten_megabytes_and_halves_of_letters_are_read()
    {
        WritePieces();
        var tokenizer = TokenizerFolder.Load(_folder.FullName).Tokenizer;
        var unknown = tokenizer.IdOf("[UNK]");
        Assert.Equal([unknown!.Value], tokenizer.Encode(new string('a', 10_000_000)));
        Assert.Equal(2_000_000, tokenizer.Encode(string.Concat(Enumerable.Repeat("boat ", 2_000_000))).Count);
        Assert.Equal(tokenizer.Encode("boat"), tokenizer.Encode("boat\ud800"));
    }

    [Theory]
    [InlineData("BertJapaneseTokenizer", "[UNK]\n[CLS]\n[SEP]\na\n", "BertJapaneseTokenizer")]
    [InlineData("BertTokenizer", "[UNK]\n[CLS]\na\n", "'[SEP]'")]
    [InlineData("BertTokenizer", "[UNK]\n[CLS]\n[SEP]\na\na\n", "twice")]
    [InlineData("BertTokenizer", "\n\n", "empty")]
    public void A_file_of_pieces_that_cannot_be_used_is_named(string kind, string pieces, string named)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "vocab.txt"), pieces);
        File.WriteAllText(
            Path.Combine(_folder.FullName, "tokenizer_config.json"),
            $"{{\"tokenizer_class\":\"{kind}\"}}"
        );
        var fault = Assert.Throws<PrismaticException>(() => TokenizerFolder.Load(_folder.FullName));
        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.Contains("vocab.txt", fault.Message, StringComparison.Ordinal);
    }

    private static void Check(TokenizerFolder folder, JsonElement part, int most)
    {
        var tokenizer = folder.Tokenizer;
        string[] alone = most == 1000 ? ["the old boat", ""] : ["the old boat the old boat the old boat"];
        foreach (var (text, expected) in alone.Zip(part.GetProperty("framed").EnumerateArray()))
        {
            Same(expected, folder.Frame.One(tokenizer.EncodeWithControls(text), most));
        }
        foreach (
            var (pair, expected) in Reference
                .GetProperty("pairs")
                .EnumerateArray()
                .Zip(part.GetProperty("pairs").EnumerateArray())
        )
        {
            var (a, b) = (pair[0].GetString()!, pair[1].GetString()!);
            Same(expected, folder.Frame.Two(tokenizer.EncodeWithControls(a), tokenizer.EncodeWithControls(b), most));
        }
    }

    private static void Same(JsonElement expected, FramedText found)
    {
        Assert.Equal(expected[0].GetString(), string.Join(' ', found.Ids));
        Assert.Equal(expected[1].GetString(), string.Join(' ', found.Types));
    }

    private (TokenizerFolder Folder, JsonElement Part) Load(string name)
    {
        var part = Cases.Single(c => c.GetProperty("name").GetString() == name);
        var file = JsonNode.Parse(part.GetProperty("parts").GetRawText())!;
        var pieces = new JsonObject();
        foreach (var (piece, id) in Reference.GetProperty("vocabulary").EnumerateArray().Select((p, i) => (p, i)))
        {
            pieces[piece.GetString()!] = id;
        }
        var model = new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = "[UNK]",
            ["vocab"] = pieces,
        };
        foreach (var option in part.GetProperty("model").EnumerateObject())
        {
            model[option.Name] = JsonNode.Parse(option.Value.GetRawText());
        }
        file["model"] = model;
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), file.ToJsonString());
        return (TokenizerFolder.Load(_folder.FullName), part);
    }

    private void WritePieces() =>
        File.WriteAllLines(
            Path.Combine(_folder.FullName, "vocab.txt"),
            Reference.GetProperty("vocabulary").EnumerateArray().Select(piece => piece.GetString()!)
        );
}

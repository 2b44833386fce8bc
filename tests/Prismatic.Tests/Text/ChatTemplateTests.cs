using System.Text.Json;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Tests.TestData;
using Prismatic.Text;

namespace Prismatic.Tests.Text;

/// <summary>
/// Rows in chat formats, against what the published templates give when they are run (tests/data/tokenizers/PROVENANCE.md).
/// </summary>
public sealed class ChatTemplateTests : IDisposable
{
    private const string Begin = "<BOS>";
    private static readonly JsonElement Reference = JsonDocument
        .Parse(File.ReadAllBytes(TestFiles.PathOf("tokenizers/templates.json")))
        .RootElement;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-template");

    public static TheoryData<string> Names =>
        [.. Reference.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("name").GetString()!)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_are_written_as_the_published_template_writes_them(string name)
    {
        var model = Reference
            .GetProperty("models")
            .EnumerateArray()
            .Single(m => m.GetProperty("name").GetString() == name);
        // The tokenizer puts its begin token before a text too; there must be one all the same.
        var folder = Load(model.GetProperty("standIn").GetString()!);
        var template = ChatTemplate.Choose(TemplateKind.Auto, folder);
        Assert.Equal(model.GetProperty("kind").GetString(), template.Name);
        var encoder = new RowEncoder(folder.Tokenizer, template, 4096);
        var rows = Reference.GetProperty("rows").EnumerateArray();
        foreach (var ((row, text), start) in rows.Zip(Texts(model, "texts")).Zip(Texts(model, "starts")))
        {
            var encoded = encoder.Encode(new TextRow(0, row[0].GetString()!, row[1].GetString()!));
            int[] ids = [.. folder.Tokenizer.EncodeWithControls(text)];
            // What stands behind the marker that ends the answer (a line end, an end of text) is no part of it.
            int[] wanted = ids[..(Array.LastIndexOf(ids, template.End!.Value) + 1)];
            Assert.Equal(Show(folder, wanted), Show(folder, encoded.Ids));
            Assert.Equal(template.End, encoded.Ids[^1]);
            Assert.Equal(start, Show(folder, encoded.Ids[..encoded.FirstTarget]));
        }
    }

    [Theory]
    [InlineData("{% for m in messages %}[INST] {{ m.content }} [/INST]{% endfor %}")]
    [InlineData("<|user|>\n{{ content }}</s>\n<|assistant|>\n")]
    [InlineData("<|im_start|>{{ role }}<|im_end|><start_of_turn><end_of_turn>")]
    [InlineData("")]
    public void A_template_that_is_not_known_is_refused_until_one_is_named(string text)
    {
        var folder = Load(text);
        var fault = Assert.Throws<PrismaticException>(() => ChatTemplate.Choose(TemplateKind.Auto, folder));
        Assert.Contains("--template", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.Equal("chatml", ChatTemplate.Choose(TemplateKind.ChatMl, folder).Name);
        Assert.True(ChatTemplate.Choose(TemplateKind.Plain, folder).IsPlain);
    }

    [Theory]
    [InlineData("{{'<|im_start|>system\\nBe kind.<|im_end|>\\n'}}", "Be kind.")]
    [InlineData("{{ \"<|im_start|>system\\nIt's you.\\nBe \\\"kind\\\".<|im_end|>\\n\" }}", "It's you.\nBe \"kind\".")]
    [InlineData("{% if x %}<|im_start|>system\nIt's \"you\".<|im_end|>\n{% endif %}", "It's \"you\".")]
    [InlineData("{{'<|im_start|>system\\n' + message + '<|im_end|>'}}", null)]
    [InlineData("{{'<|im_start|>system\\nToday is {{date}}.<|im_end|>'}}", null)]
    public void A_fixed_system_turn_is_written_and_no_other(string template, string? system)
    {
        var folder = Load(template + "{{'<|im_start|>' + role + '\\n' + content + '<|im_end|>'}}");
        var chosen = ChatTemplate.Choose(TemplateKind.Auto, folder);
        var before = system is null ? "" : $"<|im_start|>system\n{system}<|im_end|>\n";
        Assert.Equal([.. folder.Tokenizer.EncodeWithControls(before + "<|im_start|>user\n")], chosen.Head);
    }

    [Fact]
    public void A_model_without_a_template_is_read_plain()
    {
        var folder = Load(null);
        var template = ChatTemplate.Choose(TemplateKind.Auto, folder);
        Assert.True(template.IsPlain);
        var encoded = new RowEncoder(folder.Tokenizer, template, 64).Encode(new TextRow(0, "ab", "cd"));
        Assert.Equal([.. folder.Tokenizer.EncodeWithControls(Begin + "ab\ncd<EOS>")], encoded.Ids);
        Assert.Equal(4, encoded.FirstTarget);
    }

    [Fact]
    public void A_begin_token_stands_once_and_only_where_the_template_writes_it()
    {
        var with = ChatTemplate.Choose(TemplateKind.Auto, Load("{{bos_token}}<|im_start|>{{role}}<|im_end|>"));
        var without = ChatTemplate.Choose(TemplateKind.Auto, Load("<|im_start|>{{role}}<|im_end|>"));
        Assert.Equal(with.Head.Skip(1), without.Head);
        Assert.NotEqual(with.Head[0], with.Head[1]);
        Assert.NotEqual(with.Fingerprint, without.Fingerprint);
    }

    [Fact]
    public void A_marker_the_tokenizer_lacks_is_named()
    {
        var folder = Load("<|im_start|>{{role}}<|im_end|>", without: "<|im_end|>");
        var fault = Assert.Throws<PrismaticException>(() => ChatTemplate.Choose(TemplateKind.Auto, folder));
        Assert.Contains("<|im_end|>", fault.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(JsonElement model, string name) =>
        model.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);

    private static string Show(TokenizerFolder folder, int[] ids)
    {
        var names = Pieces.Concat(Added).ToDictionary(piece => folder.Tokenizer.IdOf(piece)!.Value);
        return string.Concat(ids.Select(id => names[id]));
    }

    private static IEnumerable<string> Added =>
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
            Begin,
            "<EOS>",
            "<think>",
            "</think>",
        ];

    // Every sign of the rows and the answers is a piece, so ids show the text itself.
    private static IReadOnlyList<string> Pieces { get; } =
    [
        .. Reference
            .GetProperty("rows")
            .EnumerateArray()
            .SelectMany(row => row.EnumerateArray())
            .Concat(
                Reference
                    .GetProperty("models")
                    .EnumerateArray()
                    .SelectMany(model => model.GetProperty("texts").EnumerateArray())
            )
            .SelectMany(text => text.GetString()!.EnumerateRunes())
            .Select(rune => rune.ToString())
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private TokenizerFolder Load(string? template, string without = "")
    {
        var tokenizer = new
        {
            added_tokens = Added
                .Where(token => token != without)
                .Select(
                    (token, i) =>
                        new
                        {
                            id = 1000 + i,
                            content = token,
                            normalized = false,
                            special = !token.Contains("think", StringComparison.Ordinal),
                        }
                ),
            post_processor = new
            {
                type = "TemplateProcessing",
                single = new object[]
                {
                    new { SpecialToken = new { id = Begin, type_id = 0 } },
                    new { Sequence = new { id = "A", type_id = 0 } },
                },
                special_tokens = new Dictionary<string, object>
                {
                    [Begin] = new { id = Begin, ids = new[] { 1000 + Added.ToList().IndexOf(Begin) } },
                },
            },
            model = new
            {
                type = "BPE",
                vocab = Pieces.Select((piece, i) => (piece, i)).ToDictionary(p => p.piece, p => p.i),
                merges = Array.Empty<string>(),
            },
        };
        var config = new Dictionary<string, string?>
        {
            ["bos_token"] = Begin,
            ["eos_token"] = "<EOS>",
            ["chat_template"] = template,
        };
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), JsonSerializer.Serialize(tokenizer));
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), JsonSerializer.Serialize(config));
        return TokenizerFolder.Load(_folder.FullName);
    }
}

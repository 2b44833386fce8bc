using System.Text.Json;
using System.Text.Json.Nodes;
using Prismatic.Tests.TestData;
using Prismatic.Text;

namespace Prismatic.Tests.Text;

/// <summary>
/// Each component of tokenizer.json gives the ids of the Rust library "tokenizers" (tests/data/tokenizers/PROVENANCE.md).
/// </summary>
public sealed class TokenizerComponentTests : IDisposable
{
    private static readonly JsonElement Reference = JsonDocument
        .Parse(File.ReadAllBytes(TestFiles.PathOf("tokenizers/components.json")))
        .RootElement;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-component");

    public static TheoryData<string> Names =>
        [.. Reference.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_are_those_of_the_reference(string name)
    {
        var part = Reference
            .GetProperty("cases")
            .EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == name);
        var file = JsonNode.Parse(part.GetProperty("parts").GetRawText())!;
        var model = Reference.GetProperty("models").GetProperty(part.GetProperty("model").GetString()!);
        file["model"] = JsonNode.Parse(model.GetRawText());
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), file.ToJsonString());
        var tokenizer = TokenizerFolder.Load(_folder.FullName).Tokenizer;
        var texts = Reference.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!);
        foreach (var (text, ids) in texts.Zip(part.GetProperty("ids").EnumerateArray()))
        {
            int?[] around = [tokenizer.BeginId, .. tokenizer.EncodeWithControls(text), tokenizer.EndId];
            var found = string.Join(' ', around.OfType<int>());
            Assert.True(found == ids.GetString(), $"'{text}': {found} instead of {ids.GetString()}");
        }
    }

    [Fact]
    public void Every_component_that_is_read_has_a_case()
    {
        var all = Reference.GetProperty("cases").GetRawText();
        string[] components =
        [
            .. "NFC NFD NFKC NFKD Lowercase StripAccents Nmt Replace Prepend Strip Precompiled".Split(' '),
            .. "ByteLevel Split Digits Metaspace Whitespace WhitespaceSplit Punctuation Sequence".Split(' '),
            .. "TemplateProcessing BertProcessing RobertaProcessing".Split(' '),
        ];
        Assert.All(components, name => Assert.Contains($"\"type\":\"{name}\"", all, StringComparison.Ordinal));
    }
}

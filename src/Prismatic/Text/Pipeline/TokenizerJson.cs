using System.Text.Json;

namespace Prismatic.Text.Pipeline;

/// <summary>A tokenizer that was read, before it is known what stands around its texts.</summary>
/// <param name="Stages">From text to ids.</param>
/// <param name="Tokens">Pieces of the model and added tokens with their ids.</param>
/// <param name="Around">Ids that the file itself puts around a text.</param>
/// <param name="Description">Kind and size, for people.</param>
internal sealed record ReadTokenizer(
    TextPipeline Stages,
    Dictionary<string, int> Tokens,
    PostProcessing Around,
    string Description
)
{
    /// <summary>Name of the first token of a text, where the file itself gives it.</summary>
    public string? BeginName { get; init; }

    /// <summary>What stands around one text, or two, for models of whole texts.</summary>
    public TextFrame Frame { get; init; } = TextFrame.Of(Around);

    /// <summary>Id that fills up rows, where the file names it.</summary>
    public int? Pad { get; init; }
}

/// <summary>Reads tokenizer.json, the format of the library "tokenizers".</summary>
internal static class TokenizerJson
{
    /// <summary>Reads a file's content.</summary>
    /// <param name="root">The parsed file.</param>
    /// <param name="controls">Tokens that data never becomes, beside those that the file calls special.</param>
    /// <exception cref="PrismaticException">Broken, or it uses something that is not known here.</exception>
    public static ReadTokenizer Read(JsonElement root, IReadOnlySet<string> controls)
    {
        var model = root.Needed("model");
        var vocabulary = TokenModels.Vocabulary(model);
        var added = Added(root, vocabulary, controls);
        foreach (var token in added.Where(token => token.Control))
        {
            vocabulary.Reserve(token.Content);
        }
        foreach (var control in controls)
        {
            vocabulary.Reserve(control);
        }
        var stages = new TextPipeline(
            added,
            Normalizers.Read(root.Part("normalizer")),
            PreTokenizers.Read(root.Part("pre_tokenizer")),
            TokenModels.Read(model, vocabulary)
        );
        return new ReadTokenizer(
            stages,
            All(vocabulary, added),
            PostProcessing.Read(root.Part("post_processor")),
            Describe(root, model, vocabulary, added)
        )
        {
            Frame = TextFrame.Read(root.Part("post_processor")),
            Pad = root.Part("padding")?.Part("pad_id")?.Id("pad_id"),
        };
    }

    /// <summary>All tokens with their ids.</summary>
    public static Dictionary<string, int> All(Vocabulary vocabulary, IEnumerable<AddedToken> added)
    {
        var all = new Dictionary<string, int>(vocabulary.Pieces);
        foreach (var token in added)
        {
            all[token.Content] = token.Id;
        }
        return all;
    }

    /// <summary>One entry of a list of added tokens.</summary>
    public static AddedToken Token(JsonElement entry, string content, int id, IReadOnlySet<string> controls) =>
        new(content, id)
        {
            SingleWord = entry.Flag("single_word", false),
            TakesLeft = entry.Flag("lstrip", false),
            TakesRight = entry.Flag("rstrip", false),
            Normalized = entry.Flag("normalized", true),
            Control = entry.Flag("special", false) || controls.Contains(content),
        };

    /// <summary>Checks that no id stands for two tokens.</summary>
    public static void CheckIds(Vocabulary vocabulary, IEnumerable<AddedToken> added)
    {
        var owners = vocabulary.Pieces.ToDictionary(pair => pair.Value, pair => pair.Key);
        foreach (var token in added)
        {
            if (!owners.TryAdd(token.Id, token.Content) && owners[token.Id] != token.Content)
            {
                throw TokenizerFault.Broken($"the id {token.Id} stands for '{owners[token.Id]}' and '{token.Content}'");
            }
        }
    }

    private static List<AddedToken> Added(JsonElement root, Vocabulary vocabulary, IReadOnlySet<string> controls)
    {
        var added = new List<AddedToken>();
        if (root.Part("added_tokens") is not null)
        {
            foreach (var entry in root.List("added_tokens"))
            {
                var content = entry.Text("content") ?? throw TokenizerFault.Broken("an added token has no 'content'");
                // Where the model has the piece, the reference takes the model's id.
                var id = vocabulary.FindAny(content) is >= 0 and var own ? own : entry.Needed("id").Id(content);
                if (content.Length > 0)
                {
                    added.Add(Token(entry, content, id, controls));
                }
            }
        }
        CheckIds(vocabulary, added);
        return added;
    }

    private static string Describe(JsonElement root, JsonElement model, Vocabulary vocabulary, List<AddedToken> added)
    {
        string[] parts =
        [
            TokenModels.KindOf(model, root),
            $"{vocabulary.Count} pieces and {added.Count} added tokens",
            $"normalizer {Names(root.Part("normalizer"), "normalizers")}",
            $"pre-tokenizer {Names(root.Part("pre_tokenizer"), "pretokenizers")}",
        ];
        return string.Join(", ", parts);
    }

    private static string Names(JsonElement? component, string list) =>
        component is not { } part ? "none"
        : part.Type() != "Sequence" ? part.Type()
        : part.List(list).Any() ? string.Join(" + ", part.List(list).Select(p => Names(p, list)))
        : "none";
}

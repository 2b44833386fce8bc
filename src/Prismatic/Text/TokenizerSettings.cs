using System.Globalization;
using System.Text.Json;
using Prismatic.Text.Pipeline;

namespace Prismatic.Text;

/// <summary>What the files beside a tokenizer say about its special tokens: tokenizer_config.json and its like.</summary>
internal sealed class TokenizerSettings
{
    private static readonly string[] TokenNames =
    [
        "bos_token",
        "eos_token",
        "pad_token",
        "unk_token",
        "cls_token",
        "sep_token",
        "mask_token",
    ];

    private readonly ModelFiles _files;
    private readonly JsonElement? _config;
    private readonly JsonElement? _map;

    public TokenizerSettings(ModelFiles files)
    {
        _files = files;
        _config = files.Json("tokenizer_config.json");
        _map = files.Json("special_tokens_map.json");
        Controls = Named();
        foreach (var marker in ChatMarkers.All)
        {
            Controls.Add(marker);
        }
    }

    /// <summary>Tokens that data never becomes.</summary>
    public HashSet<string> Controls { get; }

    /// <summary>The class that the files were made for; null where they do not say.</summary>
    public string? ClassName => _config?.Text("tokenizer_class");

    /// <summary>Name of the token at the start of a text.</summary>
    public string? Begin => Token("bos_token");

    /// <summary>Name of the token at the end of a text.</summary>
    public string? End => Token("eos_token");

    /// <summary>Whether a begin token is put before every text; null where the files do not say.</summary>
    public bool? AddsBegin => Flag("add_bos_token");

    /// <summary>Whether a space is put before every text; null where the files do not say.</summary>
    public bool? AddsPrefixSpace => Flag("add_prefix_space");

    /// <summary>Whether the words behind every control token are marked anew, as older files of SentencePiece have it.</summary>
    public bool IsLegacy => Flag("legacy") ?? true;

    /// <summary>Name of the token that fills up rows.</summary>
    public string? Pad => Token("pad_token");

    /// <summary>What is done to a text before it is cut into words, for BERT's tokenizer class.</summary>
    public BertRules Bert =>
        _config is { } config
            ? BertRules.Read(config, "clean_text", "tokenize_chinese_chars", "strip_accents", "do_lower_case")
            : new BertRules(true, true, true, true);

    /// <summary>The model's template for conversations; null where it has none.</summary>
    public string? ChatTemplate =>
        _files.TextOf("chat_template.jinja")
        ?? Template(_files.Json("chat_template.json")?.Part("chat_template"))
        ?? Template(_config?.Part("chat_template"));

    /// <summary>The size of the model's vocabulary; null where its files do not say.</summary>
    public int? ModelVocabulary =>
        Number(_files.Json("genai_config.json")?.Part("model")?.Part("vocab_size"))
        ?? Number(_files.Json("config.json")?.Part("vocab_size"));

    /// <summary>The id that the model's own configuration gives for filling up rows.</summary>
    public int? ModelPad => Number(_files.Json("config.json")?.Part("pad_token_id"));

    /// <summary>Ids that the model's own configuration gives for the end of a text.</summary>
    public IEnumerable<int> ModelEnds =>
        Numbers(_files.Json("genai_config.json")?.Part("model")?.Part("eos_token_id"))
            .Concat(Numbers(_files.Json("config.json")?.Part("eos_token_id")));

    /// <summary>Tokens that the configuration adds to the model's pieces.</summary>
    public List<AddedToken> Added(Vocabulary vocabulary) => Added(vocabulary, Named());

    /// <summary>The same, with the names of the special tokens given.</summary>
    public List<AddedToken> Added(Vocabulary vocabulary, IEnumerable<string> special)
    {
        var added = new List<AddedToken>();
        if (_config?.Part("added_tokens_decoder") is not null)
        {
            foreach (var entry in _config.Value.Pairs("added_tokens_decoder"))
            {
                var content = entry.Value.Text("content") ?? "";
                if (
                    content.Length == 0
                    || !int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                    || id >= Vocabulary.MaxIds
                )
                {
                    throw TokenizerFault.Broken($"'{entry.Name}' in added_tokens_decoder is no token with its id");
                }
                added.Add(TokenizerJson.Token(entry.Value, content, id, Controls));
            }
        }
        var known = added.ConvertAll(token => token.Content).ToHashSet();
        if (_files.Json("added_tokens.json") is { ValueKind: JsonValueKind.Object } more)
        {
            foreach (var entry in more.EnumerateObject().Where(entry => entry.Name.Length > 0 && known.Add(entry.Name)))
            {
                var id = entry.Value.Id(entry.Name);
                added.Add(new AddedToken(entry.Name, id) { Control = Controls.Contains(entry.Name) });
            }
        }
        foreach (var name in special.Order(StringComparer.Ordinal))
        {
            if (!known.Contains(name) && vocabulary.FindAny(name) is >= 0 and var id)
            {
                added.Add(new AddedToken(name, id) { Control = true });
            }
        }
        TokenizerJson.CheckIds(vocabulary, added);
        return added;
    }

    private HashSet<string> Named()
    {
        var named = new HashSet<string>();
        foreach (var file in new[] { _config, _map })
        {
            named.UnionWith(TokenNames.Select(name => Content(file?.Part(name))).OfType<string>());
            if (file?.Part("additional_special_tokens") is { ValueKind: JsonValueKind.Array } more)
            {
                named.UnionWith(more.EnumerateArray().Select(token => Content(token)).OfType<string>());
            }
        }
        named.Remove("");
        return named;
    }

    /// <summary>Name of a special token; null where the files give none.</summary>
    public string? Token(string name) => Content(_config?.Part(name)) ?? Content(_map?.Part(name));

    private bool? Flag(string name) =>
        _config?.Part(name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    // A token is its name, or an object that holds the name.
    private static string? Content(JsonElement? token) =>
        token?.ValueKind switch
        {
            JsonValueKind.String => token.Value.GetString(),
            JsonValueKind.Object => token.Value.Text("content"),
            _ => null,
        };

    // One template, or several with names.
    private static string? Template(JsonElement? template) =>
        template?.ValueKind switch
        {
            JsonValueKind.String => template.Value.GetString(),
            JsonValueKind.Array => template
                .Value.EnumerateArray()
                .Where(entry => entry.Text("name") == "default")
                .Select(entry => entry.Text("template"))
                .FirstOrDefault(),
            _ => null,
        };

    private static int? Number(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var result) ? result : null;

    private static IEnumerable<int> Numbers(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(number => Number(number)).OfType<int>()
        : Number(value) is { } one ? [one]
        : [];
}

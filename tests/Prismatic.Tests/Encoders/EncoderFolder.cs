using System.Text;
using System.Text.Json;
using Prismatic.Text;

namespace Prismatic.Tests.Encoders;

/// <summary>A folder with a tiny encoder and its tokenizer.</summary>
internal sealed class EncoderFolder : IDisposable
{
    private static readonly string[] Pieces =
    [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        "the",
        "old",
        "boat",
        "river",
        "two",
        "one",
        "##s",
        "##ed",
        "a",
        "b",
        "c",
        "##a",
        "##b",
        "##c",
        ".",
        ",",
        "!",
        "猫",
        "naive",
        "red",
        "blue",
        "green",
        "cat",
        "dog",
        "sat",
        "ran",
        "on",
        "under",
        "in",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("prismatic-encoder");

    public EncoderFolder(TinyShape? shape = null, ulong seed = 1)
        : this(shape ?? new TinyShape(), seed, ("vocab.txt", Encoding.UTF8.GetBytes(string.Join('\n', Pieces)))) { }

    private EncoderFolder(TinyShape shape, ulong seed, params (string Name, byte[] Content)[] tokenizer)
    {
        Bert = new TinyBert(shape, seed);
        Bert.Save(System.IO.Path.Combine(Path, "model.onnx"));
        foreach (var (name, content) in tokenizer)
        {
            File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);
        }
        Tokens = TokenizerFolder.Load(Path);
    }

    /// <summary>An encoder that reads a tokenizer of bytes joined in pairs, as RoBERTa's.</summary>
    public static EncoderFolder WithBytePairs()
    {
        // Every byte as the letter that stands for it, then two joins.
        var letters = Enumerable.Range(33, 94).Concat(Enumerable.Range(161, 12)).Concat(Enumerable.Range(174, 82));
        string[] bytes = [.. letters.Concat(Enumerable.Range(256, 68)).Select(code => $"{(char)code}")];
        string[] pieces = ["<s>", "<pad>", "</s>", "<unk>", .. bytes, "th", "the"];
        var tokenizer = new
        {
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false },
            post_processor = new
            {
                type = "RobertaProcessing",
                sep = new object[] { "</s>", 2 },
                cls = new object[] { "<s>", 0 },
                trim_offsets = true,
                add_prefix_space = false,
            },
            model = new
            {
                type = "BPE",
                vocab = pieces.Select((piece, id) => (piece, id)).ToDictionary(pair => pair.piece, pair => pair.id),
                merges = new[] { "t h", "th e" },
            },
        };
        return new EncoderFolder(Wide, 1, ("tokenizer.json", JsonSerializer.SerializeToUtf8Bytes(tokenizer)));
    }

    /// <summary>An encoder that reads a SentencePiece file.</summary>
    public static EncoderFolder WithSentencePieces(byte[] model) => new(Wide, 1, ("tokenizer.model", model));

    private static TinyShape Wide => new() { Vocabulary = 1000, Positions = 2048 };

    public TinyBert Bert { get; }

    public TokenizerFolder Tokens { get; }

    public string Path => _folder.FullName;

    /// <summary>Texts of many lengths, some odd.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "",
        "the boat",
        "The OLD boats!",
        "naïve 猫 cat",
        "two, one.",
        "\ud800 red\u0000 \u200bdog",
        "zzz",
        .. Enumerable
            .Range(1, 30)
            .Select(n =>
                string.Join(
                    ' ',
                    Enumerable
                        .Range(0, n)
                        .Select(i => Pieces[5 + ((i * n) % 29)].Replace("##", "", StringComparison.Ordinal))
                )
            ),
    ];

    public EncoderFolder Write(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

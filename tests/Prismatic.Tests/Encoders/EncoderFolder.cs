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
    {
        Bert = new TinyBert(shape ?? new TinyShape(), seed);
        Bert.Save(System.IO.Path.Combine(Path, "model.onnx"));
        Write("vocab.txt", string.Join('\n', Pieces));
        Tokens = TokenizerFolder.Load(Path);
    }

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

using System.Text.Json;
using Prismatic.Onnx;
using Prismatic.Text;
using Prismatic.Trainer.Model;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>A temporary folder with data sets in it.</summary>
internal sealed class Workplace : IDisposable
{
    public Workplace() => Folder = Directory.CreateTempSubdirectory("prismatic-test-").FullName;

    public string Folder { get; }

    /// <summary>The committed sample data set.</summary>
    public static string Sample { get; } = Path.Combine(Golden.Root, "docs", "samples", "word-problems.parquet");

    /// <summary>Everything in the folder, by name.</summary>
    public IReadOnlyList<string> Names =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Folder, f))
                .Order(StringComparer.Ordinal),
        ];

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>JSON Lines with one text column.</summary>
    public string Texts(string name, IEnumerable<string?> texts) =>
        Write(name, string.Concat(texts.Select(text => JsonSerializer.Serialize(new { text }) + "\n")));

    /// <summary>A small decoder with random weights and a tokenizer of single bytes, as a model folder.</summary>
    public string Model()
    {
        var folder = Directory.CreateDirectory(PathOf("model")).FullName;
        var shape = new DecoderShape
        {
            VocabularySize = 258,
            Width = 32,
            LayerCount = 2,
            HeadCount = 2,
            KeyValueHeadCount = 1,
            FeedForwardWidth = 48,
        };
        var model = DecoderGraph.Build(shape, DecoderWeights.Random(shape, 1));
        OnnxModel.Save(model, Path.Combine(folder, "model.onnx"));
        using var pieces = File.Create(Path.Combine(folder, "tokenizer.bpe"));
        Tokenizer.WritePieces(pieces, [.. Enumerable.Range(0, 256).Select(i => new[] { (byte)i })]);
        return folder;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Texts that share no words.</summary>
    public static string[] Varied(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    string.Join(' ', Enumerable.Range(0, 8).Select(j => $"{Word(17 * i + j)}{Word(31 * i + 7 * j)}"))
                ),
        ];

    private static string Word(int seed) =>
        new([.. Enumerable.Range(0, 4).Select(k => (char)('a' + ((seed * 7919 + k * 104729) / (k + 1) % 26)))]);
}

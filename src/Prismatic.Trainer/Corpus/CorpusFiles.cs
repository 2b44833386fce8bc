using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Prismatic.Trainer.Corpus;

/// <summary>The corpus on disk: <c>train.jsonl</c>, <c>heldout/NAME.jsonl</c>, one document a line.</summary>
public static class CorpusFiles
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string TrainPath(string folder) => Path.Combine(folder, "train.jsonl");

    public static string HeldOutPath(string folder, string name) => Path.Combine(folder, "heldout", name + ".jsonl");

    public static void Write(string folder, CorpusSet corpus)
    {
        Directory.CreateDirectory(Path.Combine(folder, "heldout"));
        WriteLines(TrainPath(folder), corpus.Train);
        foreach (var (name, documents) in corpus.HeldOut)
        {
            WriteLines(HeldOutPath(folder, name), documents);
        }
    }

    public static IEnumerable<CorpusDocument> Read(string path) =>
        File.ReadLines(path).Select(static line => JsonSerializer.Deserialize<CorpusDocument>(line)!);

    private static void WriteLines(string path, IEnumerable<CorpusDocument> documents)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        foreach (var document in documents)
        {
            writer.WriteLine(JsonSerializer.Serialize(document, Options));
        }
    }
}

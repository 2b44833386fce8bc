using System.Text.Json;
using Prismatic.Data;

namespace Prismatic.Benchmarks.Evidence;

/// <summary>Rows of the real data sets beside the checkout; evidence tables need them.</summary>
internal static class RealRows
{
    /// <summary>The folder <c>shared/data</c>, or a fault that says where it was looked for.</summary>
    public static string Folder { get; } = Find();

    /// <summary>All rows of a data set file with text, as the tool reads them.</summary>
    public static List<TextRow> Load(string file, FieldChoice? choice = null)
    {
        var dataset = DatasetReader.Open([Path.Combine(Folder, file)], choice ?? FieldChoice.Detect);
        return dataset.ReadAsync(default).ToBlockingEnumerable().Where(r => r.State == TextState.Present).ToList();
    }

    /// <summary>Rows by label: BANKING77 intents, MMLU subjects.</summary>
    public static Dictionary<string, List<TextRow>> ByLabel(string set) =>
        set switch
        {
            "banking77" => Group(
                Load("labelled/banking77_train.csv", new FieldChoice { Text = "text" }),
                Load("labelled/banking77_train.csv", new FieldChoice { Text = "category" })
            ),
            "mmlu" => MmluBySubject(),
            "persona" => Directory
                .EnumerateFiles(Path.Combine(Folder, "instruct", "lm_persona"))
                .Order(StringComparer.Ordinal)
                .ToDictionary(
                    path => Path.GetFileNameWithoutExtension(path),
                    path => Load(path, new FieldChoice { Text = "statement" })
                ),
            _ => throw new ArgumentException(set, nameof(set)),
        };

    private static Dictionary<string, List<TextRow>> MmluBySubject()
    {
        var groups = new Dictionary<string, List<TextRow>>();
        var index = 0;
        foreach (var line in File.ReadLines(Path.Combine(Folder, "labelled", "mmlu_stem_test.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var subject = json.RootElement.GetProperty("type").GetString()!;
            var text = json.RootElement.GetProperty("question").GetString()!;
            var choices = json.RootElement.GetProperty("choices").EnumerateArray().Select(c => c.ToString());
            Add(groups, subject, new TextRow(index++, "", $"{text}\n{string.Join('\n', choices)}"));
        }
        return groups;
    }

    private static Dictionary<string, List<TextRow>> Group(List<TextRow> texts, List<TextRow> labels)
    {
        var groups = new Dictionary<string, List<TextRow>>();
        foreach (var (text, label) in texts.Zip(labels))
        {
            Add(groups, label.Response, text);
        }
        return groups;
    }

    private static void Add(Dictionary<string, List<TextRow>> groups, string label, TextRow row)
    {
        if (!groups.TryGetValue(label, out var list))
        {
            groups[label] = list = [];
        }
        list.Add(row);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var candidate in (string[])["shared/data", "../shared/data"])
            {
                var path = Path.GetFullPath(Path.Combine(folder.FullName, candidate));
                if (Directory.Exists(path))
                {
                    return path;
                }
            }
        }
        throw new DirectoryNotFoundException(
            "no folder shared/data beside the checkout: the evidence tables need real data"
        );
    }
}

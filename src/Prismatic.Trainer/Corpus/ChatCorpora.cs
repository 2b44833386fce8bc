using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Prismatic.Data;

namespace Prismatic.Trainer.Corpus;

/// <summary>Conversations written by people, in the form that chat data takes when rows become text.</summary>
internal static class ChatCorpora
{
    private const int HeldOut = 200;
    private const int TaskmasterOneIn = 2;

    /// <summary>
    /// Conversations of crowd workers with themselves about films, music and sports, without the workers whom the data's
    /// own list blocks.
    /// </summary>
    public static IEnumerable<CorpusDocument> Self(string source, string folder)
    {
        var blocked = File.ReadLines(Path.Combine(folder, "blocked_workers.txt"))
            .Select(static line => line.Trim())
            .ToHashSet(StringComparer.Ordinal);
        var talks = Directory
            .EnumerateFiles(Path.Combine(folder, "corpus"), "*.csv", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Sentences(path, blocked))
            .Where(static talk => talk.Count >= 4)
            .ToList();
        var held = HeldOutSplit.Pick(source, talks.Count, HeldOut);
        for (var i = 0; i < talks.Count; i++)
        {
            // Half of them: more would colour the whole model.
            if (i % 4 >= 2 && !held.Contains(i))
            {
                continue;
            }

            yield return ChatText.Document(source, talks[i], i, held.Contains(i) ? HeldOutSplit.Chat : null);
        }
    }

    /// <summary>Orders at a coffee shop written by crowd workers: one in two, as they are much alike.</summary>
    public static IEnumerable<CorpusDocument> Taskmaster(string source, string folder)
    {
        var number = 0;
        var files = Directory.EnumerateFiles(Path.Combine(folder, "TM-4-2024/data"), "*.json");
        foreach (var path in files.Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var talk in json.RootElement.EnumerateArray())
            {
                if (HeldOutSplit.Falls(source, number++, TaskmasterOneIn))
                {
                    var turns = talk.GetProperty("utterances")
                        .EnumerateArray()
                        .Select(static turn => new ChatMessage(
                            turn.GetProperty("speaker").GetString()!.ToLowerInvariant(),
                            turn.GetProperty("text").GetString()!
                        ));
                    var messages = ChatText.Merged(turns);
                    if (messages.Count >= 2)
                    {
                        yield return ChatText.Document(source, messages, number, null);
                    }
                }
            }
        }
    }

    private static List<IReadOnlyList<ChatMessage>> Sentences(string path, HashSet<string> blocked)
    {
        using var reader = CsvReader.FromFile(path);
        reader.ReadHeader();
        var header = File.ReadLines(path).First().Split(',').Select(static name => name.Trim('"')).ToArray();
        var columns = Enumerable
            .Range(0, header.Length)
            .Where(i => header[i].StartsWith("Answer.sentence", StringComparison.Ordinal))
            .OrderBy(i => int.Parse(header[i].AsSpan("Answer.sentence".Length), CultureInfo.InvariantCulture))
            .ToList();
        var worker = Array.IndexOf(header, "WorkerId");
        var talks = new List<IReadOnlyList<ChatMessage>>();
        while (reader.Read())
        {
            if (worker < 0 || !blocked.Contains(reader.GetString(worker)))
            {
                talks.Add(
                    ChatText.Alternating(
                        columns.Select(i => reader.GetString(i).Trim()).Where(static text => text.Length > 0)
                    )
                );
            }
        }

        return talks;
    }
}

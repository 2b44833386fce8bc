using System.Globalization;
using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>Texts of prompts by the number or name that stands for them in files of answers.</summary>
internal sealed class PromptTexts
{
    private readonly Dictionary<string, string> _texts = [];
    private readonly HashSet<string> _unknown = [];

    private PromptTexts(string path) => Path = path;

    public string Path { get; }

    /// <summary>Different prompts that were asked for and have no text here.</summary>
    public int Unknown => _unknown.Count;

    /// <summary>
    /// The columns with name and text where a table without answers lists prompts; null where it does not.
    /// </summary>
    /// <param name="columns">Of the table.</param>
    /// <param name="promptColumn">How the file of answers calls the name; preferred.</param>
    public static (string Id, string Text)? Columns(IReadOnlyList<FieldColumn> columns, string? promptColumn)
    {
        var finder = new ColumnFinder("", columns);
        var text = finder.Named(LayoutNames.ListedPrompt, FieldShape.Text);
        var same = promptColumn is null ? null : finder.Find(promptColumn);
        var id =
            same is { Shape: FieldShape.Text or FieldShape.Number } && same != text
                ? same
                : finder.Named(LayoutNames.PromptId, FieldShape.Text, FieldShape.Number);
        return text is null || id is null ? null : (id.Name, text.Name);
    }

    public static async Task<PromptTexts> ReadAsync(
        FieldTable table,
        (string Id, string Text) columns,
        CancellationToken cancellationToken
    )
    {
        var texts = new PromptTexts(table.Path);
        await foreach (var (values, _) in table.ReadAsync([columns.Id, columns.Text], cancellationToken))
        {
            if (values[0].IsScalar && values[1].IsScalar)
            {
                texts._texts.TryAdd(Key(values[0]), values[1].Text);
            }
        }
        return texts;
    }

    /// <summary>The text of a prompt; the number or name itself where it has none here.</summary>
    public string Find(FieldValue id)
    {
        var key = Key(id);
        if (_texts.TryGetValue(key, out var text))
        {
            return text;
        }
        _unknown.Add(key);
        return key;
    }

    /// <summary>A number in one spelling: tables with gaps write 8 as 8.0.</summary>
    public static string Key(FieldValue id) =>
        id.Number is { } number && Math.Abs(number) < 1L << 53 && Math.Floor(number) == number
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : id.Text;

    /// <summary>
    /// Files of prompts that belong to a file of answers by name, in the same folder: <c>x_prompts</c> for
    /// <c>x_results</c>, or <c>prompts</c>; or with questions.
    /// </summary>
    public static IEnumerable<string> Beside(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path) ?? "";
        var stem = ModelNames.Stem(path);
        var prefix = stem[..(stem.LastIndexOfAny(['_', '-', '.']) + 1)];
        HashSet<string> wanted = [prefix + "prompts", prefix + "questions", "prompts", "questions"];
        try
        {
            return
            [
                .. Directory
                    .EnumerateFiles(folder.Length == 0 ? "." : folder)
                    .Select(file => System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)))
                    .Where(file => DataPaths.IsDataFile(file) && wanted.Contains(ModelNames.Stem(file)))
                    .OrderByDescending(file => ModelNames.Stem(file).Length)
                    .ThenBy(file => file, StringComparer.Ordinal),
            ];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

using Prismatic.Data;
using Prismatic.Responses;

namespace Prismatic.Tool.Measuring;

/// <summary>What the rows of a map are, and where they are from.</summary>
/// <param name="Noun">What one is called: "row" or "answer".</param>
/// <param name="FileTitle">What they are from: "file" or "model".</param>
/// <param name="Files">Names of these; empty where all are from one.</param>
/// <param name="FileOf">By row number, a place in the names.</param>
/// <param name="NumberOf">By row number, the number that people know the row by; null where that is the same.</param>
internal sealed record MapSource(
    string Noun,
    string FileTitle,
    IReadOnlyList<string> Files,
    Func<long, int> FileOf,
    Func<long, long>? NumberOf = null
)
{
    /// <summary>Rows of files.</summary>
    public static MapSource Of(Dataset dataset) =>
        dataset.Files.Count < 2
            ? new MapSource("row", "file", [], _ => 0)
            : new MapSource("row", "file", Names(dataset.Files), row => dataset.FileOf(row));

    /// <summary>Answers of models, by their place in the set.</summary>
    public static MapSource Of(ResponseSet set) =>
        new(
            "answer",
            "model",
            set.Models.Count < 2 ? [] : set.Models,
            place => set.Responses[checked((int)place)].Model
        );

    // Bare names where they tell files apart, else with as many folders as all do not share.
    private static string[] Names(IReadOnlyList<string> files)
    {
        string[] bare = [.. files.Select(file => Path.GetFileName(file))];
        if (bare.Distinct(StringComparer.Ordinal).Count() == bare.Length)
        {
            return bare;
        }
        string[][] parts = [.. files.Select(file => Path.GetFullPath(file).Split(Path.DirectorySeparatorChar))];
        var shared = 0;
        while (parts.All(path => path.Length > shared + 1 && path[shared] == parts[0][shared]))
        {
            shared++;
        }
        return [.. parts.Select(path => string.Join('/', path.Skip(shared)))];
    }
}

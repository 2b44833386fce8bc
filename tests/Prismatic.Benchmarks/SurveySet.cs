using Prismatic.Data;
using Prismatic.Pluralism;

namespace Prismatic.Benchmarks;

/// <summary>Who answered what: needed where people are split, since a reference only holds counts.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Answers">Of every question, the option of every person; -1 for none.</param>
/// <param name="Options">Of every question, how many.</param>
/// <param name="Groups">Of every grouping, the group of every person; null for none.</param>
internal sealed record SurveySet(
    string Name,
    IReadOnlyList<int[]> Answers,
    IReadOnlyList<int> Options,
    IReadOnlyList<(string Name, string?[] Of)> Groups
)
{
    public int People => Answers[0].Length;

    public int Questions => Answers.Count;

    /// <summary>Reads a file with a row for every person; rows of nobody are left out.</summary>
    public static SurveySet Read(string name, string path, string[] groups, Func<string, bool> isQuestion)
    {
        var table = TextTable.OpenAsync(path).GetAwaiter().GetResult();
        string[] questions = [.. table.Columns.Where(isQuestion)];
        string[] wanted = [table.Columns[0], .. groups, .. questions];
        TextTableRow[] rows =
        [
            .. table.ReadAsync(wanted).ToBlockingEnumerable().Where(row => !string.IsNullOrEmpty(row.Values[0])),
        ];
        var answers = new List<int[]>();
        var options = new List<int>();
        for (var question = 0; question < questions.Length; question++)
        {
            var places = new Dictionary<string, int>();
            var column = 1 + groups.Length + question;
            answers.Add([.. rows.Select(row => Place(places, row.Values[column]))]);
            options.Add(places.Count);
        }
        // What nobody was asked has no halves.
        int[] asked = [.. Enumerable.Range(0, questions.Length).Where(i => options[i] > 0)];
        return new SurveySet(
            name,
            [.. asked.Select(i => answers[i])],
            [.. asked.Select(i => options[i])],
            [
                .. groups.Select(
                    (group, i) =>
                        (group, rows.Select(row => row.Values[1 + i] is { Length: > 0 } of ? of : null).ToArray())
                ),
            ]
        );
    }

    /// <summary>What these people answer; all have.</summary>
    public Distribution Counts(int question, int[] people)
    {
        var counts = new double[Options[question]];
        foreach (var person in people)
        {
            counts[Answers[question][person]]++;
        }
        return Distribution.OfCounts(counts);
    }

    private static int Place(Dictionary<string, int> places, string? answer)
    {
        if (string.IsNullOrEmpty(answer))
        {
            return -1;
        }
        if (!places.TryGetValue(answer, out var place))
        {
            places[answer] = place = places.Count;
        }
        return place;
    }
}

using System.Globalization;
using Prismatic.Data;

namespace Prismatic.Pluralism;

/// <summary>
/// Reads how people answered: a row for every option with its count or share, a row for every answer, or a row for every
/// person with a column for every question.
/// </summary>
public static class ReferenceReader
{
    /// <summary>Reads a reference from any supported file.</summary>
    /// <param name="path">One file.</param>
    /// <param name="choice">Columns to take; what it leaves out is found by name.</param>
    /// <param name="cancellationToken">Checked at every row.</param>
    /// <exception cref="PrismaticException">
    /// A column is missing; a number is none, negative or not finite; shares do not sum to 1; an option stands twice; no
    /// answers. The message names file and row.
    /// </exception>
    /// <remarks>
    /// Memory: the counts; with a column of persons in a file of single answers also one entry for every answer.
    /// </remarks>
    public static async Task<HumanReference> ReadAsync(
        string path,
        ReferenceChoice? choice = null,
        CancellationToken cancellationToken = default
    )
    {
        var table = await TextTable.OpenAsync(path, cancellationToken: cancellationToken);
        var columns = ReferenceColumns.Settle(table, choice ?? new ReferenceChoice());
        var draft = new ReferenceDraft(table.Path, columns);
        await (
            columns.Layout switch
            {
                ReferenceLayout.Options => ReadOptionsAsync(table, columns, draft, cancellationToken),
                ReferenceLayout.Answers => ReadAnswersAsync(table, columns, draft, cancellationToken),
                _ => ReadPeopleAsync(table, columns, draft, cancellationToken),
            }
        );
        return draft.Complete();
    }

    private static async Task ReadOptionsAsync(
        TextTable table,
        ReferenceColumns columns,
        ReferenceDraft draft,
        CancellationToken cancellationToken
    )
    {
        var pick = new Pick([
            columns.Prompt,
            columns.Option,
            columns.Amount,
            columns.People,
            columns.Group,
            columns.Order,
        ]);
        await foreach (var row in table.ReadAsync(pick.Columns, cancellationToken))
        {
            if (pick.Trimmed(row, 0) is not { } prompt || pick.Trimmed(row, 1) is not { } option)
            {
                draft.LeaveOut();
                continue;
            }
            var amount = Number(table.Path, row.Number, columns.Amount!, pick.Trimmed(row, 2), above: false)!.Value;
            var people = columns.People is null
                ? null
                : Number(table.Path, row.Number, columns.People, pick.Trimmed(row, 3), above: true);
            draft.Set(row.Number, prompt, option, pick.Trimmed(row, 4), amount, people);
            draft.Order(row.Number, prompt, option, pick.Trimmed(row, 5));
        }
    }

    private static async Task ReadAnswersAsync(
        TextTable table,
        ReferenceColumns columns,
        ReferenceDraft draft,
        CancellationToken cancellationToken
    )
    {
        var pick = new Pick([columns.Prompt, columns.Option, columns.Person, columns.Group, columns.Order]);
        var given = new Dictionary<(string Prompt, string Person), (string Option, string? Group)>();
        await foreach (var row in table.ReadAsync(pick.Columns, cancellationToken))
        {
            if (pick.Trimmed(row, 0) is not { } prompt || pick.Trimmed(row, 1) is not { } option)
            {
                draft.LeaveOut();
                continue;
            }
            var group = pick.Trimmed(row, 3);
            if (pick.Trimmed(row, 2) is { } person)
            {
                // Someone who answers again has changed their mind.
                if (given.TryGetValue((prompt, person), out var before))
                {
                    draft.Count(prompt, before.Option, before.Group, -1);
                    draft.LeaveOut();
                }
                given[(prompt, person)] = (option, group);
            }
            draft.Count(prompt, option, group, 1);
            draft.Order(row.Number, prompt, option, pick.Trimmed(row, 4));
        }
    }

    private static async Task ReadPeopleAsync(
        TextTable table,
        ReferenceColumns columns,
        ReferenceDraft draft,
        CancellationToken cancellationToken
    )
    {
        var pick = new Pick([columns.Person, columns.Group, .. columns.Questions]);
        var people = new HashSet<string>();
        await foreach (var row in table.ReadAsync(pick.Columns, cancellationToken))
        {
            // Rows of nobody are second headers and totals.
            if (columns.Person is not null && (pick.Trimmed(row, 0) is not { } person || !people.Add(person)))
            {
                draft.LeaveOut();
                continue;
            }
            for (var i = 0; i < columns.Questions.Count; i++)
            {
                if (pick.Trimmed(row, 2 + i) is { } option)
                {
                    draft.Count(columns.Questions[i], option, pick.Trimmed(row, 1), 1);
                }
            }
        }
    }

    /// <summary>A finite number, at least 0 or above it.</summary>
    internal static double? Number(string path, long row, string column, string? text, bool above)
    {
        var isPercent = text?.EndsWith('%') == true;
        var isNumber = double.TryParse(
            isPercent ? text![..^1] : text,
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var number
        );
        var fault =
            !isNumber ? "is not a number"
            : !double.IsFinite(number) ? "is not finite"
            : number < 0 ? "is negative"
            : above && number == 0 ? "is 0"
            : null;
        return fault is null ? number : throw new PrismaticException($"'{path}': row {row}: column '{column}' {fault}");
    }

    /// <summary>Columns of which some may not be there.</summary>
    private sealed class Pick
    {
        private readonly int[] _places;

        public Pick(IReadOnlyList<string?> columns)
        {
            Columns = [.. columns.OfType<string>().Distinct()];
            _places = [.. columns.Select(column => column is null ? -1 : Columns.ToList().IndexOf(column))];
        }

        public IReadOnlyList<string> Columns { get; }

        public string? Trimmed(TextTableRow row, int column) =>
            _places[column] >= 0 && row.Values[_places[column]]?.Trim() is { Length: > 0 } text ? text : null;
    }
}

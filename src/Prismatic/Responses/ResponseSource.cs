using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>One file, looked into.</summary>
/// <param name="Table">Its rows.</param>
/// <param name="Info">Its columns.</param>
/// <param name="Layout">Where its answers stand; null where it holds none.</param>
internal sealed record ResponseSource(FieldTable Table, FieldTableInfo Info, ResponseLayout? Layout)
{
    public string Path => Table.Path;

    public static async Task<ResponseSource> OpenAsync(
        string path,
        ResponseFields fields,
        bool isNamed,
        CancellationToken cancellationToken
    )
    {
        var table = FieldTable.Open(path, EvaluationRow.IsResult);
        var info = await table.InspectAsync(cancellationToken);
        if (!info.HasRows)
        {
            return isNamed
                ? throw new PrismaticException($"'{path}' has no rows")
                : new ResponseSource(table, info, null);
        }
        var source = new ResponseSource(table, info, LayoutDetector.Find(path, info.Columns, fields));
        // Whoever names a file means it; folders may hold other things beside.
        return source.Layout is null && isNamed && PromptTexts.Columns(info.Columns, null) is null
            ? throw source.NoAnswers()
            : source;
    }

    public PrismaticException NoAnswers() =>
        new(
            Info.HasRows
                ? $"'{Path}' holds no answers that were found: its columns are {new ColumnFinder(Path, Info.Columns).Listed}; "
                    + "choose the column of answers with --response"
                : $"'{Path}' has no rows"
        );

    /// <summary>What to say about a file without answers.</summary>
    public ResponseFile Skipped(bool isUsed) =>
        new(
            Path,
            isUsed ? "texts of prompts" : "left out",
            isUsed ? "used for answers that name their prompt by number"
                : Info.HasRows ? "no column of answers was found"
                : "no rows",
            0,
            0
        );
}

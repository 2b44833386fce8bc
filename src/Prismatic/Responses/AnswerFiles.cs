using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>Tells answers of models from rows to train on.</summary>
public static class AnswerFiles
{
    private const int RowsRead = 1_000;

    /// <summary>
    /// Whether the columns say that files hold answers: one for the model or the sample, or lists of answers, and the first 1,000 rows
    /// of a file hold two answers to a prompt.
    /// </summary>
    /// <param name="paths">Files, folders, globs.</param>
    /// <param name="fields">Columns the user asked for.</param>
    /// <param name="cancellationToken">Checked once a row.</param>
    /// <exception cref="PrismaticException">Nothing is there, or a file cannot be read.</exception>
    public static async Task<bool> AreAsync(
        IReadOnlyList<string> paths,
        ResponseFields fields,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var path in DataPaths.Resolve(paths))
        {
            if (await IsAsync(path, fields, cancellationToken))
            {
                return true;
            }
        }
        return false;
    }

    private static async Task<bool> IsAsync(string path, ResponseFields fields, CancellationToken cancellationToken)
    {
        if (await LayoutOfAsync(path, fields, cancellationToken) is not var (source, layout))
        {
            return false;
        }
        var builder = new ResponseSetBuilder();
        var reader = new RowReader(layout, "", texts: null, builder);
        var rows = 0;
        await foreach (var (values, place) in source.Table.ReadAsync(layout.Columns, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Read(values, place);
            if (++rows == RowsRead)
            {
                break;
            }
        }
        return builder.HasSeveralToAPrompt;
    }

    private static async Task<(ResponseSource, ResponseLayout)?> LayoutOfAsync(
        string path,
        ResponseFields fields,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var source = await ResponseSource.OpenAsync(path, fields, isNamed: false, cancellationToken);
            return
                source.Layout is { } layout
                && (layout.Model.Count > 0 || layout.Sample is not null || layout.IsList || layout.IsEvaluation)
                ? (source, layout)
                : null;
        }
        catch (PrismaticException)
        {
            // What cannot be read as answers may well be read as rows; that reading tells what is wrong.
            return null;
        }
    }
}

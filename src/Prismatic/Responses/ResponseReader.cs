using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>
/// Reads answers of models from files of any known format and layout: one answer a row, lists in a column, chats, results of
/// Microsoft.Extensions.AI.Evaluation; with a column for the model, or one file a model.
/// </summary>
public static class ResponseReader
{
    /// <summary>Finds the files, settles the columns of each, and reads all answers.</summary>
    /// <param name="paths">Files, folders, globs.</param>
    /// <param name="fields">Columns the user asked for; null to find all by name.</param>
    /// <param name="cancellationToken">Checked once a row.</param>
    /// <exception cref="PrismaticException">
    /// Nothing is there, a file cannot be read or was named and holds no answers, a column is missing, or a value has a form
    /// that its column must not have; the message says where.
    /// </exception>
    /// <remarks>
    /// Files are read once, row by row, after a look at their first rows. All answers stay in memory: two bytes a character
    /// and about 200 bytes an answer.
    /// </remarks>
    public static async Task<ResponseRead> ReadAsync(
        IReadOnlyList<string> paths,
        ResponseFields? fields = null,
        CancellationToken cancellationToken = default
    )
    {
        var named = paths.Where(File.Exists).Select(Path.GetFullPath).ToHashSet();
        var sources = new List<ResponseSource>();
        foreach (var path in DataPaths.Resolve(paths))
        {
            var isNamed = named.Contains(Path.GetFullPath(path));
            sources.Add(
                await ResponseSource.OpenAsync(path, fields ?? ResponseFields.Detect, isNamed, cancellationToken)
            );
        }
        var answers = sources.Where(source => source.Layout is not null).ToList();
        if (answers.Count == 0)
        {
            throw NoAnswers(sources);
        }
        var texts = await PromptFiles.FindAsync(sources, cancellationToken);
        var models = ModelNames.Of([
            .. answers.Where(source => source.Layout!.Model.Count == 0).Select(source => source.Path),
        ]);
        var builder = new ResponseSetBuilder();
        var files = new List<ResponseFile>();
        var rows = 0L;
        foreach (var source in sources)
        {
            files.Add(
                source.Layout is null
                    ? source.Skipped(texts.IsUsed(source))
                    : await ReadAsync(
                        source,
                        source.Layout,
                        models,
                        texts.For(source),
                        builder,
                        rows,
                        cancellationToken
                    )
            );
            rows += files[^1].Rows;
        }
        return Result(builder, files, texts);
    }

    private static async Task<ResponseFile> ReadAsync(
        ResponseSource source,
        ResponseLayout layout,
        Dictionary<string, string> models,
        PromptTexts? texts,
        ResponseSetBuilder builder,
        long firstRow,
        CancellationToken cancellationToken
    )
    {
        var reader = new RowReader(layout, models.GetValueOrDefault(source.Path, ""), texts, builder, firstRow);
        var (rows, before) = (0L, builder.Count);
        await foreach (var (values, place) in source.Table.ReadAsync(layout.Columns, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Read(values, place);
            rows++;
        }
        var prompts = texts is null ? "" : $", texts of prompts from '{texts.Path}'";
        return new ResponseFile(source.Path, layout.Name, layout.Describe() + prompts, rows, builder.Count - before);
    }

    private static ResponseRead Result(ResponseSetBuilder builder, List<ResponseFile> files, PromptFiles texts)
    {
        var (leftOut, rows) = (builder.LeftOut, files.Sum(file => file.Rows));
        if (builder.Count == 0)
        {
            var reasons = string.Join(", ", leftOut.Select(reason => $"{reason.Reason} ({reason.Count})"));
            throw new PrismaticException(
                $"no answers were found in '{files.First(file => file.Rows > 0).Path}'"
                    + (files.Count(file => file.Rows > 0) > 1 ? " and the files after it" : "")
                    + $": of {rows} rows {reasons}; choose other columns with --prompt and --response"
            );
        }
        var set = builder.Build();
        var notes = texts.Notes().ToList();
        if (builder.RepeatedSamples > 0)
        {
            notes.Add(
                $"{builder.RepeatedSamples} answers have the prompt, model and sample of an earlier one; "
                    + "perhaps a file was given twice."
            );
        }
        if (set.Models.Count > 1 && !builder.SharesPrompts)
        {
            notes.Add("No prompt was answered by two models, so models cannot be compared; do their prompts differ?");
        }
        return new ResponseRead
        {
            Set = set,
            Files = files,
            RowsRead = rows,
            EmptyAnswers = builder.EmptyAnswers,
            LeftOut = leftOut,
            Gaps = builder.Gaps(),
            Notes = notes,
        };
    }

    private static PrismaticException NoAnswers(List<ResponseSource> sources) =>
        sources.Count == 1
            ? sources[0].NoAnswers()
            : new PrismaticException(
                $"none of {sources.Count} files holds answers, '{sources[0].Path}' first; "
                    + "choose the column of answers with --response"
            );
}

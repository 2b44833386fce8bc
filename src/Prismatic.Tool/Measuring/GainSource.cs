using Prismatic.Data;
using Prismatic.Reasoning;

namespace Prismatic.Tool.Measuring;

/// <summary>Where reasoning and answers of a data set stand: in columns of their own, or in the response around a separator.</summary>
/// <param name="Columns">The same files with the reasoning as prompt and the answer as response; null for a separator.</param>
/// <param name="Separator">What stands between both; null for columns.</param>
/// <param name="Description">In words.</param>
internal sealed record GainSource(Dataset? Columns, AnswerSeparator? Separator, string Description)
{
    private const int LookedAt = 100;

    /// <summary>What leads to the answer.</summary>
    public string Cue => Separator?.Cue ?? GainOptions.DefaultCue;

    /// <summary>Columns of their own.</summary>
    /// <exception cref="PrismaticException">A column is missing or holds no text.</exception>
    public static async Task<GainSource> OfColumnsAsync(
        Dataset dataset,
        string reasoning,
        string answer,
        CancellationToken cancellation
    )
    {
        var choice = new FieldChoice(Prompt: reasoning, Response: answer);
        var columns = await DatasetReader.OpenAsync(dataset.Files, choice, cancellation);
        var (first, second) = (columns.Fields.Prompt[0], columns.Fields.Response);
        return new GainSource(columns, null, $"reasoning from '{first}', answer from '{second}' (chosen)");
    }

    /// <summary>Around a separator that was named.</summary>
    public static GainSource OfSeparator(Dataset dataset, string separator) =>
        Around(dataset, new AnswerSeparator(separator), "chosen");

    /// <summary>Around a known separator, where nearly all of the first rows have it; else null.</summary>
    public static async Task<GainSource?> DetectAsync(Dataset dataset, CancellationToken cancellation)
    {
        var responses = new List<string>(LookedAt);
        await foreach (var row in dataset.ReadAsync(cancellation))
        {
            if (row.State == TextState.Present)
            {
                responses.Add(row.Response);
            }
            if (responses.Count == LookedAt)
            {
                break;
            }
        }
        return AnswerSeparator.Detect(responses) is { } found ? Around(dataset, found, "found") : null;
    }

    /// <summary>The rows with these numbers in three parts; those without an answer are left out.</summary>
    public async Task<List<ReasonedRow>> ReadAsync(
        Dataset dataset,
        IReadOnlyCollection<long> rows,
        CancellationToken cancellation
    )
    {
        var found = new List<ReasonedRow>(rows.Count);
        var questions = new Dictionary<long, string>();
        await foreach (var row in dataset.ReadRowsAsync(rows, cancellation))
        {
            if (Separator is null)
            {
                questions[row.Index] = Question(dataset.Fields, row);
            }
            else if (Separator.Split(row.Response) is { } parts)
            {
                found.Add(new ReasonedRow(row.Index, row.Prompt, parts.Reasoning, parts.Answer));
            }
        }
        if (Columns is not null)
        {
            await foreach (var row in Columns.ReadRowsAsync(rows, cancellation))
            {
                if (row.State == TextState.Present)
                {
                    found.Add(new ReasonedRow(row.Index, questions[row.Index], row.Prompt.Trim(), row.Response.Trim()));
                }
            }
        }
        return found;
    }

    // A text that is neither reasoning nor answer is the question.
    private string Question(FieldMap fields, TextRow row) =>
        row.Prompt.Length > 0 ? row.Prompt
        : fields.Response == Columns!.Fields.Response || Columns.Fields.Prompt.Contains(fields.Response) ? ""
        : row.Response;

    private static GainSource Around(Dataset dataset, AnswerSeparator separator, string why) =>
        new(
            null,
            separator,
            $"response from '{dataset.Fields.Response}', its answer behind the last '{separator.Text}' ({why})"
        );
}

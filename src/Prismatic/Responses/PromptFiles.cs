using Prismatic.Data;

namespace Prismatic.Responses;

/// <summary>Which files of answers get the texts of their prompts from where.</summary>
internal sealed class PromptFiles
{
    private readonly Dictionary<ResponseSource, PromptTexts> _texts = [];

    /// <summary>
    /// Looks for files of prompts among those given, then beside each file of answers that names prompts by number.
    /// </summary>
    public static async Task<PromptFiles> FindAsync(
        IReadOnlyList<ResponseSource> sources,
        CancellationToken cancellationToken
    )
    {
        var found = new PromptFiles();
        var read = new Dictionary<(string, string, string), PromptTexts>();
        foreach (var source in sources.Where(source => source.Layout is { IsPromptId: true }))
        {
            var column = source.Layout!.Prompt[0].Column;
            var given = sources.Where(other => other.Layout is null && other.Info.HasRows);
            // A file beside is one that nobody named: by its name it belongs to the answers, or it is not looked at.
            var near = PromptTexts.Beside(source.Path).ToList();
            var candidate = given
                .OrderBy(other => near.IndexOf(other.Path) is >= 0 and var place ? place : int.MaxValue)
                .Select(other => (other.Table, Columns: PromptTexts.Columns(other.Info.Columns, column)))
                .FirstOrDefault(other => other.Columns is not null);
            for (var i = 0; candidate.Columns is null && i < near.Count; i++)
            {
                var table = FieldTable.Open(near[i]);
                candidate = (table, PromptTexts.Columns((await table.InspectAsync(cancellationToken)).Columns, column));
            }
            if (candidate.Columns is not { } columns)
            {
                continue;
            }
            var key = (candidate.Table.Path, columns.Id, columns.Text);
            if (!read.TryGetValue(key, out var texts))
            {
                texts = await PromptTexts.ReadAsync(candidate.Table, columns, cancellationToken);
                read.Add(key, texts);
            }
            found._texts.Add(source, texts);
        }
        return found;
    }

    public PromptTexts? For(ResponseSource source) => _texts.GetValueOrDefault(source);

    public bool IsUsed(ResponseSource source) => _texts.Values.Any(texts => texts.Path == source.Path);

    /// <summary>What was not found, one sentence each; known once all answers are read.</summary>
    public IEnumerable<string> Notes() =>
        _texts
            .Values.Distinct()
            .Where(texts => texts.Unknown > 0)
            .Select(texts => $"{texts.Unknown} prompts have no text in '{texts.Path}'; their numbers stand for them.");
}

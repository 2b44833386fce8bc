using Prismatic.Data;
using Prismatic.Duplicates;

namespace Prismatic.Comparing;

/// <summary>Without a key: a removed and an added row that are near-duplicates of one another are one changed row.</summary>
public static class NearMatching
{
    // Every round pairs rows with the partner they are most like; who came too late looks again among those left.
    private const int Rounds = 16;

    /// <summary>Pairs removed with added rows, those that differ in looks only first, then the most alike.</summary>
    /// <param name="changes">By text.</param>
    /// <param name="removed">Texts of removed rows, by row number; a row without text is not there.</param>
    /// <param name="added">The same of added rows.</param>
    /// <param name="options">What near is.</param>
    /// <param name="threads">Workers; 0 for one a core. Never changes a result.</param>
    /// <param name="cancellation">Checked often.</param>
    /// <remarks>
    /// Greedy, and the same whatever the order of rows and whichever set is called BASE: ties are broken by the texts. Rows of a chain that
    /// is longer than its rounds stay added and removed.
    /// </remarks>
    public static RowChanges Pair(
        RowChanges changes,
        IReadOnlyDictionary<long, string> removed,
        IReadOnlyDictionary<long, string> added,
        DuplicateOptions options,
        int threads = 0,
        CancellationToken cancellation = default
    )
    {
        var (olds, news) = (Forms(changes.Removed, removed), Forms(changes.Added, added));
        var pairs = new List<ChangedRow>();
        var byKey = olds.ToDictionary(form => form.Key);
        foreach (var form in news)
        {
            if (byKey.TryGetValue(form.Key, out var other))
            {
                Match(other, form, 1, pairs);
            }
        }
        for (var round = 0; round < Rounds; round++)
        {
            olds.RemoveAll(form => form.Rows.Count == 0);
            news.RemoveAll(form => form.Rows.Count == 0);
            if (olds.Count == 0 || news.Count == 0)
            {
                break;
            }
            var found = Alike(olds, news, options, threads, cancellation);
            if (found.Count == 0)
            {
                break;
            }
            foreach (var (old, now, similarity) in found)
            {
                Match(old, now, similarity, pairs);
            }
        }
        var (gone, come) = (pairs.Select(pair => pair.Base).ToHashSet(), pairs.Select(pair => pair.Head).ToHashSet());
        return RowMatching.Sorted(
            changes with
            {
                Changed = [.. changes.Changed, .. pairs],
                Added = [.. changes.Added.Where(row => !come.Contains(row))],
                Removed = [.. changes.Removed.Where(row => !gone.Contains(row))],
            }
        );
    }

    private static List<(Form Old, Form New, double Similarity)> Alike(
        List<Form> olds,
        List<Form> news,
        DuplicateOptions options,
        int threads,
        CancellationToken cancellation
    )
    {
        var found = OverlapSearch.Of(
            news.ConvertAll(form => form.Text),
            olds.ConvertAll(form => form.Text),
            options,
            threads,
            cancellation
        );
        return
        [
            .. found
                .Rows.Select(row => (Old: row.Of, New: row.Row, row.Similarity))
                .Concat(found.OtherRows.Select(row => (Old: row.Row, New: row.Of, row.Similarity)))
                .Distinct()
                .Select(pair => (Old: olds[pair.Old], New: news[pair.New], pair.Similarity))
                .OrderByDescending(pair => pair.Similarity)
                .ThenBy(pair => UInt128.Min(pair.Old.Key, pair.New.Key))
                .ThenBy(pair => UInt128.Max(pair.Old.Key, pair.New.Key)),
        ];
    }

    private static void Match(Form old, Form now, double similarity, List<ChangedRow> pairs)
    {
        while (old.Rows.Count > 0 && now.Rows.Count > 0)
        {
            pairs.Add(new ChangedRow(old.Rows.Dequeue(), now.Rows.Dequeue(), similarity));
        }
    }

    // Rows of one normal form together, ordered by what they say and not by where they stand.
    private static List<Form> Forms(IReadOnlyList<long> rows, IReadOnlyDictionary<long, string> texts)
    {
        var forms = new Dictionary<UInt128, Form>();
        foreach (var row in rows)
        {
            if (!texts.TryGetValue(row, out var text))
            {
                continue;
            }
            var key = RowKey.Of(new TextRow(row, "", DuplicateText.Normalise(text)), out _);
            if (!forms.TryGetValue(key, out var form))
            {
                forms[key] = form = new Form(key, text, new Queue<long>());
            }
            form.Rows.Enqueue(row);
        }
        return [.. forms.Values.OrderBy(form => form.Key)];
    }

    private sealed record Form(UInt128 Key, string Text, Queue<long> Rows);
}

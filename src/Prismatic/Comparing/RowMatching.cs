namespace Prismatic.Comparing;

/// <summary>Finds the rows of one data set in another one. Sets are taken as multisets: the order of rows does not count.</summary>
public static class RowMatching
{
    /// <summary>Rows match where their texts are the same; of a text that both have, as many rows as the one with fewer.</summary>
    /// <remarks>Linear in the rows.</remarks>
    public static RowChanges ByText(RowIdentities before, RowIdentities after) =>
        Sorted(ByText(before, Numbers(before), after, Numbers(after)));

    /// <summary>
    /// Rows match where their keys are the same. Among rows of one key those of the same text match first, then one after the other; rows
    /// without a key match by their texts.
    /// </summary>
    /// <exception cref="ArgumentException">No keys were read.</exception>
    public static RowChanges ByKey(RowIdentities before, RowIdentities after)
    {
        if (before.Keys is null || after.Keys is null)
        {
            throw new ArgumentException("both sets need keys");
        }
        var (old, now) = (Groups(before), Groups(after));
        var parts = old.Select(group => Of(group.Key, group.Value, now.GetValueOrDefault(group.Key) ?? []))
            .Concat(now.Where(group => !old.ContainsKey(group.Key)).Select(group => Of(group.Key, [], group.Value)))
            .ToList();
        return Sorted(
            new RowChanges
            {
                Unchanged = [.. parts.SelectMany(part => part.Unchanged)],
                Changed = [.. parts.SelectMany(part => part.Changed)],
                Added = [.. parts.SelectMany(part => part.Added)],
                Removed = [.. parts.SelectMany(part => part.Removed)],
            }
        );

        RowChanges Of(string key, List<long> olds, List<long> news)
        {
            var same = ByText(before, olds, after, news);
            if (key.Length == 0)
            {
                return same;
            }
            var both = Math.Min(same.Added.Count, same.Removed.Count);
            return same with
            {
                Changed = [.. same.Removed.Zip(same.Added, (o, n) => new ChangedRow(o, n, null))],
                Added = [.. same.Added.Skip(both)],
                Removed = [.. same.Removed.Skip(both)],
            };
        }
    }

    /// <summary>Lists in ascending order.</summary>
    internal static RowChanges Sorted(RowChanges changes) =>
        new()
        {
            Unchanged = [.. changes.Unchanged.OrderBy(pair => pair.Head)],
            Changed = [.. changes.Changed.OrderBy(pair => pair.Head)],
            Added = [.. changes.Added.Order()],
            Removed = [.. changes.Removed.Order()],
        };

    private static RowChanges ByText(
        RowIdentities before,
        IEnumerable<long> olds,
        RowIdentities after,
        IEnumerable<long> news
    )
    {
        var waiting = new Dictionary<RowIdentity, Queue<long>>();
        foreach (var row in olds)
        {
            var text = before.Texts[(int)row];
            if (!waiting.TryGetValue(text, out var rows))
            {
                waiting[text] = rows = new Queue<long>();
            }
            rows.Enqueue(row);
        }
        var (unchanged, added) = (new List<(long, long)>(), new List<long>());
        foreach (var row in news)
        {
            if (waiting.TryGetValue(after.Texts[(int)row], out var rows) && rows.TryDequeue(out var old))
            {
                unchanged.Add((old, row));
            }
            else
            {
                added.Add(row);
            }
        }
        return new RowChanges
        {
            Unchanged = unchanged,
            Changed = [],
            Added = added,
            Removed = [.. waiting.Values.SelectMany(rows => rows).Order()],
        };
    }

    // No key is the empty one: readers give null for it.
    private static Dictionary<string, List<long>> Groups(RowIdentities rows)
    {
        var groups = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        for (var row = 0; row < rows.Texts.Count; row++)
        {
            var key = rows.Keys![row] ?? "";
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = [];
            }
            group.Add(row);
        }
        return groups;
    }

    private static IEnumerable<long> Numbers(RowIdentities rows) =>
        Enumerable.Range(0, rows.Texts.Count).Select(row => (long)row);
}

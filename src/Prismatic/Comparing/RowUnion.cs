namespace Prismatic.Comparing;

/// <summary>
/// The rows of both sets that have text, each once: all of BASE, then those of HEAD that are not unchanged. An unchanged row of HEAD stands
/// where its partner in BASE does. Places count from 0.
/// </summary>
public sealed record RowUnion
{
    private RowUnion() { }

    /// <summary>Row numbers in BASE of the first places, ascending.</summary>
    public required IReadOnlyList<long> BaseNumbers { get; init; }

    /// <summary>Row numbers in HEAD of the other places, ascending.</summary>
    public required IReadOnlyList<long> NewNumbers { get; init; }

    /// <summary>Places of HEAD's rows.</summary>
    public required IReadOnlyList<int> Head { get; init; }

    /// <summary>Places of added rows.</summary>
    public required IReadOnlyList<int> Added { get; init; }

    /// <summary>Places of removed rows.</summary>
    public required IReadOnlyList<int> Removed { get; init; }

    /// <summary>For each place what its text is drawn by: a hash of the text and of which of its copies this is.</summary>
    public required IReadOnlyList<ulong> Hashes { get; init; }

    /// <summary>Places.</summary>
    public int Count => BaseNumbers.Count + NewNumbers.Count;

    /// <summary>Whether a place is a row of HEAD that BASE does not have.</summary>
    public bool IsNew(int place) => place >= BaseNumbers.Count;

    /// <summary>Its row number, in HEAD where <see cref="IsNew"/>, else in BASE.</summary>
    public long NumberOf(int place) => IsNew(place) ? NewNumbers[place - BaseNumbers.Count] : BaseNumbers[place];

    /// <summary>Puts both sets together.</summary>
    public static RowUnion Of(RowIdentities before, RowIdentities after, RowChanges changes)
    {
        long[] olds =
        [
            .. Enumerable.Range(0, before.Texts.Count).Select(row => (long)row).Where(row => HasText(before, row)),
        ];
        long[] news =
        [
            .. changes
                .Added.Concat(changes.Changed.Select(pair => pair.Head))
                .Where(row => HasText(after, row))
                .Order(),
        ];
        var places = olds.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var newPlaces = news.Index().ToDictionary(pair => pair.Item, pair => pair.Index + olds.Length);
        return new RowUnion
        {
            BaseNumbers = olds,
            NewNumbers = news,
            Head =
            [
                .. changes
                    .Unchanged.Where(pair => HasText(after, pair.Head))
                    .Select(pair => places[pair.Base])
                    .Concat(newPlaces.Values)
                    .Order(),
            ],
            Added = [.. changes.Added.Where(row => HasText(after, row)).Select(row => newPlaces[row])],
            Removed = [.. changes.Removed.Where(row => HasText(before, row)).Select(row => places[row])],
            Hashes = HashesOf([
                .. olds.Select(row => before.Texts[(int)row].Hash),
                .. news.Select(row => after.Texts[(int)row].Hash),
            ]),
        };
    }

    private static bool HasText(RowIdentities rows, long row) => rows.Texts[(int)row].State == Data.TextState.Present;

    private static ulong[] HashesOf(IReadOnlyList<UInt128> texts)
    {
        var copies = new Dictionary<UInt128, uint>();
        return
        [
            .. texts.Select(text =>
            {
                var copy = copies[text] = copies.GetValueOrDefault(text) + 1;
                return Numerics.Pcg32.Hash((ulong)(text >> 64) ^ (ulong)text, copy);
            }),
        ];
    }
}

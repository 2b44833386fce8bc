namespace Prismatic.Tool.Measuring;

/// <summary>What may have become of rows.</summary>
/// <param name="Title">What it is, as a person would choose it: "kept or dropped".</param>
/// <param name="Names">One for each; the first is what most want to see.</param>
/// <param name="Of">By row number, a place in the names.</param>
internal sealed record MapStates(string Title, IReadOnlyList<string> Names, Func<long, int> Of)
{
    /// <summary>Whether a table tells the share of the first.</summary>
    public bool IsShareTold { get; init; } = Names.Count > 0;

    /// <summary>Nothing can have become of them.</summary>
    public static MapStates None { get; } = new("", [], _ => 0);

    /// <summary>Of names by row number; rows without one bear the first.</summary>
    public static MapStates From(string title, string first, IEnumerable<(long Row, string State)> others)
    {
        var (names, of) = (new List<string> { first }, new Dictionary<long, int>());
        foreach (var (row, state) in others)
        {
            var place = names.IndexOf(state);
            if (place < 0)
            {
                place = names.Count;
                names.Add(state);
            }
            of[row] = place;
        }
        return names.Count == 1 ? None : new MapStates(title, names, row => of.GetValueOrDefault(row));
    }
}

using CsCheck;
using Prismatic.Comparing;
using Prismatic.Data;
using Prismatic.Duplicates;

namespace Prismatic.Tests.Comparing;

public sealed class NearMatchingTests
{
    private const string Clips = "Natalia sold clips to 48 of her friends in April and then half as many in May";
    private const string Bread = "a loaf of bread costs three coins at the market and two at the mill by the river";

    [Fact]
    public void A_removed_and_an_added_row_that_are_nearly_alike_are_one_changed_row()
    {
        var changes = Compare([Clips, Bread, "gone"], [Bread, Clips + " again", "come"]);
        var pair = Assert.Single(changes.Changed);
        Assert.Equal((0L, 1L), (pair.Base, pair.Head));
        Assert.Equal(0.9286, pair.Similarity!.Value, 4);
        Assert.Equal([2L], changes.Added);
        Assert.Equal([2L], changes.Removed);
    }

    [Fact]
    public void Looks_come_first_and_a_row_is_taken_once()
    {
        // Two candidates for one removed row: the one that differs in looks only.
        var changes = Compare([Clips], [Clips + " again", Clips.ToUpperInvariant() + "!"]);
        Assert.Equal([new ChangedRow(0, 1, 1)], changes.Changed);
        Assert.Equal([0L], changes.Added);
    }

    [Fact]
    public void Copies_are_paired_one_by_one()
    {
        var changes = Compare([Clips, Clips, Clips], [Clips + " again", Clips + " again"]);
        Assert.Equal(2, changes.Changed.Count);
        Assert.Equal([2L], changes.Removed);
    }

    [Fact]
    public void Order_and_direction_change_no_count() =>
        Gen.Select(Texts, Texts)
            .Sample(
                (a, b) =>
                {
                    var (first, other, back) = (
                        Compare(a, b),
                        Compare([.. a.Reverse()], [.. b.Order(StringComparer.Ordinal)]),
                        Compare(b, a)
                    );
                    Assert.Equal(Counts(first), Counts(other));
                    Assert.Equal(
                        (first.Added.Count, first.Removed.Count, first.Changed.Count),
                        (back.Removed.Count, back.Added.Count, back.Changed.Count)
                    );
                    Assert.Equal(a.Length, first.Unchanged.Count + first.Changed.Count + first.Removed.Count);
                    Assert.Equal(b.Length, first.Unchanged.Count + first.Changed.Count + first.Added.Count);
                },
                iter: 200
            );

    // Sentences of twelve words of which one or two differ: many are near one another, not all.
    private static Gen<string[]> Texts { get; } =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 11], Gen.Int[0, 3])
            .Select(
                (family, place, word) =>
                    string.Join(
                        ' ',
                        Enumerable.Range(0, 24).Select(i => i == place ? $"other{word}" : $"word{family}{i}")
                    )
            )
            .Array[0, 12];

    private static (int, int, int) Counts(RowChanges changes) =>
        (changes.Added.Count, changes.Removed.Count, changes.Changed.Count);

    private static RowChanges Compare(string[] before, string[] after)
    {
        var changes = RowMatching.ByText(Identities(before), Identities(after));
        return NearMatching.Pair(changes, Numbered(before), Numbered(after), new DuplicateOptions());
    }

    private static RowIdentities Identities(string[] texts) =>
        new([.. texts.Select(text => new RowIdentity(RowKey.Of(new TextRow(0, "", text), out _), TextState.Present))]);

    private static Dictionary<long, string> Numbered(string[] texts) =>
        texts.Index().ToDictionary(pair => (long)pair.Index, pair => pair.Item);
}

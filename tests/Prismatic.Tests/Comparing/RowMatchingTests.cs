using CsCheck;
using Prismatic.Comparing;
using Prismatic.Data;

namespace Prismatic.Tests.Comparing;

public sealed class RowMatchingTests
{
    private static readonly Gen<(int Text, int Key)[]> Rows = Gen.Select(Gen.Int[0, 5], Gen.Int[-1, 4]).Array[0, 25];

    [Fact]
    public void Every_row_is_counted_once() =>
        Gen.Select(Rows, Rows, Gen.Bool)
            .Sample(
                (a, b, byKey) =>
                {
                    var changes = Match(a, b, byKey);
                    var before = changes
                        .Unchanged.Select(pair => pair.Base)
                        .Concat(changes.Changed.Select(pair => pair.Base))
                        .Concat(changes.Removed);
                    var head = changes
                        .Unchanged.Select(pair => pair.Head)
                        .Concat(changes.Changed.Select(pair => pair.Head))
                        .Concat(changes.Added);
                    Assert.Equal(Enumerable.Range(0, a.Length).Select(row => (long)row), before.Order());
                    Assert.Equal(Enumerable.Range(0, b.Length).Select(row => (long)row), head.Order());
                    Assert.All(changes.Unchanged, pair => Assert.Equal(a[pair.Base].Text, b[pair.Head].Text));
                }
            );

    [Fact]
    public void A_set_does_not_differ_from_itself_in_any_order() =>
        Gen.Select(Rows, Gen.Bool)
            .Sample(
                (rows, byKey) =>
                {
                    var changes = Match(rows, [.. rows.Reverse()], byKey);
                    Assert.Equal(rows.Length, changes.Unchanged.Count);
                    Assert.Equal(0, changes.Added.Count + changes.Removed.Count + changes.Changed.Count);
                }
            );

    [Fact]
    public void Swapping_the_sets_swaps_added_and_removed() =>
        Gen.Select(Rows, Rows, Gen.Bool)
            .Sample(
                (a, b, byKey) =>
                {
                    var (there, back) = (Match(a, b, byKey), Match(b, a, byKey));
                    Assert.Equal(there.Added.Count, back.Removed.Count);
                    Assert.Equal(there.Removed.Count, back.Added.Count);
                    Assert.Equal(there.Changed.Count, back.Changed.Count);
                }
            );

    [Fact]
    public void The_order_of_rows_changes_no_count() =>
        Gen.Select(Rows, Rows, Gen.Bool)
            .Sample(
                (a, b, byKey) =>
                {
                    var (first, other) = (Match(a, b, byKey), Match([.. a.Reverse()], [.. b.Order()], byKey));
                    Assert.Equal(
                        (first.Added.Count, first.Removed.Count, first.Changed.Count),
                        (other.Added.Count, other.Removed.Count, other.Changed.Count)
                    );
                }
            );

    [Fact]
    public void A_text_three_times_and_then_twice_is_one_removed()
    {
        var changes = Match([(1, 0), (1, 1), (2, 2), (1, 3)], [(1, 0), (2, 1), (1, 2)], byKey: false);
        Assert.Equal(3, changes.Unchanged.Count);
        Assert.Equal([3L], changes.Removed);
        Assert.Empty(changes.Added);
    }

    [Fact]
    public void A_key_tells_what_became_of_a_row_and_rows_without_one_go_by_text()
    {
        // Keys: 0 changes its text, 1 goes, 2 comes, 3 is there twice; -1 is none.
        var changes = Match(
            [(1, 0), (1, 1), (5, 3), (6, 3), (9, -1)],
            [(6, 3), (2, 0), (9, -1), (7, 3), (8, 3), (3, 2)],
            byKey: true
        );
        Assert.Equal([(3L, 0L), (4L, 2L)], changes.Unchanged);
        Assert.Equal([new ChangedRow(0, 1, null), new ChangedRow(2, 3, null)], changes.Changed);
        Assert.Equal([4L, 5L], changes.Added);
        Assert.Equal([1L], changes.Removed);
    }

    private static RowChanges Match((int Text, int Key)[] before, (int Text, int Key)[] after, bool byKey) =>
        byKey
            ? RowMatching.ByKey(Identities(before), Identities(after))
            : RowMatching.ByText(Identities(before), Identities(after));

    private static RowIdentities Identities((int Text, int Key)[] rows) =>
        new(
            [.. rows.Select(row => new RowIdentity((UInt128)row.Text, TextState.Present))],
            [.. rows.Select(row => row.Key < 0 ? null : $"{row.Key}")]
        );
}

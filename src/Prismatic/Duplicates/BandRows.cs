namespace Prismatic.Duplicates;

/// <summary>Rows that take part in the search for near-duplicates.</summary>
/// <param name="IsWanted">One value a row.</param>
/// <param name="IsOpen">One value a row: whether something is still to be found out about it.</param>
/// <param name="Split">Rows from here on are another set, and only pairs of a row of each count; null for one set.</param>
internal sealed record BandRows(bool[] IsWanted, bool[] IsOpen, int? Split = null)
{
    /// <summary>Whether comparing rows of this run, which are in ascending order, can find something.</summary>
    public bool IsUseful(ReadOnlySpan<ulong> run)
    {
        if (run.Length < 2 || RowSorter.Row(run[0]) >= Split || RowSorter.Row(run[^1]) < Split)
        {
            return false;
        }
        foreach (var entry in run)
        {
            if (IsOpen[RowSorter.Row(entry)])
            {
                return true;
            }
        }
        return false;
    }
}

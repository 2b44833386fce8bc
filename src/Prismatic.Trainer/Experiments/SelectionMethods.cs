namespace Prismatic.Trainer.Experiments;

/// <summary>How rows are put in order of preference.</summary>
internal enum Choice
{
    Random,

    /// <summary>Clusters; within each, rows nearest to a more central one go last (Abbas et al. 2023).</summary>
    SemDeDup,

    /// <summary>The filter's soft rule.</summary>
    Soft,

    /// <summary>The filter's rule of the paper: the sparser half of the clusters first.</summary>
    Hard,
}

/// <summary>What is taken out before the choice.</summary>
internal enum Removal
{
    None,
    Exact,

    /// <summary>Exact copies and near-copies.</summary>
    Near,
}

/// <summary>A method of study 2.</summary>
/// <param name="Choice">Order of preference.</param>
/// <param name="View">Feature space of the choice; null for random.</param>
/// <param name="Removal">What is taken out before.</param>
internal sealed record SelectionMethod(Choice Choice, string? View, Removal Removal)
{
    /// <summary>Whether it looks through the proxy's eyes.</summary>
    public bool NeedsProxy => View is not (null or Views.NGrams);

    /// <summary>What tables call it.</summary>
    public string Name =>
        Choice == Choice.Random
            ? Removal switch
            {
                Removal.None => "random",
                Removal.Exact => "exact copies removed",
                _ => "near-copies removed",
            }
            : (Removal == Removal.Near ? "near-copies removed, then " : "")
                + Choice switch
                {
                    Choice.SemDeDup => "SemDeDup-like",
                    Choice.Soft => "prismatic soft",
                    _ => "prismatic hard",
                }
                + $" ({View})";

    /// <summary>All that are reported, declared before any result was looked at.</summary>
    public static IReadOnlyList<SelectionMethod> Declared { get; } =
    [
        new(Choice.Random, null, Removal.None),
        new(Choice.Random, null, Removal.Exact),
        new(Choice.Random, null, Removal.Near),
        new(Choice.SemDeDup, Views.Hidden, Removal.Exact),
        new(Choice.SemDeDup, Views.NGrams, Removal.Exact),
        .. from removal in (Removal[])[Removal.Exact, Removal.Near]
        from view in Views.Selected
        from choice in (Choice[])[Choice.Soft, Choice.Hard]
        select new SelectionMethod(choice, view, removal),
    ];
}

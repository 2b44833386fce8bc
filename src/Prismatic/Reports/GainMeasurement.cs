using Prismatic.Reasoning;
using Prismatic.Selection;

namespace Prismatic.Reports;

/// <summary>All that was measured of the rows' reasoning: what a <see cref="GainSummary"/> is made of.</summary>
public sealed record GainMeasurement
{
    private const int ExampleCount = 3;
    private const double SparseShare = 0.5;

    /// <summary>Rows with an answer, in ascending order.</summary>
    public required IReadOnlyList<RowGain> Rows { get; init; }

    /// <summary>Rows drawn that have none.</summary>
    public required int WithoutAnswer { get; init; }

    /// <summary>Where reasoning and answers were found, in words.</summary>
    public required string Source { get; init; }

    /// <summary>What leads to the answer.</summary>
    public required string Cue { get; init; }

    /// <summary>Identity of the measure.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The quadrant; null without a view of gradients.</summary>
    internal CellsOfRows? Quadrant { get; private init; }

    /// <summary>Rows with a reasoning: those that means are taken over.</summary>
    internal IReadOnlyList<RowGain> Reasoned => [.. Rows.Where(row => row.ReasoningTokens > 0)];

    /// <summary>Numbers of the rows whose text the report shows.</summary>
    public IEnumerable<long> ExampleRows =>
        Quadrant?.Cells.SelectMany(cell => cell.Examples.Select(row => row.Gain.Index)) ?? [];

    /// <summary>With the quadrant of the first view of gradients among <paramref name="views"/>, where there is one.</summary>
    /// <param name="views">Views of rows that hold the measured ones.</param>
    /// <param name="seed">Settles ties of clusters of one size.</param>
    public GainMeasurement WithQuadrant(IReadOnlyList<ViewMeasurement> views, ulong seed)
    {
        var view = views.FirstOrDefault(view => view.Space.Name.Split('+').Contains("gradients"));
        if (view is null || Reasoned.Count == 0)
        {
            return this;
        }
        var places = Enumerable
            .Range(0, view.Space.RowIndices.Count)
            .ToDictionary(place => view.Space.RowIndices[place], place => view.Clusters.Labels[place]);
        var sparse = RowChoice.SparseClusters(view.Clusters.Sizes, SparseShare, seed);
        var rows = Reasoned
            .Select(gain => (Gain: gain, Cluster: places[gain.Index]))
            .ToLookup(
                row => (sparse[row.Cluster], High: IsHigh(row.Gain)),
                row => (row.Gain, view.Clusters.Sizes[row.Cluster])
            );
        (bool, bool)[] cells = [(true, true), (true, false), (false, true), (false, false)];
        return this with
        {
            Quadrant = new CellsOfRows(
                view.Space.Name,
                sparse.Count(isSparse => isSparse),
                [.. cells.Select(cell => Cell(cell, [.. rows[cell]]))]
            ),
        };
    }

    private static bool IsHigh(RowGain gain) => Deciding(gain) > 0;

    private static double Deciding(RowGain gain) => gain.Specific ?? gain.Gain;

    private static CellOfRows Cell((bool Sparse, bool High) cell, List<(RowGain Gain, int ClusterRows)> rows) =>
        new(
            cell.Sparse,
            cell.High,
            rows.Count,
            [
                .. rows.OrderByDescending(row => cell.High ? Deciding(row.Gain) : -Deciding(row.Gain))
                    .ThenBy(row => row.Gain.Index)
                    .Take(ExampleCount),
            ]
        );

    /// <summary>The quadrant in numbers.</summary>
    internal sealed record CellsOfRows(string View, int SparseClusters, IReadOnlyList<CellOfRows> Cells);

    /// <summary>A cell with the rows to show.</summary>
    internal sealed record CellOfRows(
        bool Sparse,
        bool High,
        int Rows,
        IReadOnlyList<(RowGain Gain, int ClusterRows)> Examples
    );
}

namespace Prismatic.Data;

/// <summary>One column of one row group, decoded to its physical type and not interpreted further.</summary>
/// <param name="Leaf">The column.</param>
/// <param name="Count">Entries: values and nulls, list items included.</param>
/// <param name="Values">
/// <c>bool[]</c>, <c>int[]</c>, <c>long[]</c>, <c>float[]</c>, <c>double[]</c> or <c>ReadOnlyMemory&lt;byte&gt;[]</c>
/// (also for INT96): the defined values in order, maybe with slack at the end.
/// </param>
/// <param name="ValueCount">Defined values.</param>
/// <param name="Definitions">Level of every entry; null where every value is required.</param>
/// <param name="Repetitions">Level of every entry; null where nothing repeats.</param>
internal sealed record ParquetColumn(
    ParquetNode Leaf,
    int Count,
    Array Values,
    int ValueCount,
    int[]? Definitions,
    int[]? Repetitions
)
{
    /// <summary>Whether the entry holds a value.</summary>
    public bool IsDefined(int entry) => Definitions is null || Definitions[entry] == Leaf.MaxDefinition;

    /// <summary>Whether the entry begins a row.</summary>
    public bool BeginsRow(int entry) => Repetitions is null || Repetitions[entry] == 0;
}

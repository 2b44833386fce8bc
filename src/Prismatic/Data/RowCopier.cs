namespace Prismatic.Data;

/// <summary>Copies chosen rows of data files, with all their columns, into Parquet chunks.</summary>
internal abstract class RowCopier : IAsyncDisposable
{
    /// <summary>Version, schema and key-value pairs of the output, without rows.</summary>
    public ThriftStruct Metadata { get; protected set; } = new();

    /// <summary>The schema as a tree.</summary>
    public ParquetNode Root => ParquetElements.Root(Metadata);

    /// <summary>Settles the schema; without <paramref name="keptRows"/> it is enough that it could be settled.</summary>
    public abstract Task<RowCopier> OpenAsync(
        CancellationToken cancellationToken,
        IReadOnlyList<long>? keptRows = null
    );

    /// <summary>Stops where copying is bound to fail.</summary>
    public abstract Task ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Appends the rows block by block; each count says how many rows all chunks have got since.</summary>
    public abstract IAsyncEnumerable<int> CopyAsync(
        IReadOnlyList<long> keptRows,
        IReadOnlyList<ParquetChunkWriter> chunks,
        CancellationToken cancellationToken
    );

    public abstract ValueTask DisposeAsync();
}

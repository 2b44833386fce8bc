using Prismatic.Data;

namespace Prismatic.Store;

/// <summary>Writes vectors as a Parquet file that any reader of the format can open.</summary>
/// <remarks>
/// Row groups of 256 without compression: random signs do not compress, and a vector then lies at a place that can be
/// computed. Same vectors in the same order, same bytes.
/// </remarks>
internal static class VectorFileWriter
{
    /// <summary>Rows of a group: those of a chunk.</summary>
    public const int GroupRows = 256;

    /// <summary>Where each column's values lie in a group, in this order.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "key",
        "tokens",
        "targets",
        "truncated",
        "loss",
        "norm",
        "vector",
    ];

    /// <summary>Writes the vectors to a new file; returns how many.</summary>
    /// <exception cref="PrismaticException">The file cannot be written; nothing is left behind.</exception>
    public static async Task<int> WriteAsync(
        string path,
        StoreManifest manifest,
        IEnumerable<StoredVector> vectors,
        CancellationToken cancellation
    )
    {
        var metadata = Metadata(manifest);
        await using var output = await ParquetOutput.CreateAsync(
            path,
            ParquetElements.Root(metadata),
            cancellation,
            compress: false
        );
        var count = 0;
        foreach (var group in vectors.Chunk(GroupRows))
        {
            foreach (var vector in group)
            {
                Append(output.Chunks, vector);
            }
            await output.EndRowsAsync(group.Length, cancellation);
            await output.EndGroupAsync(cancellation);
            count += group.Length;
        }
        await output.CompleteAsync(metadata, cancellation);
        return count;
    }

    private static void Append(IReadOnlyList<ParquetChunkWriter> chunks, StoredVector vector)
    {
        foreach (var chunk in chunks)
        {
            chunk.AddLevels(0, 0);
        }
        Span<byte> key = stackalloc byte[StoredVector.KeyBytes];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(key, vector.Key);
        chunks[0].AddFixedBytes(key);
        chunks[1].AddValues<int>([vector.Tokens]);
        chunks[2].AddValues<int>([vector.Targets]);
        chunks[3].AddValues<int>([vector.IsTruncated ? 1 : 0]);
        chunks[4].AddValues<float>([vector.Loss]);
        chunks[5].AddValues<float>([vector.Norm]);
        chunks[6].AddFixedBytes(StoredVector.GridBytes(vector.Grid));
    }

    private static ThriftStruct Metadata(StoreManifest manifest)
    {
        ThriftStruct[] elements =
        [
            Fixed(Columns[0], StoredVector.KeyBytes),
            Required(Columns[1], ParquetPhysical.Int32),
            Required(Columns[2], ParquetPhysical.Int32),
            Required(Columns[3], ParquetPhysical.Int32),
            Required(Columns[4], ParquetPhysical.Float),
            Required(Columns[5], ParquetPhysical.Float),
            Fixed(Columns[6], manifest.Dimension * sizeof(short)),
        ];
        // What a reader must know who has only the file; ours takes it from the folder.
        return ParquetElements
            .Metadata(elements.Length, elements)
            .Structs(
                5,
                [
                    Word("prismatic.manifest", Convert.ToHexStringLower(manifest.Hash)),
                    Word("prismatic.identity", Convert.ToHexStringLower(manifest.IdentityHash)),
                    Word("prismatic.vector", $"{manifest.Dimension} int16 little endian, in units of 1/32768"),
                ]
            );
    }

    private static ThriftStruct Required(string name, ParquetPhysical physical) =>
        ParquetElements.Leaf(name, physical, ParquetRepetition.Required);

    private static ThriftStruct Fixed(string name, int length) =>
        Required(name, ParquetPhysical.FixedLenByteArray).I32(2, length);

    private static ThriftStruct Word(string key, string value) => new ThriftStruct().Text(1, key).Text(2, value);
}

using Prismatic.Data;
using Prismatic.Store;

namespace Prismatic.Gradients;

/// <summary>The vectors of a chunk, each text computed at most once.</summary>
internal static class ChunkVectors
{
    /// <summary>One vector for each row: from the store where it has it, else computed, and then kept there.</summary>
    /// <param name="chunk">Rows and their tokens.</param>
    /// <param name="store">What was computed before; null for nothing.</param>
    /// <param name="compute">Gives the vectors of the rows that are missing, in their order; their keys are set here.</param>
    public static StoredVector[] Of(
        EncodedChunk chunk,
        VectorStore? store,
        Func<EncodedChunk, IReadOnlyList<StoredVector>> compute
    )
    {
        var keys = chunk.Rows.Select(row => RowKey.Of(row, out _)).ToArray();
        var vectors = new Dictionary<UInt128, StoredVector?>(keys.Length);
        var missing = new List<int>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (vectors.TryAdd(keys[i], null) && (vectors[keys[i]] = store?.Read(keys[i])) is null)
            {
                missing.Add(i);
            }
        }
        if (missing.Count > 0)
        {
            var rest = new EncodedChunk(
                missing.ConvertAll(i => chunk.Rows[i]),
                missing.ConvertAll(i => chunk.Encoded[i])
            );
            StoredVector[] fresh = [.. compute(rest).Select((vector, i) => vector with { Key = keys[missing[i]] })];
            store?.Add(fresh);
            foreach (var vector in fresh)
            {
                vectors[vector.Key] = vector;
            }
        }
        return Array.ConvertAll(keys, key => vectors[key]!);
    }
}

using CsCheck;
using Prismatic.Numerics;
using Prismatic.Store;

namespace Prismatic.Tests.Store;

/// <summary>A folder of stores for one test, and vectors to put there.</summary>
internal sealed class StoreCase : IDisposable
{
    public const int Dimension = 24;

    public static readonly Gen<StoredVector> Vectors =
        from key in Gen.ULong.Select(Gen.ULong, (a, b) => new UInt128(a, b))
        from tokens in Gen.Int[1, 512]
        from targets in Gen.Int[0, tokens]
        from isTruncated in Gen.Bool
        from loss in Gen.Float[0, 20]
        from norm in Gen.Float[1e-6f, 1e6f]
        from values in Gen.Float[-1, 1].Array[Dimension]
        where values.Any(v => Math.Abs(v) > 0.1f)
        select new StoredVector(key, tokens, targets, isTruncated, loss, norm, Unit(values));

    public string Root { get; } = Directory.CreateTempSubdirectory("prismatic-store-").FullName;

    public StoreManifest Manifest { get; init; } = ManifestOf("model", "a");

    public string Folder => Path.Combine(Root, Manifest.FolderName);

    public string[] Files => Named("*.parquet");

    public string[] Parts => Named("*.part");

    public static StoreManifest ManifestOf(string key, string value) =>
        new(Dimension, new Dictionary<string, string> { [key] = value }, new Dictionary<string, string>());

    public static StoredVector[] Some(int count, int seed = 0)
    {
        var random = new Pcg32((ulong)seed + 1, 7);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new StoredVector(
                    new UInt128((ulong)seed, (ulong)i),
                    i + 1,
                    i,
                    i % 2 == 0,
                    i / 8f,
                    1 + i,
                    Unit([.. Enumerable.Range(0, Dimension).Select(_ => (float)random.NextDouble() - 0.5f)])
                )),
        ];
    }

    public Task<VectorStore> OpenAsync() => VectorStore.OpenAsync(Root, Manifest);

    /// <summary>Adds chunks as a run does, to its end or not.</summary>
    public async Task RunAsync(IEnumerable<StoredVector[]> chunks, bool isKilled = false)
    {
        await using var store = await OpenAsync();
        foreach (var chunk in chunks)
        {
            store.Add(chunk);
        }
        if (!isKilled)
        {
            await store.CompleteAsync();
        }
    }

    public static void SameVectors(IEnumerable<StoredVector> expected, VectorStore store)
    {
        foreach (var vector in expected)
        {
            var found = store.Read(vector.Key);
            Assert.NotNull(found);
            Assert.Equal(vector with { Grid = found.Grid }, found);
            Assert.Equal(vector.Grid, found.Grid);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static short[] Unit(float[] values)
    {
        Matrix.NormaliseRow(values);
        var grid = new short[values.Length];
        UnitGrid.Round(values, grid);
        return grid;
    }

    private string[] Named(string pattern) =>
        Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder, pattern).Order(StringComparer.Ordinal)] : [];
}

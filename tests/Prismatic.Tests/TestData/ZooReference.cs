using System.Text.Json;
using Prismatic.Gradients;

namespace Prismatic.Tests.TestData;

/// <summary>
/// Projected gradients of a decoder of tests/data/models/zoo as PyTorch computes them, each row alone. What every member
/// means is in tests/data/reference/PROVENANCE.md.
/// </summary>
/// <param name="Model">Path of the model below tests/data/models.</param>
/// <param name="Lengths">Tokens of each row that are not padding.</param>
/// <param name="K">Rank of the projection.</param>
/// <param name="Seed">Seed of the projection's signs.</param>
/// <param name="Batch">input_ids, labels (int64), loss_weight (float32), all rows x tokens.</param>
/// <param name="Layers">Module paths of the linear layers in the order of use, the head left out.</param>
/// <param name="Sizes">Width read and width written of each.</param>
/// <param name="Losses">[rows], float64.</param>
/// <param name="Blocks">[rows, layers, k x k], float64.</param>
/// <param name="Norms">[rows, layers]: of the whole gradients.</param>
internal sealed record ZooReference(
    string Model,
    string Family,
    string Exporter,
    string Precision,
    int[] Lengths,
    int K,
    ulong Seed,
    Dictionary<string, ReferenceTensor> Batch,
    string[] Layers,
    int[][] Sizes,
    ReferenceTensor Losses,
    ReferenceTensor Blocks,
    ReferenceTensor Norms,
    double[] Float32AgainstFloat64
)
{
    /// <summary>Every fixture there is, by name.</summary>
    public static string[] Names =>
        [
            .. Directory
                .EnumerateFiles(TestFiles.PathOf("reference/zoo"), "*.json")
                .Select(f => Path.GetFileNameWithoutExtension(f))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Full path of the model's file.</summary>
    public string ModelPath => TestFiles.PathOf($"models/{Model}");

    public RandomProjection Projection => new() { Rank = K, Seed = Seed };

    public static ZooReference Load(string name) =>
        JsonSerializer.Deserialize<ZooReference>(
            File.ReadAllBytes(TestFiles.PathOf($"reference/zoo/{name}.json")),
            JsonSerializerOptions.Web
        ) ?? throw new InvalidDataException($"The reference of {name} is empty.");

    /// <summary>All rows, padded to <paramref name="length"/> or the longest row.</summary>
    public TokenBatch Tokens(int length = 0)
    {
        var width = Batch["input_ids"].Shape[1];
        var ids = Batch["input_ids"].ToLongs();
        var labels = Batch["labels"].ToLongs();
        var weights = Batch["loss_weight"].ToFloats();
        var rows = Lengths.Select((n, row) => Array.ConvertAll(ids[(row * width)..((row * width) + n)], v => (int)v));
        var targets = Enumerable
            .Range(0, ids.Length)
            .Where(i => weights[i] > 0)
            .Select(i => new LossTarget(i / width, i % width, (int)labels[i], weights[i]));
        return new TokenBatch([.. rows], [.. targets], Math.Max(length, Lengths.Max()));
    }
}

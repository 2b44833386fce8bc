using System.Text.Json;

namespace Prismatic.Tests.TestData;

/// <summary>
/// Loss and weight gradients of a tiny decoder as PyTorch computes them, each row alone and without padding. What every
/// member means is in tests/data/reference/PROVENANCE.md.
/// </summary>
internal sealed record ReferenceFile
{
    /// <summary>The models there are references for.</summary>
    public static string[] ModelNames => ["tiny-llama", "tiny-gpt2", "tiny-neox"];

    /// <summary>File name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Input names of the model, in its order.</summary>
    public required string[] Inputs { get; init; }

    /// <summary>Tokens of each row that are not padding.</summary>
    public required int[] Lengths { get; init; }

    /// <summary>Tokens at the start of each row that carry no loss.</summary>
    public required int[] Prompts { get; init; }

    /// <summary>Columns of every projection.</summary>
    public required int K { get; init; }

    /// <summary>The padded batch: input_ids, attention_mask, position_ids, labels (int64), loss_weight (float32).</summary>
    public required Dictionary<string, ReferenceTensor> Batch { get; init; }

    /// <summary>[rows, tokens, vocabulary], of the padded batch, padded positions included.</summary>
    public required ReferenceTensor Logits { get; init; }

    /// <summary>[rows]: sum over t of loss_weight * cross-entropy, in float64.</summary>
    public required ReferenceTensor Losses { get; init; }

    /// <summary>The same computed in float32.</summary>
    public required ReferenceTensor LossesFloat32 { get; init; }

    /// <summary>The linear layers in the order of the module tree, the head last.</summary>
    public required ReferenceLayer[] Layers { get; init; }

    /// <summary>[rows, ...shape] for each initializer that is not a linear weight: biases, norms, embeddings.</summary>
    public required Dictionary<string, ReferenceTensor> Parameters { get; init; }

    /// <summary>Relative L2 distances by row, of all blocks together.</summary>
    public required ReferenceFacts Facts { get; init; }

    /// <summary>Number of rows of the batch.</summary>
    public int Rows => Lengths.Length;

    /// <summary>Full path of the model's ONNX file.</summary>
    public string ModelPath => TestFiles.PathOf($"models/{Model}");

    /// <summary>Reads the reference of a model, for example <c>tiny-llama</c>.</summary>
    public static ReferenceFile Load(string name) =>
        JsonSerializer.Deserialize<ReferenceFile>(
            File.ReadAllBytes(TestFiles.PathOf($"reference/{name}.json")),
            JsonSerializerOptions.Web
        ) ?? throw new InvalidDataException($"The reference of {name} is empty.");

    /// <summary>One row of the batch without its padding, under the same names; every shape is [1, length].</summary>
    public Dictionary<string, ReferenceTensor> RowAlone(int row) =>
        Batch.ToDictionary(
            entry => entry.Key,
            entry =>
            {
                var width = entry.Value.Data.Length / entry.Value.Count * entry.Value.Shape[1];
                var used = width / entry.Value.Shape[1] * Lengths[row];
                var data = entry.Value.Data.AsSpan(row * width, used).ToArray();
                return entry.Value with { Shape = [1, Lengths[row]], Data = data };
            }
        );

    /// <summary>The layer of that module path.</summary>
    public ReferenceLayer Layer(string name) => Layers.Single(l => l.Name == name);
}

/// <summary>A linear layer y = x W with W stored as [in, out], its projections and its gradients for each row.</summary>
internal sealed record ReferenceLayer
{
    /// <summary>Module path.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the MatMul or Gemm node.</summary>
    public required string Node { get; init; }

    /// <summary>Name of the [in, out] initializer.</summary>
    public required string Weight { get; init; }

    public required int In { get; init; }

    public required int Out { get; init; }

    /// <summary>Layers of one group read the same tensor and have the same <see cref="PIn"/>.</summary>
    public required int InputGroup { get; init; }

    /// <summary>[in, k] of -1 and 1.</summary>
    public required ReferenceTensor PIn { get; init; }

    /// <summary>[out, k] of -1 and 1.</summary>
    public required ReferenceTensor POut { get; init; }

    /// <summary>[rows, k of out, k of in]: sum over t of (P_out^T D_t)(P_in^T x_t)^T, in float64.</summary>
    public required ReferenceTensor Blocks { get; init; }

    /// <summary>The same computed in float32.</summary>
    public required ReferenceTensor BlocksFloat32 { get; init; }

    /// <summary>[rows]: Frobenius norm of the whole gradient.</summary>
    public required ReferenceTensor Norms { get; init; }

    /// <summary>[rows, in, out]: the whole gradient, rounded to float32; kept for some layers only.</summary>
    public ReferenceTensor? Gradients { get; init; }
}

/// <summary>How far PyTorch is from itself: relative L2 distances of all blocks together, by row.</summary>
internal sealed record ReferenceFacts(double[] Float32AgainstFloat64, double[] PaddedBatchAgainstRowAlone);

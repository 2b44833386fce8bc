using System.Text.Json.Serialization;

namespace Prismatic.Trainer.Evaluation;

/// <summary>One line of the evaluation table; all numbers but the sizes are bits per byte of held-out text.</summary>
/// <param name="Name">Name of the held-out file.</param>
/// <param name="Documents">Its documents.</param>
/// <param name="Bytes">UTF-8 bytes of its documents, one line end after each counted.</param>
/// <param name="Xz"><c>xz -9</c> warmed with the training text.</param>
/// <param name="NGram">Byte 7-gram with Witten-Bell back-off on the same training text.</param>
/// <param name="Model">The trained model; null before there is one.</param>
public sealed record HeldOutScore(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("documents")] int Documents,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("xz")] double Xz,
    [property: JsonPropertyName("ngram")] double NGram,
    [property: JsonPropertyName("model")] double? Model
)
{
    /// <summary>How far the model is below the better baseline, as a share; null without a model.</summary>
    [JsonPropertyName("below_better_baseline")]
    public double? Margin => Model is { } model ? 1 - (model / Math.Min(Xz, NGram)) : null;
}

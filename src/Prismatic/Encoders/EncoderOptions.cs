namespace Prismatic.Encoders;

/// <summary>How texts meet a sentence encoder.</summary>
public sealed record EncoderOptions
{
    /// <summary>How the vectors of tokens become one.</summary>
    public Pooling Pooling { get; init; } = Pooling.Auto;

    /// <summary>Most tokens of a text, those around it included; never more than the model was made for. Null: as many as that.</summary>
    public int? MaxTokens { get; init; }
}

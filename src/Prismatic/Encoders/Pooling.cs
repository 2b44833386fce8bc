namespace Prismatic.Encoders;

/// <summary>How the vectors of a text's tokens become one.</summary>
public enum Pooling
{
    /// <summary>As the model's files say; the mean where they say nothing.</summary>
    Auto,

    /// <summary>The mean over all tokens, those around the text included.</summary>
    Mean,

    /// <summary>The vector of the first token.</summary>
    Cls,

    /// <summary>The vector of the last token.</summary>
    Last,
}

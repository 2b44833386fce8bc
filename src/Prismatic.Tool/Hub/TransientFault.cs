namespace Prismatic.Tool.Hub;

/// <summary>A fault of the network or of a busy hub that may be gone at the next try.</summary>
/// <param name="message">What is told when it is not.</param>
/// <param name="inner">The fault below.</param>
internal sealed class TransientFault(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the hub asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>New bytes arrived before the fault, so that trying again leads on.</summary>
    public bool Advanced { get; init; }

    /// <summary>Tries in a row without progress before it is told.</summary>
    public int Attempts { get; init; } = 5;
}

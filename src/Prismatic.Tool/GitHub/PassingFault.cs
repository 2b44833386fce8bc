namespace Prismatic.Tool.GitHub;

/// <summary>A fault of the network, of a busy GitHub or of a limit: it may be gone at the next try.</summary>
/// <param name="message">What is told when it is not.</param>
/// <param name="inner">The fault below.</param>
internal sealed class PassingFault(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long GitHub asks to wait.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>A limit on how often one may ask; GitHub wants a minute at least where it does not say how long.</summary>
    public bool IsLimit { get; init; }

    /// <summary>What was asked for may have been done all the same.</summary>
    public bool MayBeDone { get; init; }
}

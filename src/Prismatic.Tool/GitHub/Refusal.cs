namespace Prismatic.Tool.GitHub;

/// <summary>Why GitHub will not do what it is asked for.</summary>
internal enum RefusalReason
{
    /// <summary>The token may not (403): that of a pull request from a fork, or a job that asks for too few permissions.</summary>
    NotPermitted,

    /// <summary>Nobody may write in this conversation or repository (403).</summary>
    Closed,

    /// <summary>The token is not accepted (401).</summary>
    BadToken,

    /// <summary>There is no such thing, or the token may not see it (404).</summary>
    NotFound,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>GitHub understood and refused; asking again does not help.</summary>
/// <param name="reason">Why.</param>
/// <param name="message">What the user can do. GitHub's own words are never repeated.</param>
/// <param name="inner">The fault below.</param>
internal sealed class Refusal(RefusalReason reason, string message, Exception? inner = null)
    : PrismaticException(message, ExitCode.Environment, inner)
{
    public RefusalReason Reason => reason;
}

namespace Prismatic;

/// <summary>A fault the user can mend. The message says what is wrong, where, and what to do, in one line.</summary>
/// <param name="message">What, where, remedy; no line breaks, no text of the data set.</param>
/// <param name="exitCode">How the program ends when nobody catches it.</param>
/// <param name="inner">The fault below, for <c>--verbose</c>.</param>
public class PrismaticException(string message, ExitCode exitCode = ExitCode.Input, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>How the program ends when nobody catches it.</summary>
    public ExitCode ExitCode { get; } = exitCode;
}

using Prismatic.Onnx;

namespace Prismatic.Tool;

/// <summary>Turns faults of the system into lines a user can act on.</summary>
internal static class Faults
{
    private const int DiskFullUnix = 28;
    private const int DiskFullWindows = unchecked((int)0x80070070);

    /// <summary>Why <paramref name="path"/> could not be written.</summary>
    public static PrismaticException OfWriting(string path, Exception fault) =>
        fault switch
        {
            IOException { HResult: DiskFullUnix or DiskFullWindows } => new(
                $"{path}: the disk is full; free some space or write elsewhere. Nothing was left behind",
                ExitCode.Environment,
                fault
            ),
            DirectoryNotFoundException => new(
                $"{path}: the folder does not exist; create it or choose another path",
                ExitCode.Usage,
                fault
            ),
            UnauthorizedAccessException => new(
                $"{path}: writing is not allowed; choose a path you may write to",
                ExitCode.Environment,
                fault
            ),
            _ => new($"{path}: cannot be written ({fault.Message}); choose another path", ExitCode.Environment, fault),
        };

    /// <summary>The line and the exit code for any fault that reached the program's door.</summary>
    public static (ExitCode Code, string Line) Describe(Exception fault) =>
        fault switch
        {
            PrismaticException known => (known.ExitCode, known.Message),
            AggregateException { InnerExceptions: [var only] } => Describe(only),
            IOException { HResult: DiskFullUnix or DiskFullWindows } => (
                ExitCode.Environment,
                "the disk is full; free some space or write elsewhere"
            ),
            OutOfMemoryException => (
                ExitCode.Environment,
                "not enough memory; measure fewer rows with --sample, for instance --sample 50000"
            ),
            TypeInitializationException { InnerException: DllNotFoundException } start => Describe(
                RuntimeFaults.OfStart(start)
            ),
            FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException => (
                ExitCode.Input,
                fault.Message
            ),
            _ => (
                ExitCode.Environment,
                $"something unexpected happened ({fault.GetType().Name}); run again with --verbose for the details, and please report it"
            ),
        };
}

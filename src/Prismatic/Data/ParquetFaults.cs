using System.Text;

namespace Prismatic.Data;

/// <summary>Turns whatever a decoder throws at corrupt bytes into one message the user can act on.</summary>
internal static class ParquetFaults
{
    public static async Task<T> GuardAsync<T>(string path, string? column, Func<Task<T>> read, string hint = "")
    {
        try
        {
            return await read();
        }
        catch (Exception fault) when (IsFault(fault))
        {
            var where = column is null ? "" : $", column '{column}'";
            throw new PrismaticException(
                $"cannot read Parquet file '{path}'{where}: {Reason(fault)}{hint}",
                fault is UnauthorizedAccessException ? ExitCode.Environment : ExitCode.Input,
                fault
            );
        }
    }

    // Decoders of corrupt bytes fail in the ways programs fail; what is listed here are those ways, and nothing that
    // means a fault of ours elsewhere or a cancellation.
    internal static bool IsFault(Exception fault) =>
        fault
            is IOException
                or InvalidDataException
                or UnauthorizedAccessException
                or ArgumentException
                or IndexOutOfRangeException
                or InvalidOperationException
                or NotSupportedException
                or NotImplementedException
                or ArithmeticException
                or NullReferenceException
                or InvalidCastException
                or KeyNotFoundException
                or OutOfMemoryException
                or FormatException
                or ArrayTypeMismatchException
        // The decoder and its codecs have exceptions of their own.
        || fault.GetType().Namespace?.Split('.')[0] is "Parquet" or "ZstdSharp" or "Snappier" or "K4os";

    private static string Reason(Exception fault) =>
        fault switch
        {
            FileNotFoundException or DirectoryNotFoundException => "it does not exist",
            UnauthorizedAccessException => "access is denied",
            OutOfMemoryException => "it asks for more memory than there is; it is corrupt or its pages are too large",
            InvalidDataException or NotSupportedException => OneLine(fault.Message),
            EndOfStreamException => "it ends too early; fetch or write it again",
            IOException when fault is not InvalidDataException => OneLine(fault.Message),
            _ => $"it is corrupt or uses an encoding this program does not know ({fault.GetType().Name}); "
                + "fetch or write it again",
        };

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text).Replace('\r', ' ').Replace('\n', ' ').ToString();
        return line.Length <= 200 ? line : line[..200] + "...";
    }
}

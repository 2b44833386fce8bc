using Prismatic.Gates;

namespace Prismatic.Tool.Commands;

/// <summary>Small files of the user's: reports and limits.</summary>
internal static class TextFile
{
    private const long BytesOfCharacter = 4;

    /// <summary>What <paramref name="read"/> makes of the text of a file. A fault in it is told with the file's name.</summary>
    /// <exception cref="PrismaticException">There is no such file, or it is not what it should be.</exception>
    public static Task<T> ReadAsync<T>(string path, Func<string, T> read, CancellationToken cancellation) =>
        ReadAsync(path, read, long.MaxValue, "", cancellation);

    /// <summary>Limits, from a file that is looked at before it is read: it may be anything.</summary>
    public static Task<IReadOnlyList<Gate>> ReadGatesAsync(string path, CancellationToken cancellation) =>
        ReadAsync(
            path,
            GateFile.Read,
            BytesOfCharacter * GateFile.LongestText,
            "; prismatic init writes one",
            cancellation
        );

    private static async Task<T> ReadAsync<T>(
        string path,
        Func<string, T> read,
        long mostBytes,
        string remedy,
        CancellationToken cancellation
    )
    {
        if (!File.Exists(path))
        {
            throw new PrismaticException($"'{path}' does not exist{remedy}");
        }
        try
        {
            if (new FileInfo(path).Length > mostBytes)
            {
                throw new PrismaticException($"the file has more than {mostBytes} bytes", ExitCode.Usage);
            }
            return read(await File.ReadAllTextAsync(path, cancellation));
        }
        catch (PrismaticException fault)
        {
            throw new PrismaticException($"{path}: {fault.Message}", fault.ExitCode, fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PrismaticException($"'{path}' cannot be read: {fault.Message}", ExitCode.Input, fault);
        }
    }
}

namespace Prismatic.Tool.Commands;

/// <summary>Small files of the user's: reports and limits.</summary>
internal static class TextFile
{
    /// <summary>What <paramref name="read"/> makes of the text of a file. A fault in it is told with the file's name.</summary>
    /// <exception cref="PrismaticException">There is no such file, or it is not what it should be.</exception>
    public static async Task<T> ReadAsync<T>(string path, Func<string, T> read, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new PrismaticException($"'{path}' does not exist");
        }
        try
        {
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

using System.Collections.Concurrent;
using System.Text;

namespace Prismatic.Tool;

/// <summary>Files the program writes: beside their place first, then renamed, so that nobody ever sees half a file.</summary>
internal static class OutputFile
{
    private static readonly ConcurrentDictionary<string, bool> Unfinished = new(StringComparer.Ordinal);

    /// <summary>Replaces the file at <paramref name="path"/> by <paramref name="text"/>, UTF-8 without a mark.</summary>
    /// <exception cref="PrismaticException">
    /// The folder is missing, the disk is full, or writing is not allowed; or there is a file that is not to be replaced.
    /// </exception>
    public static Task WriteAsync(string path, string text, CancellationToken cancellation, bool replaces = true) =>
        WriteAsync(
            path,
            async beside =>
            {
                // Without a size given beforehand, a full disk is told by its own error number.
                await using var file = new FileStream(beside, FileMode.Create, FileAccess.Write);
                await file.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
            },
            cancellation,
            replaces
        );

    /// <summary>Lets <paramref name="write"/> fill a file beside <paramref name="path"/>, then puts it in place.</summary>
    public static async Task WriteAsync(
        string path,
        Func<string, Task> write,
        CancellationToken cancellation,
        bool replaces = true
    )
    {
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        Unfinished[beside] = true;
        try
        {
            await write(beside);
            cancellation.ThrowIfCancellationRequested();
            File.Move(beside, path, overwrite: replaces);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Faults.OfWriting(path, fault);
        }
        finally
        {
            Forget(beside);
        }
    }

    /// <summary>Removes what is unfinished; for an end that does not wait for the work.</summary>
    public static void Abandon()
    {
        foreach (var beside in Unfinished.Keys)
        {
            Forget(beside);
        }
    }

    /// <summary>Deletes a file after a fault; never throws for reasons of the file system.</summary>
    public static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The fault that brought us here is the one to tell.
        }
    }

    private static void Forget(string beside)
    {
        Remove(beside);
        Unfinished.TryRemove(beside, out _);
    }
}

using System.Diagnostics;

namespace Prismatic.Trainer.Evaluation;

/// <summary>
/// What <c>xz -9</c> needs for a text after it has read the training text: C(train + test) - C(train). Its dictionary is
/// enlarged from 64 to 128 MiB, so that it reaches back over all of the training text.
/// </summary>
public static class XzBaseline
{
    /// <summary>Bytes that <c>xz</c> makes of the parts one after the other, in one stream and one thread.</summary>
    /// <exception cref="PrismaticException">The program <c>xz</c> is missing or fails.</exception>
    public static long CompressedBytes(params IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var start = new ProcessStartInfo("xz", ["--lzma2=preset=9,dict=128MiB", "-T1", "--check=none", "-c"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process =
            Start(start)
            ?? throw new PrismaticException("The program 'xz' did not start: install xz-utils.", ExitCode.Environment);
        var feed = Task.Run(() =>
        {
            using var input = process.StandardInput.BaseStream;
            foreach (var part in parts)
            {
                input.Write(part.Span);
            }
        });
        var buffer = new byte[1 << 16];
        var total = 0L;
        for (int read; (read = process.StandardOutput.BaseStream.Read(buffer)) > 0; )
        {
            total += read;
        }

        feed.Wait();
        process.WaitForExit();
        return process.ExitCode == 0
            ? total
            : throw new PrismaticException($"The program 'xz' ended with {process.ExitCode}.", ExitCode.Environment);
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PrismaticException("The program 'xz' is missing: install xz-utils.", ExitCode.Environment, e);
        }
    }
}

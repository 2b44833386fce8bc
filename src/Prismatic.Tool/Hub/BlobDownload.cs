using System.Net;
using System.Net.Http.Headers;

namespace Prismatic.Tool.Hub;

/// <summary>Brings one file into the cache: goes on where an earlier run stopped, and keeps only what has the right checksum.</summary>
internal sealed class BlobDownload(HubConnection connection, Retry retry, Action<string> say)
{
    /// <summary>Where the bytes of an unfinished download are. The name is ours, so that no other program writes into it.</summary>
    public static string PartialOf(string blob) => blob + ".prismatic.incomplete";

    /// <summary>Downloads what is missing of a file.</summary>
    /// <param name="address">Where the hub serves it.</param>
    /// <param name="blob">Where it goes; its folder is made.</param>
    /// <param name="file">What was announced.</param>
    /// <param name="received">Told how many bytes came in; negative when some had to be thrown away.</param>
    /// <param name="stop">Leaves what has arrived for the next run.</param>
    /// <exception cref="PrismaticException">It cannot be had, or is not what was announced.</exception>
    public async Task RunAsync(Uri address, string blob, HubFile file, Action<long> received, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        var partial = new PartialFile(PartialOf(blob), file.Size);
        var resumed = partial.Length > 0;
        try
        {
            while (true)
            {
                await retry.RunAsync(() => AttemptAsync(address, partial, file, received, stop), stop);
                if (await BlobHash.MatchesAsync(partial.Path, file, static _ => { }, stop))
                {
                    partial.MoveTo(blob);
                    return;
                }
                received(-partial.Length);
                partial.Remove();
                if (!resumed)
                {
                    throw new PrismaticException(
                        $"{file.Path}: what {HubFaults.Host(address)} sent has not the checksum it announced; the file was removed. "
                            + "Run again; if it stays so, the file is broken there"
                    );
                }
                // The part that an earlier run left may have been damaged since.
                say($"{file.Path}: the part from an earlier run is damaged; downloading all of it");
                resumed = false;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw OfDisk(blob, fault);
        }
    }

    private async Task<bool> AttemptAsync(
        Uri address,
        PartialFile partial,
        HubFile file,
        Action<long> received,
        CancellationToken stop
    )
    {
        var have = partial.Length;
        if (have == file.Size && have > 0)
        {
            return true;
        }
        var settings = connection.Settings;
        using var guard = new StallGuard(settings.Patience, settings.Clock, stop);
        using var response = await connection.GetAsync(address, headers => Ask(headers, partial, have), guard);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && have > 0)
        {
            received(-have);
            partial.Remove();
            throw new TransientFault($"{file.Path}: the server does not go on from byte {have}") { Advanced = true };
        }
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            throw HubFaults.Of(response, file.Path, settings);
        }
        var start = StartOf(response, have, file);
        received(start - have);
        partial.Begin(start, response.Headers.ETag);
        var from = response.RequestMessage?.RequestUri ?? address;
        var arrived = 0L;
        try
        {
            arrived = await HubConnection.GuardedAsync(
                () => CopyAsync(response, partial, file, received, guard),
                from,
                guard
            );
        }
        catch (TransientFault fault) when (partial.Length > start)
        {
            throw new TransientFault($"{file.Path}: {fault.Message}", fault) { Advanced = true };
        }
        return start + arrived == file.Size
            ? true
            : throw new TransientFault(
                $"{file.Path}: {HubFaults.Host(from)} stopped at byte {start + arrived} of {file.Size}"
            )
            {
                Advanced = arrived > 0,
            };
    }

    private static void Ask(HttpRequestHeaders headers, PartialFile partial, long have)
    {
        if (have == 0)
        {
            return;
        }
        headers.Range = new RangeHeaderValue(have, null);
        if (partial.ETag is { IsWeak: false } tag)
        {
            // When the server's file is another by now it then sends all of it instead of a part that does not fit.
            headers.IfRange = new RangeConditionHeaderValue(tag);
        }
    }

    // Where the body begins in the file.
    private static long StartOf(HttpResponseMessage response, long have, HubFile file)
    {
        var content = response.Content.Headers;
        if (content.ContentEncoding.Any(encoding => encoding != "identity"))
        {
            throw new PrismaticException(
                $"{file.Path}: the server compresses what was asked for as it is; nothing was kept"
            );
        }
        var start = response.StatusCode == HttpStatusCode.PartialContent ? content.ContentRange?.From ?? -1 : 0;
        var length = content.ContentLength is { } bytes ? start + bytes : content.ContentRange?.Length ?? file.Size;
        return start == 0 || start == have
            ? length <= file.Size
                ? start
                : throw Longer(file)
            : throw new PrismaticException(
                $"{file.Path}: the server sent another part than was asked for; nothing was kept"
            );
    }

    private static async Task<long> CopyAsync(
        HttpResponseMessage response,
        PartialFile partial,
        HubFile file,
        Action<long> received,
        StallGuard guard
    )
    {
        await using var body = await response.Content.ReadAsStreamAsync(guard.Token);
        await using var output = partial.Open();
        var arrived = 0L;
        var buffer = new byte[1 << 17];
        for (int count; (count = await body.ReadAsync(buffer, guard.Token)) > 0; )
        {
            guard.Advance();
            if (output.Position + count > file.Size)
            {
                throw Longer(file);
            }
            await output.WriteAsync(buffer.AsMemory(0, count), guard.Token);
            arrived += count;
            received(count);
        }
        return arrived;
    }

    private static PrismaticException Longer(HubFile file) =>
        new($"{file.Path}: the server sends more than the {file.Size} bytes that were announced; nothing was kept");

    private static PrismaticException OfDisk(string blob, Exception fault) =>
        new(
            $"{blob}: cannot be written ({fault.Message.ReplaceLineEndings(" ")}); free some space or set HF_HOME to another "
                + "folder. What has arrived is kept, and the next run goes on from there",
            ExitCode.Environment,
            fault
        );
}

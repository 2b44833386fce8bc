namespace Prismatic.Tool.Hub;

/// <summary>At most one process or task downloads a blob; the others wait and then find it there.</summary>
/// <remarks>The system drops the lock of a process that dies. The empty file stays, as it does with other programs.</remarks>
internal static class HubLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Takes the lock, waiting for whoever has it; disposing gives it back.</summary>
    public static async Task<IDisposable> AcquireAsync(
        string folder,
        HubFile file,
        HubSettings settings,
        Action<string> say,
        CancellationToken cancellation
    )
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, file.Hash + ".lock");
        for (var waiting = false; ; waiting = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (!waiting)
                {
                    say($"{file.Path} is being downloaded already; waiting for it");
                }
                await Task.Delay(Interval, settings.Clock, cancellation);
            }
        }
    }
}

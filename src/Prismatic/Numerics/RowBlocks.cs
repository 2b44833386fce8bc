namespace Prismatic.Numerics;

/// <summary>
/// Work over independent rows on several threads. Block borders depend on sizes only, never on the number of threads, so
/// that whatever a block computes is the same on every machine of one kind.
/// </summary>
public static class RowBlocks
{
    /// <summary>Threads to use for a wish of <paramref name="threads"/>: 0 means one a core.</summary>
    public static int Threads(int threads) => threads > 0 ? threads : Environment.ProcessorCount;

    /// <summary>Calls <paramref name="body"/>(start, count) once for each block of rows.</summary>
    public static void Run(
        int rowCount,
        int blockSize,
        int threads,
        Action<int, int> body,
        CancellationToken cancellation
    ) => Run(rowCount, blockSize, threads, () => 0, (start, count, _) => body(start, count), cancellation);

    /// <summary>As <see cref="Run(int,int,int,Action{int,int},CancellationToken)"/>, with scratch memory a worker.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was asked for.</exception>
    public static void Run<TScratch>(
        int rowCount,
        int blockSize,
        int threads,
        Func<TScratch> scratch,
        Action<int, int, TScratch> body,
        CancellationToken cancellation
    )
    {
        var blocks = (rowCount + blockSize - 1) / blockSize;
        var workers = Math.Min(Threads(threads), blocks);
        if (workers <= 1)
        {
            var own = scratch();
            for (var block = 0; block < blocks; block++)
            {
                cancellation.ThrowIfCancellationRequested();
                body(block * blockSize, Math.Min(blockSize, rowCount - (block * blockSize)), own);
            }
            return;
        }
        var next = -1;
        void Work()
        {
            var own = scratch();
            int block;
            while ((block = Interlocked.Increment(ref next)) < blocks)
            {
                cancellation.ThrowIfCancellationRequested();
                body(block * blockSize, Math.Min(blockSize, rowCount - (block * blockSize)), own);
            }
        }
        RunWorkers(workers, _ => Work());
    }

    /// <summary>Calls <paramref name="body"/> for 0 to <paramref name="workers"/> - 1, at the same time; the caller is one of them.</summary>
    public static void RunWorkers(int workers, Action<int> body)
    {
        var others = new Task[workers - 1];
        for (var i = 0; i < others.Length; i++)
        {
            var worker = i + 1;
            others[i] = Task.Run(() => body(worker));
        }
        try
        {
            body(0);
        }
        finally
        {
            // One fault is enough for the user, and callers catch it by its own type: the caller's own, or the first other one.
            Task.WhenAll(others).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
        foreach (var other in others)
        {
            other.GetAwaiter().GetResult();
        }
    }
}

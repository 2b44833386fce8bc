namespace Prismatic.Tool.Hub;

/// <summary>Gives a transfer up when nothing has arrived for a while.</summary>
internal sealed class StallGuard : IDisposable
{
    private readonly TimeSpan _patience;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _stall;
    private readonly CancellationTokenSource _either;

    public StallGuard(TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        (_patience, _cancellation) = (patience, cancellation);
        _stall = new CancellationTokenSource(patience, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_stall.Token, cancellation);
    }

    /// <summary>Cancelled by the user or by the wait.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>It was the wait, not the user.</summary>
    public bool Stalled => _stall.IsCancellationRequested && !_cancellation.IsCancellationRequested;

    /// <summary>Something arrived: the wait begins anew.</summary>
    public void Advance() => _stall.CancelAfter(_patience);

    public void Dispose()
    {
        _either.Dispose();
        _stall.Dispose();
    }
}

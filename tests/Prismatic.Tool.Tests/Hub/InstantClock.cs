using System.Collections.Concurrent;

namespace Prismatic.Tool.Tests.Hub;

/// <summary>A clock on which waits are over at once and are noted; the long wait for a silent server ends when a test says so.</summary>
internal sealed class InstantClock(int longSeconds = 60, DateTimeOffset? now = null) : TimeProvider
{
    private readonly ConcurrentDictionary<Timer, bool> _held = new();

    /// <summary>Waits before another try, in order.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    /// <summary>What waits for a silent server has waited long enough.</summary>
    public void EndLongWaits()
    {
        foreach (var timer in _held.Keys)
        {
            timer.Fire();
        }
    }

    public override DateTimeOffset GetUtcNow() => now ?? base.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        if (dueTime == TimeSpan.FromSeconds(longSeconds))
        {
            _held[timer] = true;
        }
        else
        {
            Waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => timer.Fire());
        }
        return timer;
    }

    private sealed class Timer(InstantClock clock, TimerCallback callback, object? state) : ITimer
    {
        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => clock._held.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

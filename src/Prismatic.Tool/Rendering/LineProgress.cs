namespace Prismatic.Tool.Rendering;

/// <summary>Progress for logs: a plain line every few seconds, so that short work leaves none.</summary>
internal sealed class LineProgress(Terminal terminal, TimeProvider clock) : IProgress<StageProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private string? _stage;
    private long _stageStart;
    private long _stageBase;
    private long _lastLine = clock.GetTimestamp();

    public void Report(StageProgress value)
    {
        lock (_gate)
        {
            if (!string.Equals(_stage, value.Stage, StringComparison.Ordinal))
            {
                (_stage, _stageStart, _stageBase) = (value.Stage, clock.GetTimestamp(), value.Done);
            }
            if (clock.GetElapsedTime(_lastLine) < Interval)
            {
                return;
            }
            _lastLine = clock.GetTimestamp();
            terminal.Say(Pace.Describe(value, value.Done - _stageBase, clock.GetElapsedTime(_stageStart)));
        }
    }
}

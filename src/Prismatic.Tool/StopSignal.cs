using System.Runtime.InteropServices;

namespace Prismatic.Tool;

/// <summary>Ctrl-C and the polite kill signal: the first cancels, the second ends the process.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignal() =>
        _registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            OutputFile.Abandon();
            Environment.Exit((int)ExitCode.Cancelled);
        }
        // Off this thread: what is cancelled runs its continuations where Cancel is called.
        _ = Task.Run(_source.Cancel);
    }
}

using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Tool;

/// <summary>
/// Our terminal, as the command line parser wants to see it. Its output waits until the parser is content, since the
/// parser answers mistakes with hints on the result stream, and we have better ones for the message stream.
/// </summary>
internal sealed class TerminalConsole(Terminal terminal) : IConsole, IDisposable
{
    private readonly StringWriter _held = new() { NewLine = terminal.Out.NewLine };

    event ConsoleCancelEventHandler? IConsole.CancelKeyPress
    {
        add { }
        remove { }
    }

    public TextWriter Out => _held;

    public TextWriter Error => terminal.Error;

    public TextReader In => TextReader.Null;

    public bool IsInputRedirected => true;

    public bool IsOutputRedirected => !terminal.OutIsTerminal;

    public bool IsErrorRedirected => !terminal.ErrorIsTerminal;

    public ConsoleColor ForegroundColor { get; set; }

    public ConsoleColor BackgroundColor { get; set; }

    public void ResetColor() { }

    public void Dispose() => _held.Dispose();

    /// <summary>Prints what was held back.</summary>
    public void Release()
    {
        terminal.Out.Write(_held.ToString());
        _held.GetStringBuilder().Clear();
    }
}

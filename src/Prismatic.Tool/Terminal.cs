using System.Text;
using Prismatic.Tool.Rendering;
using Spectre.Console;

namespace Prismatic.Tool;

/// <summary>Where the program writes: results to one stream, progress and messages to the other.</summary>
internal sealed record Terminal
{
    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Progress and messages.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>A person reads the results as they come.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>A person reads the messages as they come.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Colour is welcome: a terminal, and NO_COLOR is not set.</summary>
    public bool Color { get; init; }

    /// <summary>Results are coloured even where they go to a file; nothing else of a terminal is taken for granted there.</summary>
    public bool AlwaysColor { get; init; }

    /// <summary>A runner of GitHub Actions reads the results too.</summary>
    public bool IsGitHubRunner { get; init; }

    /// <summary>The word that ends a stretch of output in which such a runner looks for no command; null where there is none.</summary>
    public string? StopToken { get; init; }

    /// <summary>Columns; results that go to a file are laid out for this many as well.</summary>
    public int Width { get; init; } = 100;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfThisProcess()
    {
        var dumb = string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.OutputEncoding = utf8;
        return new Terminal
        {
            Out = Console.Out,
            Error = Console.Error,
            OutIsTerminal = !Console.IsOutputRedirected && !dumb,
            ErrorIsTerminal = !Console.IsErrorRedirected && !dumb,
            Color = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && !dumb,
            IsGitHubRunner = string.Equals(
                Environment.GetEnvironmentVariable("GITHUB_ACTIONS"),
                "true",
                StringComparison.OrdinalIgnoreCase
            ),
            StopToken = WorkflowCommands.NewToken(),
            Width = Console.IsOutputRedirected ? 100 : Math.Clamp(WindowWidth(), 60, 160),
        };
    }

    /// <summary>For results.</summary>
    public IAnsiConsole Results() => Create(Out, OutIsTerminal, AlwaysColor);

    /// <summary>For progress and messages.</summary>
    public IAnsiConsole Messages() => Create(Error, ErrorIsTerminal, alwaysColor: false);

    /// <summary>One line on the message stream, with nothing in it that could steer a terminal.</summary>
    public void Say(string line)
    {
        var visible = VisibleText.Of(AccessToken.Hide(line));
        Error.WriteLine(IsGitHubRunner ? WorkflowCommands.NoCommand(visible) : visible);
        Error.Flush();
    }

    private IAnsiConsole Create(TextWriter writer, bool isTerminal, bool alwaysColor)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = isTerminal || alwaysColor ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem =
                    alwaysColor || (isTerminal && Color) ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
                Out = new Output(writer, Width, isTerminal),
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static int WindowWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 100;
        }
        catch (IOException)
        {
            return 100;
        }
    }

    private sealed class Output(TextWriter writer, int width, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => width;

        public int Height => 40;

        public void SetEncoding(Encoding encoding) { }
    }
}

using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Tool.Commands;

/// <summary>A verb of the command line with the options every verb has.</summary>
[HelpOption("-?|-h|--help", Description = "Show this help.")]
internal abstract class Command
{
    [Option("-q|--quiet", "Print results and errors only.", CommandOptionType.NoValue)]
    public bool Quiet { get; set; }

    [Option("--verbose", "Print details, and the stack trace of an error.", CommandOptionType.NoValue)]
    public bool Verbose { get; set; }

    [Option(ColorOption.Template, ColorOption.Help, CommandOptionType.SingleValue)]
    public ColorKind Color { get; set; }

    /// <summary>Whether results hold text of a data set, so that a host must not read commands in them.</summary>
    public virtual bool ShowsData => false;

    /// <summary>Does the work.</summary>
    public abstract Task<ExitCode> ExecuteAsync(Session session);

    /// <summary>The session these options ask for.</summary>
    public virtual Session Start(Terminal terminal, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        new(ColorOption.Applied(terminal, Color), cancellation)
        {
            Quiet = Quiet,
            Verbose = Verbose,
            Arguments = arguments,
        };
}

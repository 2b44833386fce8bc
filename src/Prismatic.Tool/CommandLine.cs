using McMaster.Extensions.CommandLineUtils;
using McMaster.Extensions.CommandLineUtils.Abstractions;
using Prismatic.Onnx;
using Prismatic.Tool.Commands;
using Prismatic.Tool.GitHub;
using Prismatic.Tool.Hub;

namespace Prismatic.Tool;

/// <summary>From arguments to an exit code. The one place that catches every fault.</summary>
internal static class CommandLine
{
    // An operator of a large model may run longer than a person waits after Ctrl-C.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    /// <summary>Runs the program in process.</summary>
    /// <param name="args">What the user typed.</param>
    /// <param name="terminal">Where it writes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="hub">The model hub; null for the one that the environment names.</param>
    /// <param name="runtime">How ONNX Runtime is called; null for as it is.</param>
    /// <param name="cacheFolder">Where vectors are kept; null for the folder that the environment names.</param>
    /// <param name="gitHub">GitHub; null for the one that the environment names.</param>
    /// <param name="aliases">What reports call paths; null for what they are.</param>
    public static async Task<ExitCode> RunAsync(
        string[] args,
        Terminal terminal,
        CancellationToken cancellation,
        Func<HubSettings>? hub = null,
        RuntimeCalls? runtime = null,
        Func<string?>? cacheFolder = null,
        Func<GitHubSettings>? gitHub = null,
        IReadOnlyDictionary<string, string>? aliases = null
    )
    {
        var verbose = args.Contains("--verbose");
        try
        {
            args = ArgumentsFile.Expand(args);
            using var console = new TerminalConsole(terminal);
            using var root = Build(console);
            var selected = Parse(root, args);
            if (((IModelAccessor)selected).GetModel() is not Command command)
            {
                if (!selected.IsShowingInformation)
                {
                    selected.ShowHelp();
                }
                console.Release();
                return ExitCode.Pass;
            }
            console.Release();
            if (selected.IsShowingInformation)
            {
                return ExitCode.Pass;
            }
            var session = command.Start(terminal, args, cancellation) with
            {
                Hub = hub ?? Session.HubOfThisProcess,
                Runtime = runtime ?? new RuntimeCalls(),
                CacheFolder = cacheFolder ?? CacheFolder.OfThisProcess,
                GitHub = gitHub ?? Session.GitHubOfThisProcess,
                Aliases = aliases ?? new Dictionary<string, string>(),
            };
            verbose = session.Verbose;
            return await RunAsync(command, session);
        }
        catch (CommandParsingException fault)
        {
            Complain(terminal, fault);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            terminal.Say("prismatic: cancelled; no file was written");
            return ExitCode.Cancelled;
        }
        catch (Exception fault)
        {
            var (code, line) = Faults.Describe(fault);
            terminal.Say($"prismatic: error: {line}");
            if (verbose)
            {
                terminal.Error.WriteLine(AccessToken.Hide(fault.ToString()));
            }
            return code;
        }
    }

    /// <summary>The tree of commands, for parsing and for help.</summary>
    internal static CommandLineApplication<RootCommand> Build(TerminalConsole console)
    {
        var root = new CommandLineApplication<RootCommand>(
            HelpText.Instance,
            console,
            Environment.CurrentDirectory,
            throwOnUnexpectedArg: true
        );
        root.ValueParsers.ParseCulture = System.Globalization.CultureInfo.InvariantCulture;
        root.Conventions.UseDefaultConventions();
        return root;
    }

    private static CommandLineApplication Parse(CommandLineApplication root, string[] args)
    {
        var selected = root.Parse(args).SelectedCommand;
        if (selected.IsShowingInformation)
        {
            return selected;
        }
        var validation = selected.GetValidationResult();
        return validation == System.ComponentModel.DataAnnotations.ValidationResult.Success
            ? selected
            : throw new CommandParsingException(
                selected,
                validation.ErrorMessage ?? "the command line is not complete"
            );
    }

    private static async Task<ExitCode> RunAsync(Command command, Session session)
    {
        using var commands = command.ShowsData ? WorkflowCommands.Stop(session.Terminal) : null;
        return await RunToEndAsync(command, session with { Commands = commands });
    }

    private static async Task<ExitCode> RunToEndAsync(Command command, Session session)
    {
        var work = Task.Run(() => command.ExecuteAsync(session), CancellationToken.None);
        var stopped = Task.Delay(Timeout.Infinite, session.Cancellation);
        if (await Task.WhenAny(work, stopped) != work)
        {
            await Task.WhenAny(work, Task.Delay(Patience, CancellationToken.None));
            if (!work.IsCompleted)
            {
                OutputFile.Abandon();
                throw new OperationCanceledException(session.Cancellation);
            }
        }
        return await work;
    }

    private static void Complain(Terminal terminal, CommandParsingException fault)
    {
        terminal.Say($"prismatic: error: {Lower(fault.Message.TrimEnd('.'))}");
        if (fault is UnrecognizedCommandParsingException { NearestMatches: var near } && near.Any())
        {
            var dashes = fault.Message.Contains("option '-", StringComparison.Ordinal) ? "--" : "";
            terminal.Say($"Did you mean {string.Join(" or ", near.Take(2).Select(name => dashes + name))}?");
        }
        terminal.Say($"For help: {HelpText.FullName(fault.Command)} --help");
    }

    // The parser's messages are sentences; ours follow a colon. A name in capitals stays.
    private static string Lower(string message)
    {
        var line = message.ReplaceLineEndings(" ");
        return line.Length > 1 && char.IsLower(line[1]) ? char.ToLowerInvariant(line[0]) + line[1..] : line;
    }
}

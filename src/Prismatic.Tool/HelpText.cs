using McMaster.Extensions.CommandLineUtils;
using McMaster.Extensions.CommandLineUtils.HelpText;

namespace Prismatic.Tool;

/// <summary>Help as people read it: what, how to call it, examples, then the options. At most 100 columns.</summary>
internal sealed class HelpText : IHelpTextGenerator
{
    public static readonly HelpText Instance = new();
    private const int Columns = 100;

    public void Generate(CommandLineApplication application, TextWriter output)
    {
        var arguments = application.Arguments.Where(argument => argument.ShowInHelpText).ToList();
        var options = application.GetOptions().Where(option => option.ShowInHelpText).ToList();
        var commands = application.Commands.Where(command => command.ShowInHelpText).ToList();

        Wrap(output, application.Description ?? "", 0);
        output.WriteLine();
        output.WriteLine($"Usage: {Usage(application, arguments, options.Count > 0, commands.Count > 0)}");
        if (!string.IsNullOrWhiteSpace(application.ExtendedHelpText))
        {
            output.WriteLine();
            output.WriteLine(application.ExtendedHelpText.Trim().ReplaceLineEndings(output.NewLine));
        }
        Section(
            output,
            "Arguments",
            [.. arguments.Select(argument => (argument.Name ?? "", argument.Description ?? ""))]
        );
        Section(output, "Commands", [.. commands.Select(command => (command.Name ?? "", command.Description ?? ""))]);
        Section(output, "Options", [.. options.Select(option => (Signature(option), option.Description ?? ""))]);
        if (commands.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"For help on one of them: {FullName(application)} COMMAND --help");
        }
    }

    /// <summary>"prismatic model inspect".</summary>
    public static string FullName(CommandLineApplication application) =>
        application.Parent is { } parent ? $"{FullName(parent)} {application.Name}" : application.Name ?? "prismatic";

    private static string Usage(
        CommandLineApplication application,
        List<CommandArgument> arguments,
        bool hasOptions,
        bool hasCommands
    )
    {
        var parts = new List<string> { FullName(application) };
        parts.AddRange(
            arguments.Select(argument =>
            {
                var name = argument.MultipleValues ? $"{argument.Name}..." : argument.Name ?? "";
                return argument.Validators.Count > 0 ? name : $"[{name}]";
            })
        );
        if (hasCommands)
        {
            parts.Add("COMMAND");
        }
        if (hasOptions)
        {
            parts.Add("[OPTIONS]");
        }
        return string.Join(' ', parts);
    }

    private static string Signature(CommandOption option)
    {
        var names = new List<string>();
        if (!string.IsNullOrEmpty(option.ShortName))
        {
            names.Add("-" + option.ShortName);
        }
        if (!string.IsNullOrEmpty(option.LongName))
        {
            names.Add("--" + option.LongName);
        }
        var text = string.Join(", ", names);
        return option.OptionType == CommandOptionType.NoValue ? text : $"{text} {option.ValueName}";
    }

    private static void Section(TextWriter output, string title, IReadOnlyList<(string Name, string Text)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }
        output.WriteLine();
        output.WriteLine($"{title}:");
        var indent = Math.Min(30, rows.Max(row => row.Name.Length) + 4);
        foreach (var (name, text) in rows)
        {
            output.Write($"  {name}");
            if (name.Length + 4 > indent)
            {
                output.WriteLine();
                output.Write(new string(' ', indent));
            }
            else
            {
                output.Write(new string(' ', indent - name.Length - 2));
            }
            Wrap(output, text, indent);
        }
    }

    private static void Wrap(TextWriter output, string text, int indent)
    {
        var used = indent;
        var first = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!first && used + 1 + word.Length > Columns)
            {
                output.WriteLine();
                output.Write(new string(' ', indent));
                used = indent;
                first = true;
            }
            output.Write(first ? word : " " + word);
            used += word.Length + (first ? 0 : 1);
            first = false;
        }
        output.WriteLine();
    }
}

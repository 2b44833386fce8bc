using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gates;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Says what a rule of gates measures, and why.</summary>
[Command(
    "explain",
    Description = "Say what a rule of gates measures, why it matters and what to do; without RULE list them.",
    ExtendedHelpText = """
        Examples:
          prismatic explain
          prismatic explain PRS006
          prismatic explain diversity
        """
)]
internal sealed class ExplainCommand : Command
{
    [Argument(0, "RULE", "Id or name of a rule.")]
    public string? Rule { get; set; }

    /// <inheritdoc/>
    public override Task<ExitCode> ExecuteAsync(Session session)
    {
        var console = session.Terminal.Results();
        if (Rule is null)
        {
            GateTerminal.WriteRules(GateRules.All, console);
            return Task.FromResult(ExitCode.Pass);
        }
        var rule =
            GateRules.Find(Rule)
            ?? throw new PrismaticException($"there is no rule '{Rule}'; prismatic explain lists them", ExitCode.Usage);
        GateTerminal.Write(rule, console);
        return Task.FromResult(ExitCode.Pass);
    }
}

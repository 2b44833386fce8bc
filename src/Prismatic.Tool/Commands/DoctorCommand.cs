using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Tool.Commands;

/// <summary>Says whether this machine has what the program needs.</summary>
[Command(
    "doctor",
    Description = "Check versions, devices, native libraries and the embedded proxy model.",
    ExtendedHelpText = """
        Examples:
          prismatic doctor
        """
)]
internal sealed class DoctorCommand : Command
{
    public override Task<ExitCode> ExecuteAsync(Session session)
    {
        var checks = HealthChecks.Run(session.Cancellation);
        foreach (var check in checks)
        {
            session.Terminal.Out.WriteLine(check.Line);
        }
        return Task.FromResult(checks.All(check => check.Passed) ? ExitCode.Pass : ExitCode.Environment);
    }
}

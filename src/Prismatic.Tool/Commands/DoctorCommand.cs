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
        List<HealthCheck> checks = [.. HealthChecks.Run(session.Runtime, session.Cancellation), HubCheck(session)];
        foreach (var check in checks)
        {
            session.Terminal.Out.WriteLine(check.Line);
        }
        return Task.FromResult(checks.TrueForAll(check => check.Passed) ? ExitCode.Pass : ExitCode.Environment);
    }

    private static HealthCheck HubCheck(Session session)
    {
        const string Name = "model hub";
        try
        {
            var hub = session.Hub();
            return new HealthCheck(
                Name,
                Passed: true,
                $"{hub.Endpoint}, token: {hub.Token}, cache {hub.CacheFolder}{(hub.Offline ? ", offline" : "")}; not asked"
            );
        }
        catch (PrismaticException fault)
        {
            return new HealthCheck(Name, Passed: false, fault.Message);
        }
    }
}

namespace Prismatic;

/// <summary>How the program ends. Part of its contract: scripts and the Action read it.</summary>
public enum ExitCode
{
    /// <summary>Done, and every gate passed.</summary>
    Pass = 0,

    /// <summary>Done, and at least one gate failed.</summary>
    GateFailed = 1,

    /// <summary>The command line or the configuration is wrong.</summary>
    Usage = 2,

    /// <summary>A data set or a model cannot be read.</summary>
    Input = 3,

    /// <summary>The machine lacks something: a native library, a device, disk space.</summary>
    Environment = 4,

    /// <summary>Stopped by Ctrl-C.</summary>
    Cancelled = 130,
}

namespace Prismatic.Onnx;

/// <summary>A device other than the CPU cannot be used, or failed at its work: the same work may go well on the CPU.</summary>
/// <param name="device">Which.</param>
/// <param name="reason">What went wrong, in one line, without the device's name.</param>
/// <param name="inner">The runtime's fault.</param>
public sealed class DeviceException(Device device, string reason, Exception? inner = null)
    : PrismaticException($"the device {device} cannot be used: {reason} (docs/devices.md)", ExitCode.Environment, inner)
{
    /// <summary>The device that failed.</summary>
    public Device Device { get; } = device;

    /// <summary>What went wrong.</summary>
    public string Reason { get; } = reason;
}

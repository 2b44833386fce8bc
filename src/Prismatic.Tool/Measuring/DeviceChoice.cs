using System.Globalization;
using Prismatic.Onnx;

namespace Prismatic.Tool.Measuring;

/// <summary>Tries devices before long work is trusted to them.</summary>
internal static class DeviceChoice
{
    /// <summary>The device asked for, or the first that computes as the CPU does, or the CPU.</summary>
    /// <param name="named">Asked for by name; null to try those of this build.</param>
    /// <param name="settings">How the runtime is called.</param>
    /// <param name="say">Takes one line where another device than the CPU is used, or cannot be.</param>
    /// <exception cref="DeviceException">The one asked for cannot be used.</exception>
    public static Device Choose(Device? named, SessionSettings settings, Action<string> say)
    {
        if (named is { } device)
        {
            return device.IsCpu ? device : Tried(device, settings, say);
        }
        foreach (var candidate in Devices.OfBuild(settings))
        {
            try
            {
                return Tried(candidate, settings, say);
            }
            catch (DeviceException fault)
            {
                say($"Device: the CPU, since {fault.Device} cannot be used: {fault.Reason} (docs/devices.md)");
            }
        }
        return Device.Cpu;
    }

    private static Device Tried(Device device, SessionSettings settings, Action<string> say)
    {
        var difference = DeviceTest.Run(settings with { Device = device });
        say(string.Create(CultureInfo.InvariantCulture, $"Device: {device}, within {difference:0.#E+0} of the CPU"));
        return device;
    }
}

using System.Globalization;
using Prismatic.Onnx;

namespace Prismatic.Tool.Commands;

/// <summary>The value of <c>--device</c>: "auto", "cpu", "directml:1".</summary>
/// <param name="Named">The device asked for; null where the choice is left to the program.</param>
internal readonly record struct DeviceOption(Device? Named)
{
    public const string Auto = "auto";

    /// <summary>Whether a device that fails gives way to the CPU.</summary>
    public bool IsAuto => Named is null;

    /// <summary>Reads it.</summary>
    /// <exception cref="PrismaticException">No device there is, or an adapter that is no number.</exception>
    public static DeviceOption Parse(string text)
    {
        var (name, adapter) = text.Trim().ToLowerInvariant().Split(':', 2) switch
        {
            [var whole] => (whole, null),
            var parts => (parts[0], parts[1]),
        };
        var id = 0;
        var counted = adapter is null || int.TryParse(adapter, NumberStyles.None, CultureInfo.InvariantCulture, out id);
        return (name, counted) switch
        {
            (Auto, true) when adapter is null => new DeviceOption(Named: null),
            ("cpu", true) when adapter is null => new DeviceOption(Device.Cpu),
            ("directml", true) => new DeviceOption(new Device(DeviceKind.DirectMl, id)),
            ("cuda", true) => new DeviceOption(new Device(DeviceKind.Cuda, id)),
            _ => throw new PrismaticException(
                $"--device {text}: give auto, cpu, directml or cuda; the last two also with an adapter, counted from 0, "
                    + "as in directml:1",
                ExitCode.Usage
            ),
        };
    }
}

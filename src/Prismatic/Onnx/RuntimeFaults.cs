using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Prismatic.Onnx;

/// <summary>Faults of ONNX Runtime in words.</summary>
internal static class RuntimeFaults
{
    /// <summary>What the runtime's packages hold a library for.</summary>
    public const string Platforms =
        "Linux x64 and arm64 (glibc), macOS arm64, Windows x64 and arm64, in the package of that platform";

    /// <summary>Whether providers throw this when their device, driver or library is missing or fails.</summary>
    public static bool MayBeOfDevice(Exception fault) =>
        fault is OnnxRuntimeException or SEHException or EntryPointNotFoundException or DllNotFoundException;

    /// <summary>The device's fault.</summary>
    public static DeviceException OfDevice(Device device, Exception fault) =>
        new(device, fault is EntryPointNotFoundException ? NotInBuild(device) : OneLine(fault.Message), fault);

    /// <summary>The native library was built without the device's provider.</summary>
    public static DeviceException Absent(Device device) => new(device, NotInBuild(device));

    /// <summary>The native library is missing or of another version. Final for the process, whatever the device.</summary>
    public static PrismaticException OfStart(TypeInitializationException fault) =>
        new(
            $"ONNX Runtime cannot start: {CauseOf(fault)} Models need it: its library is there for {Platforms}. "
                + "What needs no model works without it (--features ngrams); run 'prismatic doctor' to see what is missing",
            ExitCode.Environment,
            fault
        );

    /// <summary>Why the runtime does not start, without the list of places where its library was looked for.</summary>
    public static string CauseOf(TypeInitializationException fault)
    {
        var line = OneLine(fault.InnerException?.Message ?? fault.Message);
        var end = line.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? $"{line.TrimEnd('.')}." : line[..(end + 1)];
    }

    private static string NotInBuild(Device device) => $"this build of prismatic has no {device.KindName}";

    /// <summary>
    /// The runtime's message, cut to what fits a line or three: it begins with where in the runtime, and ends with why.
    /// </summary>
    public static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 300 ? line : $"{line[..140].TrimEnd()} ... {line[^155..].TrimStart()}";
    }
}

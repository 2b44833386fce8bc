namespace Prismatic.Onnx;

/// <summary>The devices a build may use besides the CPU, and what they are asked for.</summary>
public static class Devices
{
    // The fast paths of NVIDIA's tensor cores round factors to 11 bits.
    internal static IReadOnlyDictionary<string, string> CudaOptions { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["use_tf32"] = "0" };

    /// <summary>The first adapter of every provider besides the CPU's, the fastest kind first. None may work.</summary>
    /// <exception cref="PrismaticException">The runtime cannot start.</exception>
    public static IReadOnlyList<Device> OfBuild(SessionSettings settings)
    {
        try
        {
            var names = settings.Runtime.Providers();
            Device[] known = [new(DeviceKind.Cuda), new(DeviceKind.DirectMl)];
            return [.. known.Where(device => names.Contains(device.ProviderName))];
        }
        catch (TypeInitializationException fault)
        {
            throw RuntimeFaults.OfStart(fault);
        }
    }

    /// <summary>Options of the device's provider that bear on results.</summary>
    internal static IReadOnlyDictionary<string, string> ProviderOptions(Device device) =>
        device.Kind == DeviceKind.Cuda ? CudaOptions : new Dictionary<string, string>();
}

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Prismatic.Onnx;

/// <summary>What does the arithmetic, in words: where these are equal, a graph gives the same bits.</summary>
/// <remarks>Threads are not among them: they never change a result.</remarks>
public static class Arithmetic
{
    /// <summary>Runtime, device and kind of processor, with the options that bear on results.</summary>
    /// <exception cref="PrismaticException">The runtime cannot start.</exception>
    public static IReadOnlyDictionary<string, string> Of(SessionSettings settings)
    {
        var words = new Dictionary<string, string>
        {
            ["runtime"] = $"onnxruntime {Version(settings)} {RuntimeInformation.RuntimeIdentifier}",
            ["device"] = settings.Device.ToString(),
            ["processor"] = Processor(),
            ["optimised"] = settings.Optimise ? $"all but {SessionStart.LeftOutRewrites}" : "no",
        };
        foreach (var (name, value) in Devices.ProviderOptions(settings.Device))
        {
            words[$"device: {name}"] = value;
        }
        if (settings.HasFewShapes)
        {
            words["shapes"] = "few";
        }
        if (settings.Prepack is { } prepack)
        {
            words["weights"] = prepack ? "packed" : "as they are";
        }
        return words;
    }

    private static string Version(SessionSettings settings)
    {
        try
        {
            return settings.Runtime.Version();
        }
        catch (TypeInitializationException fault)
        {
            throw RuntimeFaults.OfStart(fault);
        }
    }

    // The runtime chooses its kernels by what the processor can do, and rounding differs between kernels.
    private static string Processor()
    {
        var kind = RuntimeInformation.ProcessArchitecture.ToString();
        (bool Has, string Name)[] features =
        [
            (Avx2.IsSupported, "avx2"),
            (Fma.IsSupported, "fma"),
            (Avx512F.IsSupported, "avx512f"),
            (Avx512BW.IsSupported, "avx512bw"),
            (AvxVnni.IsSupported, "vnni"),
            (Avx512Vbmi.IsSupported, "avx512vbmi"),
            (Dp.IsSupported, "dotprod"),
        ];
        return string.Join(' ', [kind, .. Model(), .. features.Where(f => f.Has).Select(f => f.Name)]);
    }

    private static string[] Model()
    {
        if (!X86Base.IsSupported)
        {
            return [];
        }
        var (_, b, c, d) = X86Base.CpuId(0, 0);
        var vendor = System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>([b, d, c]));
        var signature = X86Base.CpuId(1, 0).Eax;
        var family = ((signature >> 8) & 0xF) + ((signature >> 20) & 0xFF);
        var model = ((signature >> 4) & 0xF) | ((signature >> 12) & 0xF0);
        return [vendor, $"{family}-{model}"];
    }
}

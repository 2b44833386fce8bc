namespace Prismatic.Onnx;

/// <summary>The runtime's provider that computes.</summary>
public enum DeviceKind
{
    /// <summary>Every build has it; all others are compared with it.</summary>
    Cpu,

    /// <summary>Graphics cards on Windows, through DirectX 12.</summary>
    DirectMl,

    /// <summary>NVIDIA cards.</summary>
    Cuda,
}

/// <summary>Where graphs run: a provider, and which of its adapters.</summary>
/// <param name="Kind">The provider.</param>
/// <param name="Id">Adapter, in the order the provider lists them; 0 on the CPU.</param>
public readonly record struct Device(DeviceKind Kind, int Id = 0)
{
    /// <summary>The CPU.</summary>
    public static Device Cpu => default;

    /// <summary>Whether it is the CPU.</summary>
    public bool IsCpu => Kind == DeviceKind.Cpu;

    /// <summary>"cpu", "directml" or "cuda".</summary>
    public string KindName =>
        Kind switch
        {
            DeviceKind.DirectMl => "directml",
            DeviceKind.Cuda => "cuda",
            _ => "cpu",
        };

    /// <summary>What the runtime calls the provider.</summary>
    internal string ProviderName =>
        Kind switch
        {
            DeviceKind.DirectMl => "DmlExecutionProvider",
            DeviceKind.Cuda => "CUDAExecutionProvider",
            _ => "CPUExecutionProvider",
        };

    /// <inheritdoc/>
    public override string ToString() => IsCpu ? KindName : $"{KindName}:{Id}";
}

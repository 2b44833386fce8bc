using System.Globalization;
using Microsoft.ML.OnnxRuntime;

namespace Prismatic.Onnx;

/// <summary>
/// The calls of ONNX Runtime that end differently from machine to machine. Tests put the faults of machines they do not have
/// in their place.
/// </summary>
internal sealed record RuntimeCalls
{
    /// <summary>Names of the providers that the native library was built with; whether they work is another matter.</summary>
    public Func<IReadOnlyList<string>> Providers { get; init; } = () => OrtEnv.Instance().GetAvailableProviders();

    /// <summary>Version of the native library.</summary>
    public Func<string> Version { get; init; } = () => OrtEnv.Instance().GetVersionString();

    /// <summary>Puts a device's provider before the CPU's.</summary>
    public Action<SessionOptions, Device> Append { get; init; } = AppendProvider;

    /// <summary>Loads a session.</summary>
    public Func<Device, Func<InferenceSession>, InferenceSession> Create { get; init; } = (_, create) => create();

    /// <summary>Runs a session.</summary>
    public Action<Device, Action> Run { get; init; } = (_, run) => run();

    private static void AppendProvider(SessionOptions options, Device device)
    {
        if (device.Kind == DeviceKind.DirectMl)
        {
            options.AppendExecutionProvider_DML(device.Id);
        }
        else if (device.Kind == DeviceKind.Cuda)
        {
            // By its options, since the call that takes a number alone writes its faults on the console.
            using var cuda = new OrtCUDAProviderOptions();
            cuda.UpdateOptions(
                new Dictionary<string, string>(Devices.CudaOptions, StringComparer.Ordinal)
                {
                    ["device_id"] = device.Id.ToString(CultureInfo.InvariantCulture),
                }
            );
            options.AppendExecutionProvider_CUDA(cuda);
        }
    }
}

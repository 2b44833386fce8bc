using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>
/// A graph loaded into ONNX Runtime. Buffers go in and out as arrays without copying; one run at a time.
/// </summary>
public sealed class OnnxSession : IDisposable
{
    // DirectML crashes when sessions run at once, even different ones: one at a time in the whole process.
    private static readonly Lock _directMl = new();
    private readonly InferenceSession _session;
    private readonly Device _device;
    private readonly RuntimeCalls _runtime;
    private readonly RunOptions _runOptions;

    private OnnxSession(Func<SessionOptions, InferenceSession> load, SessionSettings settings)
    {
        (_device, _runtime) = (settings.Device, settings.Runtime);
        _session = InTurn(() => SessionStart.Create(load, settings));
        _runOptions = new RunOptions();
    }

    /// <summary>Where it runs.</summary>
    public Device Device => _device;

    /// <summary>What to throw where results cannot be right: another device than the CPU is suspected before the model is.</summary>
    /// <param name="finding">What is wrong with them.</param>
    /// <param name="model">What the model is called.</param>
    public PrismaticException Unfit(string finding, string model = "the proxy model") =>
        _device.IsCpu
            ? new PrismaticException($"{finding}; {model} is not fit for this data")
            : new DeviceException(_device, finding);

    /// <summary>Names of the graph's inputs.</summary>
    public IReadOnlyList<string> InputNames => _session.InputNames;

    /// <summary>Names of the graph's outputs.</summary>
    public IReadOnlyList<string> OutputNames => _session.OutputNames;

    /// <summary>Element type of the named input.</summary>
    public TensorType InputType(string name) => (TensorType)(int)_session.InputMetadata[name].ElementDataType;

    /// <summary>Loads a graph that lives in memory (at most 2 GB with its weights, those in files beside it not counted).</summary>
    /// <exception cref="DeviceException">The device cannot be had, or cannot take the graph.</exception>
    /// <exception cref="PrismaticException">The runtime refuses the graph, or has no native library here.</exception>
    public static OnnxSession Load(ModelProto model, SessionSettings? settings = null) =>
        new(
            options =>
            {
                if (ExternalData.FolderOf(model) is { } folder)
                {
                    options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
                }
                return new InferenceSession(model.ToByteArray(), options);
            },
            settings ?? new SessionSettings()
        );

    /// <summary>Loads a graph from a file; external data is looked for beside it.</summary>
    /// <exception cref="DeviceException">The device cannot be had, or cannot take the graph.</exception>
    /// <exception cref="PrismaticException">The runtime refuses the file, or has no native library here.</exception>
    public static OnnxSession Load(string path, SessionSettings? settings = null) =>
        new(options => new InferenceSession(path, options), settings ?? new SessionSettings());

    /// <summary>Runs the graph; every output that is not bound to a buffer is allocated by the runtime.</summary>
    /// <param name="inputs">Name and value; see <see cref="Tensor"/>.</param>
    /// <param name="outputs">The outputs wanted, in this order.</param>
    /// <returns>One value for each wanted output. Dispose them.</returns>
    /// <exception cref="DeviceException">The run failed on a device other than the CPU.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyDictionary<string, OrtValue> inputs,
        IReadOnlyCollection<string> outputs
    )
    {
        IDisposableReadOnlyCollection<OrtValue>? values = null;
        RunOnDevice(() => values = _session.Run(_runOptions, inputs, outputs));
        return values!;
    }

    /// <summary>Runs the graph into buffers the caller owns; sizes must fit exactly.</summary>
    public void Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyDictionary<string, OrtValue> outputs) =>
        RunOnDevice(() =>
            _session.Run(_runOptions, [.. inputs.Keys], [.. inputs.Values], [.. outputs.Keys], [.. outputs.Values])
        );

    /// <summary>Wraps an array as a tensor without copying; the array stays pinned until the value is disposed.</summary>
    public static OrtValue Tensor<T>(Memory<T> values, params long[] dims)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, dims);

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private void RunOnDevice(Action run)
    {
        try
        {
            InTurn(() =>
            {
                _runtime.Run(_device, run);
                return true;
            });
        }
        catch (Exception fault) when (!_device.IsCpu && RuntimeFaults.MayBeOfDevice(fault))
        {
            throw RuntimeFaults.OfDevice(_device, fault);
        }
    }

    private T InTurn<T>(Func<T> work)
    {
        if (_device.Kind != DeviceKind.DirectMl)
        {
            return work();
        }
        lock (_directMl)
        {
            return work();
        }
    }
}

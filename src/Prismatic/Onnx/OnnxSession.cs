using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx.Proto;

namespace Prismatic.Onnx;

/// <summary>
/// A graph loaded into ONNX Runtime. Buffers go in and out as arrays without copying; one run at a time.
/// </summary>
public sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    private OnnxSession(InferenceSession session) => _session = session;

    /// <summary>Names of the graph's inputs.</summary>
    public IReadOnlyList<string> InputNames => _session.InputNames;

    /// <summary>Names of the graph's outputs.</summary>
    public IReadOnlyList<string> OutputNames => _session.OutputNames;

    /// <summary>Element type of the named input.</summary>
    public TensorType InputType(string name) => (TensorType)(int)_session.InputMetadata[name].ElementDataType;

    /// <summary>Loads a graph that lives in memory (at most 2 GB with its weights, those in files beside it not counted).</summary>
    /// <exception cref="PrismaticException">The runtime refuses the graph, or has no native library here.</exception>
    public static OnnxSession Load(ModelProto model, SessionSettings? settings = null) =>
        Create(
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
    /// <exception cref="PrismaticException">The runtime refuses the file, or has no native library here.</exception>
    public static OnnxSession Load(string path, SessionSettings? settings = null) =>
        Create(options => new InferenceSession(path, options), settings ?? new SessionSettings());

    /// <summary>Runs the graph; every output that is not bound to a buffer is allocated by the runtime.</summary>
    /// <param name="inputs">Name and value; see <see cref="Tensor"/>.</param>
    /// <param name="outputs">The outputs wanted, in this order.</param>
    /// <returns>One value for each wanted output. Dispose them.</returns>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyDictionary<string, OrtValue> inputs,
        IReadOnlyCollection<string> outputs
    ) => _session.Run(_runOptions, inputs, outputs);

    /// <summary>Runs the graph into buffers the caller owns; sizes must fit exactly.</summary>
    public void Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyDictionary<string, OrtValue> outputs) =>
        _session.Run(_runOptions, [.. inputs.Keys], [.. inputs.Values], [.. outputs.Keys], [.. outputs.Values]);

    /// <summary>Wraps an array as a tensor without copying; the array stays pinned until the value is disposed.</summary>
    public static OrtValue Tensor<T>(Memory<T> values, params long[] dims)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, dims);

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private static OnnxSession Create(Func<SessionOptions, InferenceSession> load, SessionSettings settings)
    {
        try
        {
            using var options = Options(settings);
            return new OnnxSession(load(options));
        }
        catch (TypeInitializationException fault)
        {
            throw new PrismaticException(
                $"ONNX Runtime cannot start: {OneLine(fault.InnerException?.Message ?? fault.Message)}; "
                    + "run 'prismatic doctor' to see what is missing",
                ExitCode.Environment,
                fault
            );
        }
        catch (OnnxRuntimeException fault)
        {
            throw new PrismaticException(
                $"ONNX Runtime refuses the model: {OneLine(fault.Message)}",
                ExitCode.Input,
                fault
            );
        }
    }

    private static SessionOptions Options(SessionSettings settings)
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = settings.Optimise
                ? GraphOptimizationLevel.ORT_ENABLE_ALL
                : GraphOptimizationLevel.ORT_DISABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // A planned block for every new shape would make memory grow with each batch shape.
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            IntraOpNumThreads = settings.Threads,
        };
        // Threads that spin between operators take cores from everything else on the machine.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        // Turning a narrow matrix costs less than the runtime's product that reads it turned: measured twice as fast on
        // attention heads.
        options.AddSessionConfigEntry("optimization.disable_specified_optimizers", "MatmulTransposeFusion");
        if (settings.ProfilePrefix is not null)
        {
            options.ProfileOutputPathPrefix = settings.ProfilePrefix;
            options.EnableProfiling = true;
        }
        if (!settings.Prepack)
        {
            options.AddSessionConfigEntry("session.disable_prepacking", "1");
        }
        if (settings.Device == "directml")
        {
            AppendDirectMl(options, settings.DeviceId);
        }
        return options;
    }

    private static void AppendDirectMl(SessionOptions options, int deviceId)
    {
        try
        {
            options.AppendExecutionProvider_DML(deviceId);
        }
        catch (Exception fault)
            when (fault
                    is EntryPointNotFoundException
                        or OnnxRuntimeException
                        or System.Runtime.InteropServices.SEHException
            )
        {
            throw new PrismaticException(
                $"DirectML device {deviceId} cannot be used here ({OneLine(fault.Message)}); "
                    + "choose --device cpu, or run 'prismatic doctor'",
                ExitCode.Environment,
                fault
            );
        }
    }

    private static string OneLine(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= 300 ? line : line[..300] + "...";
    }
}

using Microsoft.ML.OnnxRuntime;

namespace Prismatic.Onnx;

/// <summary>Makes the runtime's sessions from our settings.</summary>
internal static class SessionStart
{
    // Turning a narrow matrix costs less than the runtime's product that reads it turned: measured twice as fast on
    // attention heads.
    internal const string LeftOutRewrites = "MatmulTransposeFusion";

    /// <summary>Loads a session; the options are new each time, since a provider that failed may leave traces in them.</summary>
    /// <exception cref="DeviceException">The device cannot be had, or cannot take this graph.</exception>
    /// <exception cref="PrismaticException">The runtime refuses the graph, or cannot start at all.</exception>
    public static InferenceSession Create(Func<SessionOptions, InferenceSession> load, SessionSettings settings)
    {
        var device = settings.Device;
        try
        {
            using var options = Options(settings);
            if (!device.IsCpu)
            {
                // Where the list names a provider it may still fail; where it does not, nothing else need be tried.
                if (!settings.Runtime.Providers().Contains(device.ProviderName))
                {
                    throw RuntimeFaults.Absent(device);
                }
                settings.Runtime.Append(options, device);
            }
            return settings.Runtime.Create(device, () => load(options));
        }
        catch (TypeInitializationException fault)
        {
            throw RuntimeFaults.OfStart(fault);
        }
        catch (Exception fault) when (!device.IsCpu && RuntimeFaults.MayBeOfDevice(fault))
        {
            throw RuntimeFaults.OfDevice(device, fault);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new PrismaticException(
                $"ONNX Runtime refuses the model: {RuntimeFaults.OneLine(fault.Message)}",
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
            // DirectML demands both this and no memory pattern.
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // A planned block for every new shape would make memory grow with each batch shape.
            EnableMemoryPattern = false,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            IntraOpNumThreads = settings.Threads,
        };
        // Threads that spin between operators take cores from everything else on the machine.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("optimization.disable_specified_optimizers", LeftOutRewrites);
        if (settings.ProfilePrefix is not null)
        {
            options.ProfileOutputPathPrefix = settings.ProfilePrefix;
            options.EnableProfiling = true;
        }
        if (settings.RewrittenPath is not null)
        {
            options.OptimizedModelFilePath = settings.RewrittenPath;
        }
        if (settings.Prepack == false)
        {
            options.AddSessionConfigEntry("session.disable_prepacking", "1");
        }
        return options;
    }
}

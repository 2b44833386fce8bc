using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool;

/// <summary>One thing the program needs, and whether it is there.</summary>
internal sealed record HealthCheck(string Name, bool Passed, string Finding)
{
    /// <summary>As it is printed.</summary>
    public string Line => VisibleText.Of($"{(Passed ? "ok  " : "FAIL")} {Name, -22} {Finding}");
}

/// <summary>What a machine must have.</summary>
internal static class HealthChecks
{
    /// <summary>Every check, in the order they are printed. None throws.</summary>
    public static IReadOnlyList<HealthCheck> Run(RuntimeCalls calls, CancellationToken cancellation)
    {
        var checks = new List<HealthCheck>();
        var settings = new SessionSettings { Runtime = calls };
        foreach (var (name, check) in All(settings))
        {
            cancellation.ThrowIfCancellationRequested();
            checks.Add(Run(name, check));
        }
        return checks;
    }

    private static List<(string Name, Func<string> Check)> All(SessionSettings settings) =>
        [
            ("prismatic", () => Versions.Program),
            ("runtime", () => $"{Versions.Runtime}, {RuntimeInformation.RuntimeIdentifier}"),
            ("ONNX Runtime", settings.Runtime.Version),
            ("devices", () => DeviceChecks.Describe(settings)),
            ("embedded proxy model", () => ProxyGradient(settings)),
            .. DeviceChecks.Gradients(settings),
            ("Unicode normalisation", Normalisation),
            ("temporary folder", TemporaryFolder),
            ("processors", () => $"{Environment.ProcessorCount}, {Memory()} of memory for this process"),
        ];

    private static HealthCheck Run(string name, Func<string> check)
    {
        try
        {
            return new HealthCheck(name, Passed: true, check());
        }
        catch (Exception fault)
            when (fault
                    is TypeInitializationException
                        or DllNotFoundException
                        or OnnxRuntimeException
                        or PrismaticException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            // The first that misses the runtime says which platforms have it.
            var finding = fault is TypeInitializationException start
                ? RuntimeFaults.OfStart(start).Message
                : fault.Message;
            return new HealthCheck(name, Passed: false, finding);
        }
    }

    private static string ProxyGradient(SessionSettings settings)
    {
        var model = ProxyModel.Embedded();
        var (features, layers) = DeviceChecks.Gradient(model, settings);
        return $"{model.Fingerprint}, {layers} layers; a gradient was taken (loss {features.MeanLoss:F2} nats a token)";
    }

    // Under invariant globalisation Normalize returns its input, and tokens would be quietly wrong.
    private static string Normalisation() =>
        "\u00e9".Normalize(NormalizationForm.FormD).Length == 2
            ? "works"
            : throw new PrismaticException(
                "does nothing here; unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
                ExitCode.Environment
            );

    private static string TemporaryFolder()
    {
        var path = Path.GetTempFileName();
        File.Delete(path);
        return $"{Path.GetDirectoryName(path)} can be written";
    }

    private static string Memory() =>
        $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024):F1} GB";
}

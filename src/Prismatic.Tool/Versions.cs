using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;

namespace Prismatic.Tool;

/// <summary>What is running here.</summary>
internal static class Versions
{
    /// <summary>Of the program, such as 0.1.0.</summary>
    public static string Program { get; } =
        typeof(Versions)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";

    /// <summary>Of the .NET runtime.</summary>
    public static string Runtime => RuntimeInformation.FrameworkDescription;

    /// <summary>Of the native ONNX Runtime library, or why there is none.</summary>
    public static string OnnxRuntime
    {
        get
        {
            try
            {
                return OrtEnv.Instance().GetVersionString();
            }
            catch (TypeInitializationException fault)
            {
                return $"not available: {RuntimeFaults.CauseOf(fault)}";
            }
        }
    }

    /// <summary>All of them, a line each.</summary>
    public static string Text =>
        string.Join(Environment.NewLine, $"prismatic {Program}", Runtime, $"ONNX Runtime {OnnxRuntime}");
}

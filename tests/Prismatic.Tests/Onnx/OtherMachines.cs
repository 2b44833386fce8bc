using System.Reflection;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;
using Prismatic.Onnx.Proto;

namespace Prismatic.Tests.Onnx;

/// <summary>
/// Runtimes of machines that are not at hand: how their calls end was seen under Wine and in builds for CUDA without a card,
/// or is told in the runtime's issues. What such a device computes is computed on the CPU here.
/// </summary>
internal static class OtherMachines
{
    public static Device DirectMl { get; } = new(DeviceKind.DirectMl);

    /// <summary>A build with DirectML whose device does its work.</summary>
    public static RuntimeCalls Works { get; } =
        new() { Providers = () => ["DmlExecutionProvider", "CPUExecutionProvider"], Append = (_, _) => { } };

    /// <summary>The provider cannot be had.</summary>
    public static RuntimeCalls FailsToAppend(Func<Exception> fault) => Works with { Append = (_, _) => throw fault() };

    /// <summary>Sessions on the device cannot be made, but for the first few.</summary>
    public static RuntimeCalls FailsToLoad(Func<Exception> fault, int after = 0)
    {
        var count = 0;
        return Works with { Create = (device, create) => device.IsCpu || count++ < after ? create() : throw fault() };
    }

    /// <summary>Runs on the device fail, but for the first few.</summary>
    public static RuntimeCalls FailsToRun(Func<Exception> fault, int after = 0)
    {
        var count = 0;
        return Works with
        {
            Run = (device, run) =>
            {
                if (!device.IsCpu && count++ >= after)
                {
                    throw fault();
                }
                run();
            },
        };
    }

    /// <summary>The device loads and runs everything, and its test graph is another one.</summary>
    public static RuntimeCalls Computes(Func<ModelProto> instead) =>
        Works with
        {
            Create = (device, create) => device.IsCpu ? create() : new InferenceSession(instead().ToByteArray()),
        };

    /// <summary>The test graph with every output multiplied by 0, as a software adapter under Wine computed.</summary>
    public static ModelProto Zeros() => Changed("Mul", 0);

    /// <summary>The test graph with every output divided by 0.</summary>
    public static ModelProto NotFinite() => Changed("Div", 0);

    /// <summary>The native library does not load.</summary>
    public static RuntimeCalls CannotStart(Exception cause)
    {
        TypeInitializationException Fault() => new("Microsoft.ML.OnnxRuntime.NativeMethods", cause);
        return new RuntimeCalls
        {
            Providers = () => throw Fault(),
            Version = () => throw Fault(),
            Append = (_, _) => throw Fault(),
            Create = (_, _) => throw Fault(),
        };
    }

    /// <summary>The runtime's own fault; its constructor is not public.</summary>
    public static OnnxRuntimeException Fault(string code, string message)
    {
        var constructor = typeof(OnnxRuntimeException).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic)[
            0
        ];
        var codes = constructor.GetParameters()[0].ParameterType;
        return (OnnxRuntimeException)constructor.Invoke([Enum.Parse(codes, code), message]);
    }

    /// <summary>What the runtime throws where DirectX says no.</summary>
    public static OnnxRuntimeException DirectX(string result) =>
        Fault(
            "RuntimeException",
            "D:\\a\\_work\\1\\s\\onnxruntime\\core\\providers\\dml\\dml_provider_factory.cc(512)\\onnxruntime.dll!00007FFC1A2B3C4D: "
                + $"(caller: 00007FFC1A2B0000) Exception(1) tid(1a2c) {result} A sentence in the language of the machine.\r\n"
        );

    /// <summary>What crosses into .NET where a library that is loaded late is missing.</summary>
    public static SEHException Structured() => new StructuredException();

    // The runtime alone may throw the base class.
    private sealed class StructuredException() : SEHException("External component has thrown an exception.");

    private static ModelProto Changed(string operation, float factor)
    {
        var model = DeviceTest.Graph();
        var builder = new GraphBuilder(model.Graph, "changed_");
        string[] outputs = [.. model.Graph.Output.Select(output => output.Name)];
        foreach (var node in model.Graph.Node.ToList())
        {
            if (outputs.Contains(node.Output[0]))
            {
                node.Output[0] = "right_" + node.Output[0];
            }
            for (var i = 0; i < node.Input.Count; i++)
            {
                node.Input[i] = outputs.Contains(node.Input[i]) ? "right_" + node.Input[i] : node.Input[i];
            }
        }
        foreach (var output in outputs)
        {
            var node = new NodeProto { OpType = operation, Name = "changed_" + output };
            node.Input.Add(["right_" + output, builder.Scalar(factor)]);
            node.Output.Add(output);
            model.Graph.Node.Add(node);
        }
        return model;
    }
}

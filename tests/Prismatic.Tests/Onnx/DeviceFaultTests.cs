using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;

namespace Prismatic.Tests.Onnx;

/// <summary>However a device fails: one line that names it, exit code 4, and the CPU still works.</summary>
public sealed class DeviceFaultTests
{
    private static readonly Dictionary<string, RuntimeCalls> _machines = new(StringComparer.Ordinal)
    {
        ["no entry point"] = OtherMachines.FailsToAppend(() =>
            new EntryPointNotFoundException(
                "Unable to find an entry point named 'OrtSessionOptionsAppendExecutionProvider_DML' in shared library 'onnxruntime'."
            )
        ),
        ["not in the build, by name"] = OtherMachines.FailsToAppend(() =>
            OtherMachines.Fault("InvalidArgument", "DML execution provider is not supported in this build. ")
        ),
        ["no adapter"] = OtherMachines.FailsToAppend(() => OtherMachines.DirectX("887A0004")),
        ["no such adapter"] = OtherMachines.FailsToAppend(() => OtherMachines.DirectX("887A0002")),
        ["the adapter makes no device"] = OtherMachines.FailsToAppend(() => OtherMachines.DirectX("80004005")),
        ["no dxcore.dll"] = OtherMachines.FailsToAppend(() =>
            OtherMachines.Fault("Fail", "onnxruntime\\core\\session\\... Failed to load dxcore.dll")
        ),
        ["no DirectML.dll"] = OtherMachines.FailsToAppend(OtherMachines.Structured),
        ["no CUDA libraries"] = OtherMachines.FailsToAppend(() =>
            OtherMachines.Fault(
                "Fail",
                "provider_bridge_ort.cc:2043 onnxruntime::ProviderLibrary::Get() Failed to load library "
                    + "libonnxruntime_providers_cuda.so with error: libcublasLt.so.13: cannot open shared object file\n"
            )
        ),
        ["a library of the provider is missing"] = OtherMachines.FailsToAppend(() =>
            new DllNotFoundException(
                "Unable to load shared library 'onnxruntime_providers_shared' or one of its dependencies."
            )
        ),
        ["an old DirectML.dll of the system"] = OtherMachines.FailsToLoad(() => OtherMachines.DirectX("80004002")),
        ["out of memory while loading"] = OtherMachines.FailsToLoad(() => OtherMachines.DirectX("8007000E")),
        ["the graph is not taken"] = OtherMachines.FailsToLoad(OtherMachines.Structured),
        ["device removed"] = OtherMachines.FailsToRun(() => OtherMachines.DirectX("887A0005")),
        ["out of memory at work"] = OtherMachines.FailsToRun(() =>
            OtherMachines.Fault("RuntimeException", "Non-zero status code returned while running MatMul node. 8007000E")
        ),
        ["CUDA out of memory"] = OtherMachines.FailsToRun(() =>
            OtherMachines.Fault("Fail", "CUDA failure 2: out of memory ; GPU=0 ; expr=cudaMalloc((void**)&p, size);")
        ),
        ["the driver crashes at work"] = OtherMachines.FailsToRun(OtherMachines.Structured),
        ["zeros"] = OtherMachines.Computes(OtherMachines.Zeros),
        ["not finite"] = OtherMachines.Computes(OtherMachines.NotFinite),
    };

    public static TheoryData<string> Machines => [.. _machines.Keys];

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_device_that_fails_is_named_in_one_line(string machine)
    {
        var settings = new SessionSettings { Device = OtherMachines.DirectMl, Runtime = _machines[machine] };
        var fault = Assert.Throws<DeviceException>(() => DeviceTest.Run(settings));
        Assert.Equal(OtherMachines.DirectMl, fault.Device);
        Assert.Equal(ExitCode.Environment, fault.ExitCode);
        Assert.StartsWith("the device directml:0 cannot be used: ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("(docs/devices.md)", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fault.Message, char.IsControl);
        Assert.InRange(fault.Message.Length, 40, 420);
        Assert.Equal(0, DeviceTest.Run(settings with { Device = Device.Cpu }));
    }

    [Theory]
    [InlineData("no adapter", "887A0004")]
    [InlineData("an old DirectML.dll of the system", "80004002")]
    [InlineData("device removed", "887A0005")]
    [InlineData("no CUDA libraries", "libcublasLt.so.13")]
    [InlineData("no entry point", "this build of prismatic has no directml")]
    [InlineData("zeros", "MatMul differs from the CPU's by 1E+0 of the largest")]
    [InlineData("not finite", "MatMul is not finite")]
    public void The_line_holds_what_one_would_search_for(string machine, string mention)
    {
        var settings = new SessionSettings { Device = OtherMachines.DirectMl, Runtime = _machines[machine] };
        var fault = Assert.Throws<DeviceException>(() => DeviceTest.Run(settings));
        Assert.Contains(mention, fault.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeviceKind.DirectMl)]
    [InlineData(DeviceKind.Cuda)]
    public void The_build_for_the_CPU_says_that_it_has_no_other_device(DeviceKind kind)
    {
        var settings = new SessionSettings { Device = new Device(kind) };
        Assert.SkipUnless(Devices.OfBuild(settings).Count == 0, "this build has other devices");
        var fault = Assert.Throws<DeviceException>(() => DeviceTest.Run(settings));
        Assert.Equal($"this build of prismatic has no {settings.Device.KindName}", fault.Reason);
        // As where the list of providers is wrong: the call itself fails.
        var listed = new RuntimeCalls { Providers = () => [settings.Device.ProviderName] };
        fault = Assert.Throws<DeviceException>(() => DeviceTest.Run(settings with { Runtime = listed }));
        Assert.Contains("this build", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_message_keeps_where_it_began_and_why()
    {
        var calls = OtherMachines.FailsToAppend(() =>
            OtherMachines.Fault(
                "Fail",
                $"/onnxruntime_src/{new string('x', 900)}/bridge.cc with error: libcublasLt.so.13: not found\n"
            )
        );
        var settings = new SessionSettings { Device = OtherMachines.DirectMl, Runtime = calls };
        var fault = Assert.Throws<DeviceException>(() => DeviceTest.Run(settings));
        Assert.StartsWith("[ErrorCode:Fail] /onnxruntime_src/", fault.Reason, StringComparison.Ordinal);
        Assert.EndsWith("with error: libcublasLt.so.13: not found", fault.Reason, StringComparison.Ordinal);
        Assert.InRange(fault.Reason.Length, 250, 300);
    }

    [Fact]
    public void A_runtime_that_cannot_start_is_no_fault_of_a_device()
    {
        Exception[] causes =
        [
            new DllNotFoundException("Unable to load shared library 'onnxruntime' or one of its dependencies."),
            new InvalidOperationException("The native ONNX Runtime library does not support API version 31."),
        ];
        foreach (var cause in causes)
        {
            var settings = new SessionSettings
            {
                Device = OtherMachines.DirectMl,
                Runtime = OtherMachines.CannotStart(cause),
            };
            Action[] starts =
            [
                () => Devices.OfBuild(settings),
                () => DeviceTest.Run(settings),
                () => Arithmetic.Of(settings),
                () => OnnxSession.Load(DeviceTest.Graph(), settings).Dispose(),
            ];
            Assert.All(
                starts,
                start =>
                {
                    var fault = Assert.Throws<PrismaticException>(start);
                    Assert.Equal(ExitCode.Environment, fault.ExitCode);
                    Assert.Contains(cause.Message, fault.Message, StringComparison.Ordinal);
                    Assert.Contains("prismatic doctor", fault.Message, StringComparison.Ordinal);
                }
            );
        }
    }

    [Fact]
    public void On_the_CPU_the_runtimes_faults_are_of_the_model()
    {
        var calls = new RuntimeCalls { Create = (_, _) => throw OtherMachines.Fault("InvalidGraph", "a cycle") };
        var fault = Assert.Throws<PrismaticException>(() => DeviceTest.Run(new SessionSettings { Runtime = calls }));
        Assert.Equal(ExitCode.Input, fault.ExitCode);
        calls = new RuntimeCalls { Run = (_, _) => throw OtherMachines.Fault("RuntimeException", "a shape") };
        Assert.Throws<OnnxRuntimeException>(() => DeviceTest.Run(new SessionSettings { Runtime = calls }));
    }
}

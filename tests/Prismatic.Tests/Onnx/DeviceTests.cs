using Microsoft.ML.OnnxRuntime;
using Prismatic.Onnx;

namespace Prismatic.Tests.Onnx;

/// <summary>Devices that do their work.</summary>
public sealed class DeviceTests
{
    private static readonly SessionSettings _directMl = new()
    {
        Device = OtherMachines.DirectMl,
        Runtime = OtherMachines.Works,
    };

    [Fact]
    public void A_device_that_computes_as_the_CPU_does_passes() => Assert.Equal(0, DeviceTest.Run(_directMl));

    // Rounding to the 11 bits of half floats is the smallest fault that is to be found.
    [Fact]
    public void Factors_of_16_bits_do_not_pass()
    {
        var calls = OtherMachines.Computes(() =>
        {
            var model = DeviceTest.Graph();
            var builder = new GraphBuilder(model.Graph, "half_");
            foreach (var input in (string[])["left", "right"])
            {
                var readers = model.Graph.Node.Where(node => node.Input.Contains(input)).ToList();
                var half = builder.Node("Cast", [input], GraphBuilder.Attribute("to", (long)TensorType.Float16));
                var rounded = builder.Node("Cast", [half], GraphBuilder.Attribute("to", (long)TensorType.Float));
                readers.ForEach(node => node.Input[node.Input.IndexOf(input)] = rounded);
            }
            // The casts stand last and are read first.
            var casts = model.Graph.Node.Where(node => node.OpType == "Cast").ToList();
            var others = model.Graph.Node.Except(casts).ToList();
            model.Graph.Node.Clear();
            model.Graph.Node.Add(casts.Concat(others));
            return model;
        });
        var fault = Assert.Throws<DeviceException>(() => DeviceTest.Run(_directMl with { Runtime = calls }));
        Assert.Contains("wrong numbers", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_lists_its_devices_and_the_CPU_build_none()
    {
        Assert.Equal([OtherMachines.DirectMl], Devices.OfBuild(_directMl));
        var cuda = new RuntimeCalls
        {
            Providers = () => ["TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider"],
        };
        Assert.Equal([new Device(DeviceKind.Cuda)], Devices.OfBuild(new SessionSettings { Runtime = cuda }));
        var cpu = new RuntimeCalls { Providers = () => ["CPUExecutionProvider"] };
        Assert.Empty(Devices.OfBuild(new SessionSettings { Runtime = cpu }));
    }

    [Fact]
    public void Options_are_new_for_every_session()
    {
        var seen = new List<SessionOptions>();
        var calls = OtherMachines.Works with { Append = (options, _) => seen.Add(options) };
        DeviceTest.Run(_directMl with { Runtime = calls });
        DeviceTest.Run(_directMl with { Runtime = calls });
        Assert.Equal(2, seen.Distinct().Count());
    }

    [Fact]
    public void DirectMl_never_runs_two_sessions_at_once()
    {
        var (now, most) = (0, 0);
        var calls = OtherMachines.Works with
        {
            Run = (device, run) =>
            {
                if (device.IsCpu)
                {
                    run();
                    return;
                }
                var running = Interlocked.Increment(ref now);
                most = Math.Max(most, running);
                run();
                Interlocked.Decrement(ref now);
            },
        };
        var token = TestContext.Current.CancellationToken;
        Parallel.For(
            0,
            16,
            new ParallelOptions { CancellationToken = token },
            _ => DeviceTest.Run(_directMl with { Runtime = calls })
        );
        Assert.Equal(1, most);
    }

    [Fact]
    public void What_computed_is_told_by_what_bears_on_numbers_and_by_nothing_else()
    {
        var cpu = new SessionSettings();
        Assert.Equal("cpu", Arithmetic.Of(cpu)["device"]);
        Assert.Equal(Words(cpu), Words(cpu with { Threads = 3, ProfilePrefix = "p" }));
        var newer = new RuntimeCalls { Version = () => "9.9.9" };
        var cuda = new SessionSettings { Device = new Device(DeviceKind.Cuda, 1) };
        string[] all =
        [
            Words(cpu),
            Words(_directMl),
            Words(cuda),
            Words(cpu with { Runtime = newer }),
            Words(cpu with { Optimise = false }),
            Words(cpu with { FewShapes = true }),
            Words(cpu with { Prepack = false }),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal("0", Arithmetic.Of(cuda)["device: use_tf32"]);
        // Another adapter may be of another make.
        Assert.Equal("cuda:1", Arithmetic.Of(cuda)["device"]);
    }

    private static string Words(SessionSettings settings) => string.Join('\n', Arithmetic.Of(settings));
}

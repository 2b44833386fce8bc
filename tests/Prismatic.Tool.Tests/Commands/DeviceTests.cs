using Prismatic.Onnx;
using Prismatic.Reports;
using Prismatic.Tests.Onnx;
using Prismatic.Tool.Commands;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>Which device a command takes, and what it does when the device fails.</summary>
public sealed class DeviceTests : IDisposable
{
    // The device's test and one batch go well.
    private const int MidRun = 2;
    private static readonly RuntimeCalls _noAdapter = OtherMachines.FailsToAppend(() =>
        OtherMachines.DirectX("887A0004")
    );
    private readonly Workplace _place = new();
    private readonly string _model;

    public DeviceTests() => _model = _place.Model();

    private static RuntimeCalls Removed => OtherMachines.FailsToRun(() => OtherMachines.DirectX("887A0005"), MidRun);

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("auto", null, 0)]
    [InlineData(" CPU ", DeviceKind.Cpu, 0)]
    [InlineData("directml", DeviceKind.DirectMl, 0)]
    [InlineData("DirectML:2", DeviceKind.DirectMl, 2)]
    [InlineData("cuda", DeviceKind.Cuda, 0)]
    [InlineData("cuda:15", DeviceKind.Cuda, 15)]
    public void A_device_is_read(string text, object? kind, int id)
    {
        var option = DeviceOption.Parse(text);
        Assert.Equal(kind is DeviceKind known ? new Device(known, id) : null, option.Named);
        Assert.Equal(kind is null, option.IsAuto);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("cpu:0")]
    [InlineData("auto:1")]
    [InlineData("directml:")]
    [InlineData("directml:-1")]
    [InlineData("directml:+1")]
    [InlineData("cuda:one")]
    [InlineData("cuda:1:2")]
    [InlineData("cuda:99999999999")]
    public async Task What_is_no_device_is_a_usage_fault_that_says_what_there_is(string text)
    {
        var run = await Run.PrismaticAsync("audit", Workplace.Sample, $"--device={text}");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("auto, cpu, directml or cuda", run.Error, StringComparison.Ordinal);
        Assert.Contains($"--device {text}:", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("directml")]
    [InlineData("cuda:1")]
    public async Task A_device_this_build_does_not_have_ends_with_4(string device)
    {
        var run = await GradientsAsync(new RuntimeCalls(), "v.parquet", "--device", device);
        AssertFails(
            run,
            device.Contains(':', StringComparison.Ordinal) ? device : device + ":0",
            "this build of prismatic has no"
        );
    }

    [Fact]
    public async Task Without_other_devices_auto_is_the_CPU_and_says_nothing()
    {
        var run = await GradientsAsync(new RuntimeCalls(), "v.parquet");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.DoesNotContain("Device", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_cannot_be_used_gives_way_to_the_CPU_with_one_line()
    {
        await AssertFallsBackAsync(_noAdapter, "Device: the CPU, since directml:0 cannot be used: ");
        await AssertFallsBackAsync(
            OtherMachines.Computes(OtherMachines.Zeros),
            "Device: the CPU, since directml:0 cannot be used: it computes wrong numbers"
        );
    }

    [Fact]
    public async Task A_device_that_is_lost_at_work_gives_way_to_the_CPU_and_no_number_is_kept()
    {
        await AssertFallsBackAsync(Removed, "Device: directml:0 failed; measuring starts again on the CPU: ");
        var noRoom = OtherMachines.FailsToLoad(() => OtherMachines.DirectX("8007000E"), after: 1);
        await AssertFallsBackAsync(noRoom, "Device: directml:0 failed; measuring starts again on the CPU: ");
    }

    [Fact]
    public async Task A_device_asked_for_by_name_fails_by_name()
    {
        AssertFails(await GradientsAsync(_noAdapter, "v.parquet", "--device", "directml"), "directml:0", "887A0004");
        AssertFails(await GradientsAsync(Removed, "v.parquet", "--device", "directml:1"), "directml:1", "887A0005");
        var zeros = OtherMachines.Computes(OtherMachines.Zeros);
        AssertFails(await GradientsAsync(zeros, "v.parquet", "--device", "directml"), "directml:0", "wrong numbers");
    }

    [Fact]
    public async Task The_report_names_the_device_that_was_used()
    {
        Assert.Equal("directml:0", await DeviceInReportAsync(OtherMachines.Works, "a.json"));
        Assert.Equal("directml:2", await DeviceInReportAsync(OtherMachines.Works, "b.json", "--device", "directml:2"));
        Assert.Equal("cpu", await DeviceInReportAsync(OtherMachines.Works, "c.json", "--device", "cpu"));
        Assert.Equal("cpu", await DeviceInReportAsync(_noAdapter, "d.json"));
        Assert.Equal("cpu", await DeviceInReportAsync(Removed, "e.json"));
    }

    [Fact]
    public async Task A_filter_whose_device_is_lost_writes_what_it_writes_on_the_CPU()
    {
        foreach (var (name, calls) in new[] { ("cpu", new RuntimeCalls()), ("lost", Removed) })
        {
            var output = _place.PathOf(name + ".parquet");
            string[] args =
            [
                "filter",
                Workplace.Sample,
                "-o",
                output,
                "--keep",
                "40",
                "--model",
                _model,
                "--max-tokens",
                "48",
            ];
            var run = await Run.PrismaticAsync(calls, args);
            Assert.Equal(ExitCode.Pass, run.Code);
        }
        Assert.Equal(File.ReadAllBytes(_place.PathOf("cpu.parquet")), File.ReadAllBytes(_place.PathOf("lost.parquet")));
    }

    [Fact]
    public async Task Doctor_says_which_device_can_be_used_and_why_one_cannot()
    {
        var run = await Run.PrismaticAsync(OtherMachines.Works, "doctor");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("cpu; directml:0, within 0E+0 of the CPU\n", run.Out, StringComparison.Ordinal);
        Assert.Matches("ok   gradient on directml:0 +[0-9.E+-]+ from the CPU's\n", run.Out);
        run = await Run.PrismaticAsync(_noAdapter, "doctor");
        Assert.Equal(ExitCode.Pass, run.Code);
        Assert.Contains("cpu; directml:0 cannot be used: ", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("gradient on", run.Out, StringComparison.Ordinal);
        run = await Run.PrismaticAsync(OtherMachines.CannotStart(new DllNotFoundException("no onnxruntime")), "doctor");
        Assert.Equal(ExitCode.Environment, run.Code);
        Assert.Contains("FAIL devices ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_that_cannot_be_right_are_tried_on_the_CPU_before_the_model_is_blamed()
    {
        var path = Path.Combine(_model, "model.onnx");
        var model = OnnxModel.Load(path);
        var weight = model.Graph.Initializer.First(tensor => tensor.Dims.Count == 2);
        var values = Enumerable.Repeat(float.NaN, (int)OnnxModel.ElementCount(weight)).ToArray();
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values);
        weight.RawData = Google.Protobuf.ByteString.CopyFrom(bytes);
        OnnxModel.Save(model, path);
        var named = await GradientsAsync(OtherMachines.Works, "v.parquet", "--device", "directml");
        AssertFails(named, "directml:0", "is not finite");
        var run = await GradientsAsync(OtherMachines.Works, "v.parquet");
        Assert.Equal(ExitCode.Input, run.Code);
        Assert.Contains(
            "Device: directml:0 failed; measuring starts again on the CPU: ",
            run.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("the proxy model is not fit for this data", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runtime_that_cannot_start_ends_with_4_whatever_the_device()
    {
        var calls = OtherMachines.CannotStart(new DllNotFoundException("no onnxruntime here"));
        foreach (var device in (string[])["auto", "cpu", "directml"])
        {
            var run = await GradientsAsync(calls, "v.parquet", "--device", device);
            Assert.Equal(ExitCode.Environment, run.Code);
            var last = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
            Assert.StartsWith(
                "prismatic: error: ONNX Runtime cannot start: no onnxruntime here",
                last,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Quiet_keeps_the_fallback_to_itself()
    {
        var run = await GradientsAsync(_noAdapter, "v.parquet", "--quiet");
        Assert.Equal((ExitCode.Pass, ""), (run.Code, run.Error));
    }

    private async Task AssertFallsBackAsync(RuntimeCalls calls, string line)
    {
        Assert.Equal(ExitCode.Pass, (await GradientsAsync(new RuntimeCalls(), "cpu.parquet")).Code);
        var run = await GradientsAsync(calls, "auto.parquet");
        Assert.Equal(ExitCode.Pass, run.Code);
        var about = run.Error.Split('\n').Where(l => l.StartsWith("Device: ", StringComparison.Ordinal)).ToList();
        // Where the device passed its test, a line before says that it was taken.
        Assert.InRange(about.Count, 1, 2);
        Assert.StartsWith(line, about[^1], StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_place.PathOf("cpu.parquet")), File.ReadAllBytes(_place.PathOf("auto.parquet")));
    }

    private void AssertFails(Run run, string device, string mention)
    {
        Assert.Equal(ExitCode.Environment, run.Code);
        var last = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith($"prismatic: error: the device {device} cannot be used: ", last, StringComparison.Ordinal);
        Assert.Contains(mention, last, StringComparison.Ordinal);
        Assert.Equal("", run.Out);
        Assert.DoesNotContain(_place.Names, name => name.EndsWith(".parquet", StringComparison.Ordinal));
    }

    private async Task<string> DeviceInReportAsync(RuntimeCalls calls, string name, params string[] more)
    {
        string[] args = ["audit", Workplace.Sample, "--sample", "20", "--model", _model, "--max-tokens", "32"];
        string[] files = ["--html", _place.PathOf("r.html"), "--json", _place.PathOf(name)];
        var run = await Run.PrismaticAsync(calls, [.. args, .. files, .. more]);
        Assert.Equal(ExitCode.Pass, run.Code);
        return ReportJson.Read(await File.ReadAllTextAsync(_place.PathOf(name))).Reproduce.Parameters["device"];
    }

    private Task<Run> GradientsAsync(RuntimeCalls calls, string name, params string[] more)
    {
        string[] args = ["gradients", Workplace.Sample, "--sample", "40", "--model", _model, "--max-tokens", "48"];
        return Run.PrismaticAsync(calls, [.. args, "-o", _place.PathOf(name), .. more]);
    }
}

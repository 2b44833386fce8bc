using System.Diagnostics;

namespace Prismatic.Tool.Tests.Commands;

/// <summary>The build's own refusals: a device it does not know, or that the machine built for cannot have.</summary>
public sealed class DeviceBuildTests
{
    [Theory]
    [InlineData("npu", "linux-x64", "PrismaticDevice is 'npu': give cpu, directml or cuda")]
    [InlineData("directml", "linux-x64", "PrismaticDevice=directml is for Windows")]
    [InlineData("cuda", "osx-arm64", "PrismaticDevice=cuda is for Linux and Windows")]
    [InlineData("cuda", "linux-arm64", "PrismaticDevice=cuda is for x64")]
    [InlineData("cpu", "win-x64", null)]
    [InlineData("directml", "win-arm64", null)]
    [InlineData("cuda", "win-x64", null)]
    public async Task A_device_is_checked_against_what_is_built_for(string device, string runtime, string? refusal)
    {
        var project = Path.Combine(Golden.Root, "src", "Prismatic.Tool");
        string[] properties = [$"-p:PrismaticDevice={device}", $"-p:RuntimeIdentifier={runtime}"];
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-t:CheckDevice", "-nologo", .. properties])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(refusal is null ? 0 : 1, process.ExitCode);
        Assert.Contains(refusal ?? "", output, StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Prismatic.Tool.Tests.Contract;

/// <summary>A local server that answers as a description says, and tells in a header what is wrong with a request.</summary>
internal sealed class DescribedServer : IDisposable
{
    /// <summary>The server's program among packages.</summary>
    public const string Script = "node_modules/@stoplight/prism-cli/dist/index.js";

    private readonly Process _process;

    private DescribedServer(Process process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Its root.</summary>
    public Uri Address { get; }

    /// <summary>Starts one.</summary>
    /// <param name="description">File of the description.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<DescribedServer> StartAsync(string description, CancellationToken stop)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var process = Process.Start(
            new ProcessStartInfo(
                "node",
                [NodePackages.PathOf(Script), "mock", description, "-h", address.Host, "-p", $"{address.Port}"]
            )
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        )!;
        // It would stop where nobody reads what it says.
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new DescribedServer(process, address);
        await server.WaitAsync(stop);
        return server;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(Address.Host, Address.Port, stop);
                return;
            }
            catch (SocketException) when (tries < 300 && !_process.HasExited)
            {
                await Task.Delay(100, stop);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

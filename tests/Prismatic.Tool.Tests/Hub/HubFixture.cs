using System.Collections.Concurrent;
using Prismatic.Tool.Hub;

namespace Prismatic.Tool.Tests.Hub;

/// <summary>A local hub with a cache folder, and a token that must never be seen again.</summary>
public abstract class HubFixture : IAsyncLifetime
{
    protected const string Secret = Run.HubSecret;

    private protected LocalHub Hub { get; private set; } = null!;

    private protected InstantClock Clock { get; } = new();

    protected string Home { get; } = Directory.CreateTempSubdirectory("prismatic-hub-").FullName;

    protected string Cache => Path.Combine(Home, "hub");

    /// <summary>What was said to the user.</summary>
    protected ConcurrentQueue<string> Said { get; } = new();

    public virtual async ValueTask InitializeAsync() => Hub = await LocalHub.StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Hub.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }

    private protected HubSettings Settings(bool withToken = true, bool offline = false) =>
        HubSettings.FromEnvironment(name =>
            name switch
            {
                "HF_ENDPOINT" => Hub.Endpoint.ToString(),
                "HF_HOME" => Home,
                "HF_TOKEN" when withToken => Secret,
                "HF_HUB_OFFLINE" when offline => "1",
                _ => null,
            }
        ) with
        {
            Clock = Clock,
        };

    private protected Task<HubSnapshot> FetchAsync(string text, HubSettings? settings = null) =>
        FetchAsync(text, settings, TestContext.Current.CancellationToken);

    private protected async Task<HubSnapshot> FetchAsync(string text, HubSettings? settings, CancellationToken stop)
    {
        var isData = text.StartsWith("hf://datasets/", StringComparison.Ordinal);
        using var hub = new ModelHub(
            settings ?? Settings(),
            Said.Enqueue,
            Prismatic.Tool.Rendering.SilentProgress.Instance
        );
        return await hub.FetchAsync(HubReference.Parse(text, isData ? HubKind.Dataset : HubKind.Model), stop);
    }

    private protected async Task<PrismaticException> FailsAsync(string text, HubSettings? settings = null)
    {
        var fault = await Assert.ThrowsAsync<PrismaticException>(() => FetchAsync(text, settings));
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain(Secret, fault.ToString(), StringComparison.Ordinal);
        return fault;
    }

    protected static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Every file under the home folder whose bytes hold a text.</summary>
    protected IEnumerable<string> FilesWith(string text) =>
        Directory
            .EnumerateFiles(Home, "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0);
}

using Microsoft.AspNetCore.Http;
using Prismatic.Tool.Hub;

namespace Prismatic.Tool.Tests.Hub;

/// <summary>Whatever a hub answers: one clear line with a remedy, the right exit code, and nothing written outside the cache.</summary>
public sealed class HubFaultTests : HubFixture
{
    private const string Data = "hf://datasets/owner/rows";
    private const string Shard = "default/train/0000.parquet";

    [Theory]
    [InlineData(401, false, "set HF_TOKEN")]
    [InlineData(401, true, "does not accept the token")]
    [InlineData(403, false, "set HF_TOKEN")]
    [InlineData(403, true, "account that may read it")]
    [InlineData(404, false, "Private repositories look like this too")]
    [InlineData(418, true, "418")]
    public async Task Statuses_are_told_with_what_to_do(int status, bool withToken, string expected)
    {
        Hub.Intercept = (context, _) => Status(context, status);
        var fault = await FailsAsync(Data, Settings(withToken));
        Assert.Equal(ExitCode.Input, fault.ExitCode);
        Assert.Contains(Data, fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task A_busy_hub_is_asked_again_when_it_says()
    {
        Hub.Add(Shard, Bytes(10));
        var left = 2;
        Hub.Intercept = (context, _) =>
        {
            context.Response.Headers.RetryAfter = "7";
            return Interlocked.Decrement(ref left) >= 0 ? Status(context, 429) : Task.FromResult(false);
        };
        await FetchAsync(Data);
        Assert.Equal([7.0, 7.0], Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_hub_that_asks_for_a_long_wait_ends_the_run()
    {
        Hub.Intercept = (context, _) =>
        {
            context.Response.Headers.RetryAfter = "3600";
            return Status(context, 429);
        };
        var fault = await FailsAsync(Data);
        Assert.Equal(ExitCode.Environment, fault.ExitCode);
        Assert.Contains("3600 s", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Clock.Waits);
    }

    [Fact]
    public async Task A_fault_of_the_hub_is_waited_out_a_few_times()
    {
        Hub.Add(Shard, Bytes(10));
        var left = 1;
        Hub.Intercept = (context, byStore) =>
            byStore && Interlocked.Decrement(ref left) >= 0 ? Status(context, 500) : Task.FromResult(false);
        await FetchAsync(Data);
        Assert.Equal([1.0], Clock.Waits.Select(wait => wait.TotalSeconds));

        Hub.Intercept = (context, _) => Status(context, 503);
        Clock.Waits.Clear();
        var fault = await FailsAsync("hf://owner/model");
        Assert.Equal(ExitCode.Environment, fault.ExitCode);
        Assert.Equal([1.0, 2.0, 4.0, 8.0], Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Without_network_the_run_ends_with_the_code_of_the_machine()
    {
        var gone = await LocalHub.StartAsync();
        var settings = Settings() with { Endpoint = gone.Endpoint };
        await gone.DisposeAsync();
        var fault = await FailsAsync(Data, settings);
        Assert.Equal(ExitCode.Environment, fault.ExitCode);
        Assert.Contains("cannot be reached", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--offline", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"sha\": \"../../etc\"}")]
    [InlineData("<html>sign in</html>")]
    [InlineData("[]")]
    [InlineData("{\"sha\": 3}")]
    public async Task An_answer_that_is_not_the_hubs_is_told(string answer)
    {
        Hub.Intercept = async (context, _) =>
        {
            await context.Response.WriteAsync(answer);
            return true;
        };
        Assert.Contains("HF_ENDPOINT", (await FailsAsync(Data)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../outside.parquet")]
    [InlineData("/etc/passwd")]
    [InlineData("default/../../../x.parquet")]
    [InlineData("default\\..\\x.parquet")]
    [InlineData("C:/x.parquet")]
    public async Task Names_that_lead_out_of_the_cache_are_refused(string name)
    {
        Hub.Add(name, Bytes(10));
        Hub.Add(Shard, Bytes(10));
        Assert.Contains("leads out of its folder", (await FailsAsync(Data)).Message, StringComparison.Ordinal);
        Assert.Equal(0, Hub.StoredBytesSent);
    }

    [Theory]
    [InlineData("default/train/NUL.parquet")]
    [InlineData("default/train/com1.parquet")]
    [InlineData("default/train/a:b.parquet")]
    [InlineData("default/train/a\u001b[31m.parquet")]
    [InlineData("default//0000.parquet")]
    public async Task Names_that_not_every_system_can_have_are_passed_over(string name)
    {
        Hub.Add(name, Bytes(10));
        Hub.Add(Shard, Bytes(10));
        Assert.EndsWith("0000.parquet", Assert.Single((await FetchAsync(Data)).Paths), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-a-hash", 10L)]
    [InlineData("../../../../../../../../../../../../../../../../../../../../../../aa", 10L)]
    [InlineData(null, -1L)]
    [InlineData(null, long.MaxValue)]
    public async Task Files_without_a_sound_size_and_checksum_are_refused(string? hash, long size)
    {
        Hub.Add(Shard, Bytes(10), hash: hash, size: size);
        Assert.Contains("cannot be checked", (await FailsAsync(Data)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:word@127.0.0.1/x")]
    public async Task Redirects_to_other_schemes_are_not_followed(string target)
    {
        Hub.Intercept = (context, _) =>
        {
            context.Response.Headers.Location = target;
            return Status(context, 302);
        };
        Assert.Contains("not followed", (await FailsAsync(Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        Hub.Intercept = (context, _) =>
        {
            context.Response.Headers.Location = context.Request.Path.Value;
            return Status(context, 307);
        };
        Assert.Contains("redirects more than", (await FailsAsync(Data)).Message, StringComparison.Ordinal);
        Assert.InRange(Hub.Requests.Count, 2, 10);
    }

    [Fact]
    public async Task A_redirect_of_a_renamed_repository_keeps_the_token()
    {
        Hub.Add(Shard, Bytes(10));
        Hub.Intercept = (context, byStore) =>
        {
            var path = context.Request.Path.Value!;
            context.Response.Headers.Location = path.Replace("/old", "/rows", StringComparison.Ordinal);
            return
                !byStore
                && path.Contains("/old", StringComparison.Ordinal)
                && path.Contains("/revision/", StringComparison.Ordinal)
                ? Redirect(context)
                : Task.FromResult(false);
        };
        await FetchAsync("hf://datasets/owner/old@main");
        Assert.All(Hub.Requests.Where(r => !r.ByStore), r => Assert.Equal($"Bearer {Secret}", r.Authorization));
    }

    [Fact]
    public async Task A_download_that_the_disk_cannot_hold_is_not_begun()
    {
        Hub.Add(Shard, Bytes(10_000));
        var fault = await FailsAsync(Data, Settings() with { FreeSpace = _ => 64 << 20 });
        Assert.Equal(ExitCode.Environment, fault.ExitCode);
        Assert.Contains("10.0 kB to download", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, Hub.StoredBytesSent);
    }

    [Fact]
    public async Task Offline_nothing_is_asked_and_what_is_missing_is_named()
    {
        var fault = await FailsAsync(Data, Settings(offline: true));
        Assert.Equal(ExitCode.Environment, fault.ExitCode);
        Assert.Contains("not in the cache", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Hub.Requests);

        Hub.Add(Shard, Bytes(10));
        Hub.Add("default/train/0001.parquet", Bytes(11));
        Hub.Add("other/test/0000.parquet", Bytes(12));
        var online = await FetchAsync(Data);
        Hub.Requests.Clear();
        Assert.Equal(online.Paths, (await FetchAsync(Data, Settings(offline: true))).Paths);
        Assert.Contains(
            "other/test/0000.parquet",
            (await FailsAsync($"{Data}/other", Settings(offline: true))).Message,
            StringComparison.Ordinal
        );
        File.Delete(online.Paths[1]);
        File.Delete(Path.Combine(Cache, "datasets--owner--rows", "blobs", HashOf(Bytes(11))));
        var part = await FailsAsync(Data, Settings(offline: true));
        Assert.Contains("default/train/0001.parquet", part.Message, StringComparison.Ordinal);
        Assert.Empty(Hub.Requests);
    }

    [Fact]
    public async Task A_token_with_characters_of_no_token_is_refused_unseen()
    {
        var fault = Assert.Throws<PrismaticException>(() => AccessToken.Of("hf_abc\ndef", "the token"));
        Assert.DoesNotContain("abc", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal("set", AccessToken.Of(Secret, "the token").ToString());
        Assert.DoesNotContain(Secret, Settings().ToString(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(Home, "token"), Secret + "\n", TestContext.Current.CancellationToken);
        Assert.True(Settings(withToken: false).Token.IsSet);
    }

    private static string HashOf(byte[] content) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    private static Task<bool> Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.FromResult(true);
    }

    private static Task<bool> Redirect(HttpContext context) => Status(context, 307);
}

using Prismatic.Tool.Hub;

namespace Prismatic.Tool.Tests.Hub;

/// <summary>Bytes from a hub to the cache: complete, checked, resumed, and never twice.</summary>
public sealed class DownloadTests : HubFixture
{
    private const string Data = "hf://datasets/owner/rows";
    private const string Shard = "default/train/0000.parquet";

    [Fact]
    public async Task A_file_arrives_through_a_redirect_and_the_token_stays_with_the_hub()
    {
        var content = Bytes(300_000);
        var hash = Hub.Add(Shard, content);
        var found = await FetchAsync(Data);
        var path = Assert.Single(found.Paths);
        Assert.Equal(content, await File.ReadAllBytesAsync(path));
        Assert.Equal($"hf://datasets/owner/rows@{LocalHub.Commit}/default/train", found.Pinned.ToString());
        Assert.All(Hub.Requests, r => Assert.Equal(r.ByStore ? "" : $"Bearer {Secret}", r.Authorization));
        Assert.Contains(Hub.Requests, r => r.ByStore);
        var folder = Path.Combine(Cache, "datasets--owner--rows");
        Assert.Equal(Path.Combine([folder, "snapshots", LocalHub.Commit, .. Shard.Split('/')]), path);
        Assert.True(File.Exists(Path.Combine(folder, "blobs", hash)));
        Assert.Equal(
            LocalHub.Commit,
            await File.ReadAllTextAsync(Path.Combine(folder, "refs", "refs", "convert", "parquet"))
        );
        Assert.Contains(
            Said,
            line => line.Contains("1 file, 300.0 kB, 300.0 kB to download", StringComparison.Ordinal)
        );
        Assert.Empty(FilesWith(Secret));
    }

    [Fact]
    public async Task Small_files_are_checked_by_their_git_hash()
    {
        var good = Bytes(1000);
        Hub.Add("default/test/0000.parquet", good, large: false);
        Hub.Add(Shard, Bytes(1000), large: false, hash: new string('a', 40));
        Assert.Equal(good, await File.ReadAllBytesAsync((await FetchAsync($"{Data}/default/test")).Paths[0]));
        var fault = await FailsAsync($"{Data}/default/train");
        Assert.Contains("checksum", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_the_cache_is_not_fetched_again()
    {
        var content = Bytes(50_000);
        Hub.Add(Shard, content);
        await FetchAsync(Data);
        await FetchAsync(Data);
        Assert.Equal(content.Length, Hub.StoredBytesSent);
        Hub.Requests.Clear();
        await FetchAsync($"{Data}@{LocalHub.Commit}");
        Assert.Empty(Hub.Requests);
    }

    [Fact]
    public async Task What_another_program_left_in_the_cache_is_used()
    {
        var content = Bytes(50_000);
        var hash = Hub.Add(Shard, content);
        var blobs = Directory.CreateDirectory(Path.Combine(Cache, "datasets--owner--rows", "blobs")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(blobs, hash), content);
        Assert.Equal(content, await File.ReadAllBytesAsync((await FetchAsync(Data)).Paths[0]));
        Assert.Equal(0, Hub.StoredBytesSent);
    }

    [Fact]
    public async Task A_damaged_copy_in_the_cache_is_found_when_it_is_met_and_fetched_again()
    {
        var content = Bytes(50_000);
        var hash = Hub.Add(Shard, content);
        var blob = Path.Combine(Cache, "datasets--owner--rows", "blobs", hash);
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        await File.WriteAllBytesAsync(blob, Bytes(50_000, seed: 2));
        Assert.Equal(content, await File.ReadAllBytesAsync((await FetchAsync(Data)).Paths[0]));
        Assert.Contains(
            Said,
            line => line.Contains("not the checksum that the hub announced", StringComparison.Ordinal)
        );
        Assert.Equal(content.Length, Hub.StoredBytesSent);

        // It was right when it came; its time tells that it was changed since.
        Said.Clear();
        await File.WriteAllBytesAsync(blob, Bytes(50_000, seed: 3));
        File.SetLastWriteTimeUtc(blob, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var fault = await FailsAsync(Data, Settings(offline: true));
        Assert.Contains(Shard, fault.Message, StringComparison.Ordinal);
        Assert.Contains(Said, line => line.StartsWith(Shard, StringComparison.Ordinal));
        Assert.Equal(content, await File.ReadAllBytesAsync((await FetchAsync(Data)).Paths[0]));
    }

    [Fact]
    public async Task A_copy_in_the_snapshot_itself_is_checked_too()
    {
        var content = Bytes(50_000);
        Hub.Add(Shard, content);
        var path = (await FetchAsync(Data)).Paths[0];
        // As where links are not allowed.
        File.Delete(path);
        await File.WriteAllBytesAsync(path, Bytes(50_000, seed: 2));
        Assert.Equal(content, await File.ReadAllBytesAsync((await FetchAsync(Data)).Paths[0]));
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_continued_where_it_broke()
    {
        var content = Bytes(400_000);
        Hub.Add(Shard, content);
        Hub.BreakAfter.Enqueue(100_000);
        Hub.BreakAfter.Enqueue(0);
        Hub.BreakAfter.Enqueue(50_000);
        var path = (await FetchAsync(Data)).Paths[0];
        Assert.Equal(content, await File.ReadAllBytesAsync(path));
        Assert.Contains(
            Hub.Requests,
            r => r.ByStore && r.Range.Length > 0 && r.IfRange.Contains("stored", StringComparison.Ordinal)
        );
        Assert.NotEmpty(Clock.Waits);
    }

    [Fact]
    public async Task A_stopped_download_leaves_a_part_that_the_next_run_completes()
    {
        const int First = 200_000;
        var content = Bytes(1_000_000);
        Hub.Add(Shard, content);
        using var stop = new CancellationTokenSource();
        Hub.BreakAfter.Enqueue(First);
        Hub.Broken = async context =>
        {
            await PartHasAsync(First, context.RequestAborted);
            await stop.CancelAsync();
            context.Abort();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(Data, null, stop.Token));
        Assert.Equal(First, Hub.StoredBytesSent);
        Assert.Contains(
            Said,
            line =>
                line.StartsWith(
                    $"{Shard}: 200.0 kB of 1.0 MB have arrived and stay in the cache",
                    StringComparison.Ordinal
                )
        );
        var path = (await FetchAsync(Data)).Paths[0];
        Assert.Equal(content, await File.ReadAllBytesAsync(path));
        Assert.Equal(content.Length, Hub.StoredBytesSent);
        Assert.Equal($"bytes={First}-", Hub.Requests.Last(r => r.ByStore).Range);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Cache, "*", SearchOption.AllDirectories),
            f => f.Contains("incomplete", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_damaged_part_is_thrown_away_and_all_is_fetched()
    {
        var content = Bytes(100_000);
        var hash = Hub.Add(Shard, content);
        var blobs = Directory.CreateDirectory(Path.Combine(Cache, "datasets--owner--rows", "blobs")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(blobs, hash + ".prismatic.incomplete"), Bytes(40_000, seed: 2));
        Assert.Equal(content, await File.ReadAllBytesAsync((await FetchAsync(Data)).Paths[0]));
        Assert.Contains(Said, line => line.Contains("damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_checksum_removes_the_file_and_is_an_input_fault()
    {
        Hub.Add(Shard, Bytes(5000), hash: new string('b', 64));
        var fault = await FailsAsync(Data);
        Assert.Equal(ExitCode.Input, fault.ExitCode);
        Assert.Contains(Shard, fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Cache, "datasets--owner--rows", "blobs")));
    }

    [Fact]
    public async Task A_body_longer_than_announced_is_refused()
    {
        var content = Bytes(5000);
        Hub.Add(Shard, content, size: 4000);
        var fault = await FailsAsync(Data);
        Assert.Contains("more than the 4000 bytes", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_body_is_refused_and_none_is_asked_for()
    {
        Hub.Add(Shard, Bytes(5000));
        Hub.Intercept = (context, byStore) =>
        {
            Assert.Equal("identity", context.Request.Headers.AcceptEncoding.ToString());
            context.Response.Headers.ContentEncoding = byStore ? "gzip" : default;
            return Task.FromResult(false);
        };
        Assert.Contains("compresses", (await FailsAsync(Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_server_is_given_up_and_asked_again()
    {
        var content = Bytes(5000);
        Hub.Add(Shard, content);
        var silent = 0;
        Hub.Intercept = async (context, byStore) =>
        {
            if (!byStore || Interlocked.Increment(ref silent) > 1)
            {
                return false;
            }
            Clock.EndLongWaits();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        Assert.Equal(content, await File.ReadAllBytesAsync((await FetchAsync(Data)).Paths[0]));
        Assert.Contains(Said, line => line.Contains("sends nothing any more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_downloads_of_one_file_fetch_it_once()
    {
        var content = Bytes(200_000);
        Hub.Add(Shard, content);
        Task<HubSnapshot>[] both = [];
        Hub.Intercept = async (_, byStore) =>
        {
            // The first download does not go on before the second waits for it, or has failed.
            while (
                byStore
                && !both.Any(task => task.IsCompleted)
                && !Said.Any(line => line.Contains("waiting for it", StringComparison.Ordinal))
            )
            {
                await Task.Yield();
            }
            return false;
        };
        both = [FetchAsync(Data), FetchAsync(Data)];
        Assert.All(await Task.WhenAll(both), found => Assert.Equal(content, File.ReadAllBytes(found.Paths[0])));
        Assert.Equal(content.Length, Hub.StoredBytesSent);
    }

    [Fact]
    public async Task Lists_of_files_may_have_pages()
    {
        Hub.PageSize = 2;
        for (var i = 0; i < 5; i++)
        {
            Hub.Add($"default/train/000{i}.parquet", Bytes(10, i));
        }
        Assert.Equal(5, (await FetchAsync(Data)).Paths.Count);
    }

    private async Task PartHasAsync(long count, CancellationToken gone)
    {
        var blobs = Path.Combine(Cache, "datasets--owner--rows", "blobs");
        while (
            !gone.IsCancellationRequested
            && (
                !Directory.Exists(blobs)
                || !Directory.EnumerateFiles(blobs, "*.incomplete").Any(f => new FileInfo(f).Length == count)
            )
        )
        {
            await Task.Yield();
        }
    }
}

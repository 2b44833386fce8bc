namespace Prismatic.Tool.Tests.Commands;

/// <summary>No row is computed twice, and nobody can tell from the results.</summary>
public sealed class CacheTests : IDisposable
{
    private readonly Workplace _place = new();
    private readonly string _model;

    public CacheTests() => _model = _place.Model();

    private string Cache => _place.PathOf("cache");

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("gradients")]
    [InlineData("hidden")]
    [InlineData("gradients+ngrams")]
    public async Task A_second_run_computes_nothing_and_gives_the_same_bytes(string features)
    {
        var data = _place.Texts("data.jsonl", Enumerable.Range(0, 300).Select(Text));
        var plain = await FilterAsync(data, features, "plain.parquet", "--no-cache");
        var cold = await FilterAsync(data, features, "cold.parquet", "--cache", Cache);
        var warm = await FilterAsync(data, features, "warm.parquet", "--cache", Cache);
        Assert.DoesNotContain("from the cache", plain.Error + cold.Error, StringComparison.Ordinal);
        Assert.Contains("300 vectors from the cache, 0 computed", warm.Error, StringComparison.Ordinal);
        Assert.Equal(Bytes("plain.parquet"), Bytes("cold.parquet"));
        Assert.Equal(Bytes("plain.parquet"), Bytes("warm.parquet"));
        Assert.Equal(Bytes("plain.dropped.parquet"), Bytes("warm.dropped.parquet"));
    }

    [Fact]
    public async Task A_run_over_changed_rows_computes_those_and_equals_a_fresh_one()
    {
        var before = _place.Texts("before.jsonl", Enumerable.Range(0, 1000).Select(Text));
        // Ten rows are new, and all stand in another order.
        var after = _place.Texts(
            "after.jsonl",
            Enumerable.Range(0, 1000).Reverse().Select(i => i % 100 == 7 ? $"new {i}" : Text(i))
        );
        await GradientsAsync(before, "a.parquet", "--cache", Cache);
        var run = await GradientsAsync(after, "b.parquet", "--cache", Cache);
        Assert.Contains("990 vectors from the cache, 10 computed", run.Error, StringComparison.Ordinal);
        await GradientsAsync(after, "c.parquet", "--no-cache");
        Assert.Equal(Bytes("c.parquet"), Bytes("b.parquet"));
    }

    [Fact]
    public async Task A_text_that_is_there_twice_is_computed_once()
    {
        var data = _place.Texts("twice.jsonl", Enumerable.Range(0, 600).Select(i => Text(i % 200)));
        var run = await GradientsAsync(data, "a.parquet", "--cache", Cache);
        Assert.DoesNotContain("from the cache", run.Error, StringComparison.Ordinal);
        var list = await Run.PrismaticAsync("cache", "list", "--cache", Cache);
        Assert.Contains(" 200 ", list.Out, StringComparison.Ordinal);
        await GradientsAsync(data, "b.parquet", "--no-cache");
        Assert.Equal(Bytes("b.parquet"), Bytes("a.parquet"));
    }

    [Fact]
    public async Task Other_options_are_another_store_and_threads_are_not()
    {
        var data = _place.Texts("data.jsonl", Enumerable.Range(0, 40).Select(Text));
        await GradientsAsync(data, "a.parquet", "--cache", Cache);
        var threads = await GradientsAsync(data, "b.parquet", "--cache", Cache, "--threads", "1");
        Assert.Contains("40 vectors from the cache", threads.Error, StringComparison.Ordinal);
        var shorter = await GradientsAsync(data, "c.parquet", "--cache", Cache, "--max-tokens", "16");
        Assert.DoesNotContain("from the cache", shorter.Error, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(Cache, "vectors")).Length);
    }

    [Fact]
    public async Task A_damaged_file_costs_its_rows_and_verify_finds_and_removes_it()
    {
        var data = _place.Texts("data.jsonl", Enumerable.Range(0, 40).Select(Text));
        await GradientsAsync(data, "a.parquet", "--cache", Cache);
        Assert.Contains("1 store, 40 vectors: all sound", (await VerifyAsync()).Out, StringComparison.Ordinal);
        var file = Directory.GetFiles(Cache, "*.parquet", SearchOption.AllDirectories)[0];
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var run = await GradientsAsync(data, "b.parquet", "--cache", Cache);
        Assert.Contains("1 damaged file in the cache left out", run.Error, StringComparison.Ordinal);
        Assert.Equal(Bytes("a.parquet"), Bytes("b.parquet"));

        // The run put a sound file of the same name in its place.
        Assert.Equal(ExitCode.Pass, (await VerifyAsync()).Code);
        await File.WriteAllBytesAsync(file, bytes);
        var verify = await VerifyAsync();
        Assert.Equal(ExitCode.Input, verify.Code);
        Assert.Contains("1 damaged file; --repair deletes what is damaged", verify.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Pass, (await VerifyAsync("--repair")).Code);
        Assert.False(File.Exists(file));
        Assert.Equal(ExitCode.Pass, (await VerifyAsync()).Code);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_one_line_and_the_work_goes_on()
    {
        var data = _place.Texts("data.jsonl", Enumerable.Range(0, 40).Select(Text));
        var run = await GradientsAsync(data, "a.parquet", "--cache", _place.Write("file", ""));
        Assert.Single(
            run.Error.Split('\n'),
            line => line.Contains("keeps nothing of this run", StringComparison.Ordinal)
        );
        await GradientsAsync(data, "b.parquet", "--no-cache");
        Assert.Equal(Bytes("a.parquet"), Bytes("b.parquet"));
    }

    [Fact]
    public async Task The_cache_is_listed_pruned_and_found()
    {
        var data = _place.Texts("data.jsonl", Enumerable.Range(0, 40).Select(Text));
        Assert.Contains("0 stores, 0 vectors", (await CacheAsync("list")).Out, StringComparison.Ordinal);
        await GradientsAsync(data, "a.parquet", "--cache", Cache);
        var list = (await CacheAsync("list")).Out;
        Assert.Matches(@"\n[0-9a-f]{12}  gradients  model +40 +[\d.]+ kB  \d{4}-\d\d-\d\d +0\n1 store,", list);
        Assert.Matches(@"\n1 compiled graph, [\d.]+ kB, last used \d{4}-\d\d-\d\d\n$", list);
        Assert.Equal(Cache + "\n", (await CacheAsync("path")).Out);
        Assert.Contains(
            "0 of 1 store and 0 of 1 compiled graph deleted",
            (await CacheAsync("prune", "--older-than", "1h")).Out
        );
        Assert.Contains(
            "0 of 1 store and 0 of 1 compiled graph deleted",
            (await CacheAsync("prune", "--max-size", "1GB")).Out
        );
        Assert.Contains(
            "1 of 1 store and 1 of 1 compiled graph deleted",
            (await CacheAsync("prune", "--max-size", "0")).Out
        );
        Assert.Empty(Directory.GetDirectories(Path.Combine(Cache, "vectors")));
    }

    [Fact]
    public async Task A_damaged_graph_changes_nothing_and_verify_finds_and_removes_it()
    {
        var data = _place.Texts("data.jsonl", Enumerable.Range(0, 40).Select(Text));
        await GradientsAsync(data, "a.parquet", "--cache", Cache);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(Cache, "graphs")));
        Assert.Contains("1 compiled graph: all sound", (await VerifyAsync()).Out, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "something else");
        var verify = await VerifyAsync();
        Assert.Equal(ExitCode.Input, verify.Code);
        Assert.Contains("not a whole graph", verify.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Pass, (await VerifyAsync("--repair")).Code);
        Assert.False(File.Exists(file));
        await File.WriteAllTextAsync(file, "something else");
        Directory.Delete(Path.Combine(Cache, "vectors"), recursive: true);
        var run = await GradientsAsync(data, "b.parquet", "--cache", Cache);
        Assert.DoesNotContain("from the cache", run.Error, StringComparison.Ordinal);
        Assert.Equal(Bytes("a.parquet"), Bytes("b.parquet"));
        Assert.Contains("1 compiled graph: all sound", (await VerifyAsync()).Out, StringComparison.Ordinal);
        await GradientsAsync(data, "c.parquet", "--no-cache");
        Assert.Equal(Bytes("a.parquet"), Bytes("c.parquet"));
    }

    [Theory]
    [InlineData("prune")]
    [InlineData("prune", "--max-size", "much")]
    [InlineData("prune", "--older-than", "30")]
    [InlineData("prune", "--older-than", "-3d")]
    public async Task What_to_delete_must_be_said(params string[] args) =>
        Assert.Equal(ExitCode.Usage, (await CacheAsync(args)).Code);

    [Fact]
    public async Task A_cache_and_none_exclude_each_other()
    {
        var run = await Run.PrismaticAsync("gradients", "x", "-o", "y", "--cache", Cache, "--no-cache");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains("exclude each other", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_is_the_one_the_environment_names_or_the_systems()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "these paths are those of Linux");
        Assert.Equal("/a/b", Of(("PRISMATIC_CACHE", "/a/b"), ("HOME", "/h")));
        Assert.Equal("/x/prismatic", Of(("XDG_CACHE_HOME", "/x"), ("HOME", "/h")));
        Assert.Equal(
            "/h/.cache/prismatic",
            Of(("XDG_CACHE_HOME", "relative"), ("PRISMATIC_CACHE", " "), ("HOME", "/h"))
        );
        Assert.Null(Of());

        static string? Of(params (string Name, string Value)[] set) =>
            CacheFolder.FromEnvironment(name => set.FirstOrDefault(s => s.Name == name).Value);
    }

    private static string Text(int i) =>
        $"row {i} of {i * 7919 % 10007} and {string.Concat(Enumerable.Repeat("x", i % 37))}";

    private Task<Run> CacheAsync(params string[] args) => Run.PrismaticAsync(["cache", .. args, "--cache", Cache]);

    private Task<Run> VerifyAsync(params string[] args) => CacheAsync(["verify", .. args]);

    private byte[] Bytes(string name) => File.ReadAllBytes(_place.PathOf(name));

    private async Task<Run> GradientsAsync(string data, string output, params string[] more) =>
        Passed(
            await Run.PrismaticAsync([
                "gradients",
                data,
                "--text",
                "text",
                "--model",
                _model,
                "-o",
                _place.PathOf(output),
                .. more,
            ])
        );

    private async Task<Run> FilterAsync(string data, string features, string output, params string[] more) =>
        Passed(
            await Run.PrismaticAsync([
                "filter",
                data,
                "--text",
                "text",
                "--model",
                _model,
                "--features",
                features,
                "--keep",
                "30%",
                "-o",
                _place.PathOf(output),
                .. more,
            ])
        );

    private static Run Passed(Run run)
    {
        Assert.True(run.Code == ExitCode.Pass, run.Error);
        return run;
    }
}

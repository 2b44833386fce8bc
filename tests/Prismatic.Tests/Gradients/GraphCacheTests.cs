using CsCheck;
using Prismatic.Gradients;

namespace Prismatic.Tests.Gradients;

/// <summary>The files of compiled graphs: what is found again, what is not believed, and that nothing ever stops the work.</summary>
public sealed class GraphCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic-graphs-").FullName;
    private readonly GraphCache _cache;

    public GraphCacheTests() => _cache = new GraphCache(Path.Combine(_folder, "graphs"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_under_its_key_and_no_other()
    {
        Gen.Select(Gen.Byte.Array[0, 2000], Gen.Int[0, 9], Gen.Int[0, 9])
            .Sample(
                (content, written, read) =>
                {
                    foreach (var file in _cache.List())
                    {
                        GraphCache.Remove(file.Path);
                    }
                    _cache.Write($"{written}", content);
                    var found = _cache.Read($"{read}");
                    return written == read ? found!.SequenceEqual(content) : found is null;
                },
                iter: 50,
                threads: 1
            );
    }

    [Fact]
    public void A_file_with_any_byte_changed_added_or_missing_is_not_read()
    {
        byte[] content = [.. Enumerable.Range(0, 500).Select(i => (byte)i)];
        _cache.Write("k", content);
        var path = Assert.Single(_cache.List()).Path;
        var whole = File.ReadAllBytes(path);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[1, 255], Gen.Int[0, 2])
            .Sample(
                (at, change, kind) =>
                {
                    byte[] damaged = kind switch
                    {
                        0 => [.. whole[..at], (byte)(whole[at] ^ change), .. whole[(at + 1)..]],
                        1 => whole[..at],
                        _ => [.. whole, (byte)change],
                    };
                    File.WriteAllBytes(path, damaged);
                    return _cache.Read("k") is null && !GraphCache.IsValid(_cache.List()[0]);
                },
                iter: 200,
                threads: 1
            );
        _cache.Write("k", content);
        Assert.Equal(content, _cache.Read("k"));
    }

    [Fact]
    public void A_file_under_another_name_is_not_read()
    {
        _cache.Write("one", [1, 2, 3]);
        File.Move(_cache.List()[0].Path, Path.Combine(_cache.Folder, "two.graph"));
        Assert.Null(_cache.Read("two"));
        Assert.False(GraphCache.IsValid(_cache.List()[0]));
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_even_read()
    {
        _cache.Write("k", [1]);
        using (var file = File.OpenWrite(_cache.List()[0].Path))
        {
            // A hole: it takes no room on the disk.
            file.SetLength(GraphCache.LargestFile + 1L);
        }
        Assert.Null(_cache.Read("k"));
    }

    [Fact]
    public async Task Writers_and_readers_at_once_see_whole_files_only()
    {
        var contents = Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)i, 100_000).ToArray()).ToArray();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 64),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = 8,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            (i, _) =>
            {
                // Each writer has its own view of the folder, as processes have.
                var cache = new GraphCache(_cache.Folder);
                cache.Write("k", contents[i % 8]);
                var found = cache.Read("k");
                Assert.NotNull(found);
                Assert.Single(found.Distinct());
                return ValueTask.CompletedTask;
            }
        );
        Assert.True(GraphCache.IsValid(Assert.Single(_cache.List())));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_empty_one()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        var cache = new GraphCache(Path.Combine(_folder, "file", "graphs"));
        cache.Write("k", [1]);
        Assert.Null(cache.Read("k"));
        Assert.Empty(cache.List());
        Assert.Empty(cache.Prune(0));
    }

    [Fact]
    public void Beyond_the_limit_the_longest_unused_go()
    {
        var cache = new GraphCache(_cache.Folder) { Limit = 3500 };
        string[] keys = ["a", "b", "c"];
        foreach (var (key, day) in keys.Zip([1, 2, 3]))
        {
            cache.Write(key, new byte[1000]);
            SetLastUse(key, day);
        }
        // Reading counts as use.
        Assert.NotNull(cache.Read("a"));
        Assert.True(cache.List()[0].LastUse.Year > 2000);
        SetLastUse("a", 4);
        cache.Write("d", new byte[1000]);
        Assert.Equal(["a", "c", "d"], Names(cache));
        cache.Prune(2200);
        Assert.Equal(["a", "d"], Names(cache));

        void SetLastUse(string key, int day) =>
            File.SetLastWriteTimeUtc(
                Path.Combine(cache.Folder, key + ".graph"),
                new DateTime(2000, 1, day, 0, 0, 0, DateTimeKind.Utc)
            );
    }

    [Fact]
    public void Pruning_takes_what_is_not_valid_first()
    {
        _cache.Write("good", [1]);
        File.WriteAllText(Path.Combine(_cache.Folder, "foreign.graph"), "something else");
        var half = _cache.Stage("half")!;
        Assert.Equal(3, _cache.List().Count);
        Assert.Equal(["foreign", Path.GetFileNameWithoutExtension(half)], Names(_cache.Prune(long.MaxValue)));
        Assert.Equal(["good"], Names(_cache));
    }

    private static IEnumerable<string> Names(GraphCache cache) => Names(cache.List());

    private static IEnumerable<string> Names(IEnumerable<CachedGraph> files) =>
        files.Select(f => Path.GetFileNameWithoutExtension(f.Path)).Order(StringComparer.Ordinal);
}

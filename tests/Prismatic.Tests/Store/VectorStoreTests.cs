using CsCheck;
using Prismatic.Store;

namespace Prismatic.Tests.Store;

/// <summary>What was computed once is there again, bit for bit, whatever happened to the run that did it.</summary>
public sealed class VectorStoreTests
{
    [Fact]
    public async Task What_was_added_is_read_again_bit_for_bit()
    {
        await StoreCase
            .Vectors.Array[1, 20]
            .Array[0, 5]
            .SampleAsync(
                async chunks =>
                {
                    using var place = new StoreCase();
                    await place.RunAsync(chunks);
                    await using var store = await place.OpenAsync();
                    var first = chunks.SelectMany(c => c).GroupBy(v => v.Key).Select(g => g.First()).ToList();
                    Assert.Equal(first.Count, store.Count);
                    StoreCase.SameVectors(first, store);
                    Assert.Equal(first.Count, store.Found);
                    Assert.Null(store.Read(Absent(first)));
                    Assert.Empty(place.Parts);
                    Assert.Equal(chunks.Length == 0 ? 0 : 1, place.Files.Length);
                },
                iter: 30
            );
    }

    [Fact]
    public async Task Vectors_can_be_read_in_the_run_that_added_them()
    {
        using var place = new StoreCase();
        await using var store = await place.OpenAsync();
        var vectors = StoreCase.Some(700);
        foreach (var chunk in vectors.Chunk(256))
        {
            store.Add(chunk);
        }
        StoreCase.SameVectors(vectors, store);
        await store.CompleteAsync();
        Assert.Equal((700, 0), (store.Added, store.Found));
    }

    [Fact]
    public async Task A_killed_run_leaves_its_whole_chunks_to_the_next()
    {
        using var place = new StoreCase();
        var vectors = StoreCase.Some(600);
        await place.RunAsync(vectors.Chunk(256), isKilled: true);
        Assert.Single(place.Parts);
        await using var store = await place.OpenAsync();
        StoreCase.SameVectors(vectors, store);
        Assert.Empty(place.Parts);
        Assert.Single(place.Files);
    }

    [Fact]
    public async Task However_far_a_part_was_written_its_whole_frames_count_and_no_more()
    {
        var vectors = StoreCase.Some(30);
        using var original = new StoreCase();
        await original.RunAsync(vectors.Chunk(10), isKilled: true);
        var bytes = await File.ReadAllBytesAsync(original.Parts[0], TestContext.Current.CancellationToken);
        var frame = bytes.Length / 3;
        await Gen.Int[0, bytes.Length - 1]
            .SampleAsync(
                async length =>
                {
                    using var place = new StoreCase();
                    Directory.CreateDirectory(place.Folder);
                    await File.WriteAllBytesAsync(Path.Combine(place.Folder, "x.part"), bytes[..length]);
                    await using var store = await place.OpenAsync();
                    Assert.Equal(length / frame * 10, store.Count);
                    StoreCase.SameVectors(vectors[..(length / frame * 10)], store);
                    Assert.Null(store.Fault);
                },
                iter: 60
            );
    }

    [Fact]
    public async Task A_changed_byte_costs_a_part_its_frame_and_a_file_all_it_holds()
    {
        var vectors = StoreCase.Some(30);
        using var original = new StoreCase();
        await original.RunAsync(vectors.Chunk(10), isKilled: true);
        var part = await File.ReadAllBytesAsync(original.Parts[0], TestContext.Current.CancellationToken);
        await (await original.OpenAsync()).DisposeAsync();
        var name = original.Files[0];
        var file = await File.ReadAllBytesAsync(name, TestContext.Current.CancellationToken);
        await Gen.Int[0, Math.Min(part.Length, file.Length) - 1]
            .Select(Gen.Int[1, 255])
            .SampleAsync(
                async (place, change) =>
                {
                    using var other = new StoreCase();
                    Directory.CreateDirectory(other.Folder);
                    await File.WriteAllBytesAsync(Path.Combine(other.Folder, "x.part"), Changed(part, place, change));
                    await using (var store = await other.OpenAsync())
                    {
                        Assert.Equal(place / (part.Length / 3) * 10, store.Count);
                    }
                    using var third = new StoreCase();
                    Directory.CreateDirectory(third.Folder);
                    var copy = Path.Combine(third.Folder, Path.GetFileName(name));
                    await File.WriteAllBytesAsync(copy, Changed(file, place, change));
                    await using var damaged = await third.OpenAsync();
                    Assert.Equal((0, 1), (damaged.Count, damaged.DamagedFiles));
                },
                iter: 60
            );
    }

    // A stranger can make a hash as well as we can: then the content itself must not be believed.
    [Fact]
    public async Task A_file_that_lies_under_a_right_name_ends_in_a_count_and_nothing_else()
    {
        using var original = new StoreCase();
        await original.RunAsync([StoreCase.Some(20)]);
        var file = await File.ReadAllBytesAsync(original.Files[0], TestContext.Current.CancellationToken);
        await Gen.Int[0, file.Length - 1]
            .Select(Gen.Int[1, 255], Gen.Int[0, 8])
            .SampleAsync(
                async (start, change, cut) =>
                {
                    using var other = new StoreCase();
                    Directory.CreateDirectory(other.Folder);
                    var bytes = Changed(file, start, change)[..^cut];
                    var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
                    await File.WriteAllBytesAsync(Path.Combine(other.Folder, name + ".parquet"), bytes);
                    await using var store = await other.OpenAsync();
                    Assert.InRange(store.Count, 0, 20);
                    foreach (var vector in StoreCase.Some(20))
                    {
                        store.Read(vector.Key);
                    }
                    Assert.Null(store.Fault);
                },
                iter: 200
            );
    }

    [Fact]
    public async Task Two_runs_at_once_leave_each_other_alone_and_both_are_kept()
    {
        using var place = new StoreCase();
        var (a, b) = (StoreCase.Some(20, seed: 1), StoreCase.Some(20, seed: 2));
        await using (var first = await place.OpenAsync())
        {
            first.Add(a);
            await using (var second = await place.OpenAsync())
            {
                Assert.Equal(0, second.Count);
                Assert.Single(place.Parts);
                second.Add(b);
                await second.CompleteAsync();
                Assert.Null(second.Fault);
            }
            await first.CompleteAsync();
            Assert.Null(first.Fault);
        }
        await using var third = await place.OpenAsync();
        StoreCase.SameVectors([.. a, .. b], third);
        Assert.Empty(place.Parts);
    }

    [Fact]
    public async Task The_same_vectors_make_the_same_file_killed_or_not()
    {
        using var one = new StoreCase();
        using var two = new StoreCase();
        var chunks = StoreCase.Some(600).Chunk(100).ToArray();
        await one.RunAsync(chunks);
        await two.RunAsync(chunks, isKilled: true);
        await (await two.OpenAsync()).DisposeAsync();
        Assert.Equal(Path.GetFileName(one.Files[0]), Path.GetFileName(two.Files[0]));
    }

    [Fact]
    public async Task Vectors_of_another_manifest_are_never_found()
    {
        using var place = new StoreCase();
        await place.RunAsync([StoreCase.Some(5)], isKilled: true);
        var other = StoreCase.ManifestOf("model", "b");
        Directory.CreateDirectory(Path.Combine(place.Root, other.FolderName));
        File.Copy(place.Parts[0], Path.Combine(place.Root, other.FolderName, "x.part"));
        await using var store = await VectorStore.OpenAsync(place.Root, other);
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_to_is_a_fault_to_tell_and_no_end()
    {
        using var place = new StoreCase();
        var file = Path.Combine(place.Root, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        await using var store = await VectorStore.OpenAsync(file, place.Manifest);
        Assert.NotNull(store.Fault);
        store.Add(StoreCase.Some(3));
        await store.CompleteAsync();
        Assert.Equal((0, 0L), (store.Count, store.Added));
    }

    [Fact]
    public async Task The_file_is_parquet_that_others_read()
    {
        using var place = new StoreCase();
        var vectors = StoreCase.Some(300);
        await place.RunAsync(vectors.Chunk(256));
        await using var reader = await Parquet.ParquetReader.CreateAsync(
            place.Files[0],
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(2, reader.RowGroupCount);
        Assert.Equal(
            ["key", "tokens", "targets", "truncated", "loss", "norm", "vector"],
            reader.Schema.GetDataFields().Select(f => f.Name)
        );
        Assert.Equal(place.Manifest.IdentityHash, Convert.FromHexString(reader.CustomMetadata["prismatic.identity"]));
    }

    // Generators like to make the largest key there is.
    private static UInt128 Absent(IEnumerable<StoredVector> vectors)
    {
        var keys = vectors.Select(vector => vector.Key).ToHashSet();
        var absent = UInt128.MaxValue;
        while (keys.Contains(absent))
        {
            absent--;
        }
        return absent;
    }

    private static byte[] Changed(byte[] bytes, int place, int change)
    {
        byte[] copy = [.. bytes];
        copy[place] ^= (byte)change;
        return copy;
    }
}

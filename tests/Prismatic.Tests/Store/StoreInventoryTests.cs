using Prismatic.Store;

namespace Prismatic.Tests.Store;

/// <summary>What a folder of stores holds, what is wrong with it, what may be deleted.</summary>
public sealed class StoreInventoryTests
{
    [Fact]
    public async Task Stores_are_listed_with_what_they_hold()
    {
        using var place = new StoreCase();
        await place.RunAsync([StoreCase.Some(20)]);
        await place.RunAsync([StoreCase.Some(20, seed: 1)], isKilled: true);
        Directory.CreateDirectory(Path.Combine(place.Root, "not a store"));
        var entry = Assert.Single(await StoreInventory.ListAsync(place.Root, TestContext.Current.CancellationToken));
        Assert.Equal((20, 1, 1), (entry.Vectors, entry.Files, entry.Parts));
        Assert.Equal(place.Manifest.FolderName, entry.Manifest!.FolderName);
        Assert.Equal(Directory.GetFiles(place.Folder).Sum(f => new FileInfo(f).Length), entry.Bytes);
        Assert.Empty(
            await StoreInventory.ListAsync(Path.Combine(place.Root, "none"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_damaged_file_is_a_flaw_and_goes_where_it_is_asked_to()
    {
        using var place = new StoreCase();
        await place.RunAsync([StoreCase.Some(20)]);
        await place.RunAsync([StoreCase.Some(20, seed: 1)]);
        Assert.Empty(await VerifyAsync(place));
        await File.AppendAllTextAsync(place.Files[0], "x", TestContext.Current.CancellationToken);
        var flaw = Assert.Single(await VerifyAsync(place));
        Assert.Equal(place.Files[0], flaw.Path);
        StoreInventory.Remove(flaw);
        Assert.Empty(await VerifyAsync(place));
        Assert.Single(place.Files);
    }

    [Fact]
    public async Task A_manifest_that_was_edited_is_a_flaw_and_mended_by_the_next_run()
    {
        using var place = new StoreCase();
        await place.RunAsync([StoreCase.Some(20)]);
        var path = Path.Combine(place.Folder, StoreManifest.FileName);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, text.Replace("\"a\"", "\"b\""), TestContext.Current.CancellationToken);
        Assert.Equal(path, Assert.Single(await VerifyAsync(place)).Path);
        await using var store = await place.OpenAsync();
        Assert.Equal(20, store.Count);
        Assert.Empty(await VerifyAsync(place));
    }

    [Fact]
    public async Task A_store_is_deleted_but_not_while_a_run_adds_to_it_and_not_what_else_lies_there()
    {
        using var place = new StoreCase();
        await using (var store = await place.OpenAsync())
        {
            store.Add(StoreCase.Some(3));
            Assert.False(StoreInventory.Remove(place.Folder));
            Assert.Single(place.Parts);
        }
        var foreign = Path.Combine(place.Folder, "notes.txt");
        await File.WriteAllTextAsync(foreign, "mine", TestContext.Current.CancellationToken);
        Assert.True(StoreInventory.Remove(place.Folder));
        Assert.Equal([foreign], Directory.GetFiles(place.Folder));
        File.Delete(foreign);
        Assert.True(StoreInventory.Remove(place.Folder));
        Assert.False(Directory.Exists(place.Folder));
    }

    [Fact]
    public void A_manifest_is_its_words_in_any_order()
    {
        Dictionary<string, string> one = new() { ["a"] = "1", ["b"] = "2" };
        Dictionary<string, string> two = new() { ["b"] = "2", ["a"] = "1" };
        Dictionary<string, string> three = new() { ["b"] = "2", ["a"] = "3" };
        Assert.Equal(new StoreManifest(4, one, three).Hash, new StoreManifest(4, two, three).Hash);
        Assert.NotEqual(new StoreManifest(4, one, three).Hash, new StoreManifest(4, three, three).Hash);
        Assert.NotEqual(new StoreManifest(4, one, three).Hash, new StoreManifest(5, one, three).Hash);
        Assert.NotEqual(new StoreManifest(4, one, two).Hash, new StoreManifest(4, one, three).Hash);
        Assert.Equal(new StoreManifest(4, one, two).IdentityHash, new StoreManifest(4, one, three).IdentityHash);
    }

    private static async Task<IReadOnlyList<StoreFlaw>> VerifyAsync(StoreCase place)
    {
        var entry = Assert.Single(await StoreInventory.ListAsync(place.Root, TestContext.Current.CancellationToken));
        return await StoreInventory.VerifyAsync(entry, TestContext.Current.CancellationToken);
    }
}

using Prismatic.Data;
using Prismatic.Store;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Measuring;

/// <summary>The store of a view's vectors while a command runs: opened, told about, completed.</summary>
/// <remarks>All it says goes to the message stream: a report is the same whether its vectors were computed or found.</remarks>
internal sealed class VectorCache(VectorStore? store, string? folder, Session session) : IAsyncDisposable
{
    /// <summary>The store; null without a cache.</summary>
    public VectorStore? Store => store;

    /// <summary>Opens the store for what <paramref name="manifest"/> says; without a cache there is none.</summary>
    public static async Task<VectorCache> OpenAsync(string? folder, StoreManifest manifest, Session session)
    {
        if (folder is null)
        {
            return new VectorCache(null, null, session);
        }
        var store = await VectorStore.OpenAsync(CacheFolder.Vectors(folder), manifest, session.Cancellation);
        if (store.DamagedFiles > 0)
        {
            session.Say(
                $"{Numbers.Count(store.DamagedFiles, "damaged file")} in the cache left out; "
                    + "'prismatic cache verify --repair' deletes what is damaged"
            );
        }
        return new VectorCache(store, folder, session);
    }

    /// <summary>Rows whose vectors must be computed, and the first of them.</summary>
    public async Task<(long Count, List<TextRow> First)> MissingAsync(IReadOnlyList<IRowSource> sets, int most)
    {
        var first = new List<TextRow>(most);
        var isEmpty = store is not { Count: > 0 };
        var count = isEmpty ? sets.Sum(set => (long)set.Count) : 0;
        foreach (var set in sets)
        {
            await foreach (var row in set.ReadAsync(session.Cancellation))
            {
                if (isEmpty && first.Count == most)
                {
                    return (count, first);
                }
                if (isEmpty || !store!.Contains(RowKey.Of(row, out _)))
                {
                    count += isEmpty ? 0 : 1;
                    if (first.Count < most)
                    {
                        first.Add(row);
                    }
                }
            }
        }
        return (count, first);
    }

    /// <summary>Keeps what was computed, and says what came from where.</summary>
    public async Task CompleteAsync()
    {
        if (store is null)
        {
            return;
        }
        await store.CompleteAsync(session.Cancellation);
        if (store.Found > 0)
        {
            session.Say(
                $"{Numbers.Count(store.Found, "vector")} from the cache, {Numbers.Count(store.Added)} computed"
            );
        }
        if (store.Fault is { } fault)
        {
            session.Say($"the cache at {folder} keeps nothing of this run: {fault}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
        {
            await store.DisposeAsync();
        }
    }
}

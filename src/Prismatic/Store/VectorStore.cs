using Prismatic.Data;

namespace Prismatic.Store;

/// <summary>
/// Vectors of rows that were computed before, in a folder of their own for each manifest. What is added is on disk after
/// every chunk: a process that is killed loses at most the chunk it was at.
/// </summary>
/// <remarks>
/// A store never stops the work. Where its folder cannot be written to it still reads, and says so in <see cref="Fault"/>;
/// files that are damaged are left out and counted. Not safe for several threads; several processes may use one folder.
/// </remarks>
public sealed class VectorStore : IAsyncDisposable
{
    private readonly StoreFolder _folder;
    private readonly List<VectorFile> _files = [];
    private readonly Dictionary<UInt128, (VectorFile? File, long Place)> _index = [];
    private VectorPart? _part;

    private VectorStore(StoreFolder folder) => _folder = folder;

    /// <summary>Vectors that can be read.</summary>
    public int Count => _index.Count;

    /// <summary>Vectors that were read from what earlier runs left.</summary>
    public long Found { get; private set; }

    /// <summary>Vectors that were added to it.</summary>
    public long Added { get; private set; }

    /// <summary>Files that were left out, since they are damaged.</summary>
    public int DamagedFiles { get; private set; }

    /// <summary>Why nothing more is kept, for the user; null while all is well.</summary>
    public string? Fault { get; private set; }

    /// <summary>Opens the store of a manifest, and takes over what runs that were killed have left there.</summary>
    /// <param name="root">Folder of all stores; made where it is missing.</param>
    /// <param name="manifest">What decides the vectors' numbers.</param>
    /// <param name="cancellation">Checked between blocks of files.</param>
    /// <remarks>Reads and hashes all of the store's files: 2 bytes a number. Memory: about 80 bytes a vector.</remarks>
    public static async Task<VectorStore> OpenAsync(
        string root,
        StoreManifest manifest,
        CancellationToken cancellation = default
    )
    {
        var store = new VectorStore(new StoreFolder(root, manifest));
        try
        {
            await store.GuardAsync(() => store._folder.PrepareAsync(cancellation));
            foreach (var path in store._folder.Files())
            {
                await store.IndexAsync(path, cancellation);
            }
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether a row's vector is there.</summary>
    public bool Contains(UInt128 key) => _index.ContainsKey(key);

    /// <summary>Reads a row's vector; null where it is not there, or no longer sound.</summary>
    public StoredVector? Read(UInt128 key)
    {
        if (!_index.TryGetValue(key, out var place))
        {
            return null;
        }
        try
        {
            var vector = place.File is { } file ? file.Read((int)place.Place) : _part!.Read(place.Place);
            if (vector.Key == key)
            {
                Found += place.File is null ? 0 : 1;
                return vector;
            }
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            // Changed under us: as if it had never been there.
        }
        _index.Remove(key);
        return null;
    }

    /// <summary>Keeps the vectors of a chunk: after it returns they outlive this process.</summary>
    public void Add(IReadOnlyList<StoredVector> vectors)
    {
        if (Fault is not null || vectors.Count == 0)
        {
            return;
        }
        try
        {
            _part ??= _folder.StartPart();
            var places = _part.Append(vectors);
            for (var i = 0; i < vectors.Count; i++)
            {
                _index.TryAdd(vectors[i].Key, (null, places[i]));
            }
            Added += vectors.Count;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Fault = StoreFolder.Describe(fault);
        }
    }

    /// <summary>Makes a finished file of what was added.</summary>
    public async Task CompleteAsync(CancellationToken cancellation = default)
    {
        if (_part is not { } part)
        {
            return;
        }
        await GuardAsync(async () =>
        {
            await _folder.FinishAsync(part.Path, cancellation);
            _part = null;
            part.Dispose();
            File.Delete(part.Path);
        });
        // What was read from the part can be read from the file; nobody asks for it in the run that is over.
        foreach (var key in _index.Where(entry => entry.Value.File is null).Select(entry => entry.Key).ToList())
        {
            _index.Remove(key);
        }
    }

    /// <summary>Closes all files. Without <see cref="CompleteAsync"/> the next run takes over what was added.</summary>
    public ValueTask DisposeAsync()
    {
        _part?.Dispose();
        _files.ForEach(file => file.Dispose());
        return ValueTask.CompletedTask;
    }

    private async Task IndexAsync(string path, CancellationToken cancellation)
    {
        try
        {
            var file = await VectorFile.OpenAsync(path, _folder.Dimension, cancellation);
            _files.Add(file);
            for (var i = 0; i < file.Keys.Count; i++)
            {
                _index.TryAdd(file.Keys[i], (file, i));
            }
        }
        catch (FileNotFoundException)
        {
            // Pruned since the folder was listed.
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            DamagedFiles++;
        }
    }

    private async Task GuardAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception fault)
            when (fault
                    is IOException
                        or UnauthorizedAccessException
                        or PrismaticException { ExitCode: ExitCode.Environment }
            )
        {
            Fault ??= StoreFolder.Describe(fault);
        }
    }
}

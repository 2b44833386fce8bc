using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Hub;

/// <summary>What a name on the hub came to.</summary>
/// <param name="Pinned">The same name with the commit it stood for and all that was chosen: gives the same files for ever.</param>
/// <param name="Paths">The model's ONNX file, or the data files in order, on this disk.</param>
internal sealed record HubSnapshot(HubReference Pinned, IReadOnlyList<string> Paths);

/// <summary>The door to a model hub: from a name to files on this disk, downloading what is not in the cache.</summary>
/// <param name="settings">Endpoint, token, cache.</param>
/// <param name="say">Messages for the user, a line each.</param>
/// <param name="progress">Bytes that arrive.</param>
internal sealed class ModelHub(HubSettings settings, Action<string> say, IProgress<StageProgress> progress)
    : IDisposable
{
    private readonly HubConnection _connection = new(settings);
    private readonly Retry _retry = new(settings.Clock, say);

    /// <summary>Makes a model or a data set available.</summary>
    /// <exception cref="PrismaticException">It cannot be had; the message says why and what to do.</exception>
    public async Task<HubSnapshot> FetchAsync(HubReference reference, CancellationToken cancellation)
    {
        var cache = new HubCache(settings.CacheFolder, reference);
        try
        {
            var listing = await ListAsync(reference, cache, cancellation);
            return reference.Kind == HubKind.Model
                ? await FetchModelAsync(reference, cache, listing, cancellation)
                : await FetchDatasetAsync(reference, cache, listing, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PrismaticException(
                $"the hub's cache {settings.CacheFolder} cannot be used ({fault.Message.ReplaceLineEndings(" ")}); set HF_HOME to a "
                    + "folder you may write to",
                ExitCode.Environment,
                fault
            );
        }
    }

    public void Dispose() => _connection.Dispose();

    private async Task<HubListing> ListAsync(HubReference reference, HubCache cache, CancellationToken cancellation)
    {
        var revision = reference.RevisionOrDefault;
        if (settings.Offline)
        {
            return cache.CommitOf(revision) is { } known && cache.ListingOf(known) is { } noted
                ? noted
                : throw new PrismaticException(
                    $"{reference}: not in the cache {settings.CacheFolder}, and --offline allows no download; run once without it",
                    ExitCode.Environment
                );
        }
        // What a commit holds never changes.
        if (HubListing.IsCommit(revision) && cache.ListingOf(revision) is { Complete: true } same)
        {
            return same;
        }
        var api = new HubApi(_connection, _retry);
        var commit = await api.CommitOfAsync(reference, cancellation);
        var listing = cache.ListingOf(commit) is { Complete: true } unchanged
            ? unchanged
            : await api.ListAsync(reference, commit, cancellation);
        await cache.RememberAsync(listing, cancellation);
        await cache.RememberAsync(revision, commit, cancellation);
        return listing;
    }

    private async Task<HubSnapshot> FetchModelAsync(
        HubReference reference,
        HubCache cache,
        HubListing listing,
        CancellationToken cancellation
    )
    {
        var model = OnnxChoice.Model(reference, listing);
        var pinned = reference with { Revision = listing.Commit, Path = model.Path };
        List<HubFile> files =
        [
            model,
            .. OnnxChoice.Weights(model, listing),
            .. OnnxChoice.CompanionsOf(model, listing),
        ];
        await BringAsync(pinned, cache, listing, files, "", cancellation);
        var path = cache.PathOf(listing.Commit, model.Path);
        var weights = await WeightsAsync(pinned, path, listing, cancellation);
        await BringAsync(pinned, cache, listing, [.. weights.Except(files)], "more weights", cancellation);
        return new HubSnapshot(pinned, [path]);
    }

    private static async Task<List<HubFile>> WeightsAsync(
        HubReference model,
        string path,
        HubListing listing,
        CancellationToken cancellation
    )
    {
        var folder = HubPath.FolderOf(model.Path);
        var weights = new List<HubFile>();
        foreach (var location in await WeightFiles.FindAsync(path, cancellation))
        {
            var name = location.StartsWith("./", StringComparison.Ordinal) ? location[2..] : location;
            weights.Add(
                HubPath.IsSafe(name) && listing.Find(HubPath.Join(folder, name)) is { } file
                    ? file
                    : throw new PrismaticException(
                        $"{model}: the model keeps weights in '{location}', and "
                            + (listing.Complete ? "its repository has no such file" : "that file is not in the cache")
                    )
            );
        }
        return weights;
    }

    private async Task<HubSnapshot> FetchDatasetAsync(
        HubReference reference,
        HubCache cache,
        HubListing listing,
        CancellationToken cancellation
    )
    {
        var choice = SplitChoice.Find(reference, listing);
        var pinned = reference with { Revision = listing.Commit, Path = $"{choice.Config}/{choice.Split}" };
        await BringAsync(pinned, cache, listing, choice.Files, choice.Note, cancellation);
        if (choice.IsPartial)
        {
            say(
                $"{reference}: the hub converted only the first part of this large data set; the rest is not looked at"
            );
        }
        if (!listing.Complete)
        {
            say(
                $"{reference}: taken from the cache as another program left it; whether files are missing is not known"
            );
        }
        return new HubSnapshot(pinned, [.. choice.Files.Select(file => cache.PathOf(listing.Commit, file.Path))]);
    }

    private async Task BringAsync(
        HubReference pinned,
        HubCache cache,
        HubListing listing,
        IReadOnlyList<HubFile> files,
        string note,
        CancellationToken cancellation
    )
    {
        if (files.Count == 0)
        {
            return;
        }
        await CheckAsync(pinned, cache, listing.Commit, files, cancellation);
        List<HubFile> missing = [.. files.Where(file => !cache.Has(listing.Commit, file))];
        var bytes = missing.Sum(file => file.Size - Math.Min(file.Size, cache.PartOf(file)));
        say(Plan(pinned, files, missing, bytes) + (note.Length == 0 ? "" : $"; {note}"));
        if (missing.Count > 0)
        {
            Allow(pinned, missing, bytes);
            var meter = new ByteMeter(progress, $"downloading {pinned.Name}", bytes);
            var download = new BlobDownload(_connection, _retry, say);
            foreach (var file in missing)
            {
                await FetchAsync(pinned, cache, listing.Commit, file, download, meter, cancellation);
            }
        }
        foreach (var file in listing.Complete ? files : [])
        {
            cache.Show(listing.Commit, file);
        }
    }

    private async Task FetchAsync(
        HubReference pinned,
        HubCache cache,
        string commit,
        HubFile file,
        BlobDownload download,
        ByteMeter meter,
        CancellationToken cancellation
    )
    {
        using var exclusive = await HubLock.AcquireAsync(cache.LockFolder, file, settings, say, cancellation);
        if (!cache.Has(commit, file))
        {
            var address = _connection.AddressOf(pinned, commit, file.Path);
            try
            {
                await download.RunAsync(address, cache.BlobOf(file), file, meter.Add, cancellation);
            }
            catch (OperationCanceledException) when (cache.PartOf(file) is > 0 and var part)
            {
                say(
                    $"{file.Path}: {Numbers.Size(part)} of {Numbers.Size(file.Size)} have arrived and stay in the cache; the next run "
                        + "goes on from there"
                );
                throw;
            }
            await cache.MarkCheckedAsync(commit, file, cancellation);
        }
    }

    // What another program left here, or what was changed since, is compared with its checksum before it is used.
    private async Task CheckAsync(
        HubReference pinned,
        HubCache cache,
        string commit,
        IReadOnlyList<HubFile> files,
        CancellationToken cancellation
    )
    {
        List<HubFile> unsure = [.. files.Where(file => cache.Has(commit, file) && cache.IsUnchecked(commit, file))];
        var meter = new ByteMeter(progress, $"checking {pinned.Name}", unsure.Sum(file => file.Size));
        foreach (var file in unsure)
        {
            if (await BlobHash.MatchesAsync(cache.PlaceOf(commit, file), file, meter.Add, cancellation))
            {
                await cache.MarkCheckedAsync(commit, file, cancellation);
                continue;
            }
            cache.Discard(commit, file);
            if (cache.Has(commit, file))
            {
                throw new PrismaticException(
                    $"{cache.PlaceOf(commit, file)} has not the checksum that the hub announced and cannot be removed; remove it",
                    ExitCode.Environment
                );
            }
            say($"{file.Path}: the copy in the cache has not the checksum that the hub announced; it was removed");
        }
    }

    private static string Plan(HubReference pinned, IReadOnlyList<HubFile> files, List<HubFile> missing, long bytes) =>
        $"{pinned}: {files.Count} {(files.Count == 1 ? "file" : "files")}, {Numbers.Size(files.Sum(f => f.Size))}, "
        + (missing.Count == 0 ? "all in the cache" : $"{Numbers.Size(bytes)} to download");

    private void Allow(HubReference pinned, List<HubFile> missing, long bytes)
    {
        const long Spare = 64 << 20;
        if (settings.Offline)
        {
            throw new PrismaticException(
                $"{pinned}: not in the cache: {string.Join(", ", missing.Select(f => f.Path))}; --offline allows no download, run once "
                    + "without it",
                ExitCode.Environment
            );
        }
        Directory.CreateDirectory(settings.CacheFolder);
        var free = settings.FreeSpace(settings.CacheFolder);
        if (bytes > free - Spare)
        {
            throw new PrismaticException(
                $"{pinned}: {Numbers.Size(bytes)} to download and {Numbers.Size(free)} free in {settings.CacheFolder}; free some space "
                    + "or set HF_HOME to another disk",
                ExitCode.Environment
            );
        }
    }

    private sealed class ByteMeter(IProgress<StageProgress> progress, string stage, long total)
    {
        private long _done;

        public void Add(long bytes)
        {
            _done += bytes;
            progress.Report(new StageProgress(stage, Math.Clamp(_done, 0, total), total, Pace.Bytes));
        }
    }
}

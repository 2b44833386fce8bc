using System.Text.Json;

namespace Prismatic.Tool.Hub;

/// <summary>
/// One repository's folder in the cache, laid out as all programs of the hub lay it out, so that none fetches what another has:
/// <c>blobs/HASH</c> holds the content, <c>snapshots/COMMIT/PATH</c> links to it, <c>refs/REVISION</c> names a commit. Ours alone is
/// <c>.prismatic/COMMIT.json</c>, which files the commit has, for work without network, and <c>.prismatic/checked/HASH</c>, when a blob
/// was last found to be what its name says.
/// </summary>
internal sealed class HubCache
{
    private readonly string _folder;

    public HubCache(string root, HubReference reference)
    {
        var name = $"{(reference.Kind == HubKind.Model ? "models" : "datasets")}--{reference.Owner}--{reference.Name}";
        (_folder, LockFolder) = (Path.Combine(root, name), Path.Combine(root, ".locks", name));
    }

    /// <summary>Where other programs lock blobs of this repository too.</summary>
    public string LockFolder { get; }

    /// <summary>Where the content of a file lies.</summary>
    public string BlobOf(HubFile file) => Path.Combine(_folder, "blobs", file.Hash);

    /// <summary>Where a file of a commit is seen under its own name.</summary>
    public string PathOf(string commit, string path) =>
        Path.Combine([_folder, "snapshots", commit, .. path.Split('/')]);

    /// <summary>Whether a file is here, under its name or only its content.</summary>
    public bool Has(string commit, HubFile file) =>
        LengthOf(PathOf(commit, file.Path)) == file.Size || LengthOf(BlobOf(file)) == file.Size;

    /// <summary>Whether a file that is here was changed since its checksum was last compared, or never was.</summary>
    public bool IsUnchecked(string commit, HubFile file)
    {
        const int TooLong = 100;
        var note = NoteOf(file);
        return HubFile.IsHash(file.Hash)
            && !(LengthOf(note) < TooLong && File.ReadAllText(note) == StateOf(PlaceOf(commit, file)));
    }

    /// <summary>Where the content of a file that is here can be read.</summary>
    public string PlaceOf(string commit, HubFile file) =>
        PathOf(commit, file.Path) is var path && LengthOf(path) == file.Size ? path : BlobOf(file);

    /// <summary>Notes that a file was just found to be what it should. A cache that may not be written is checked every time.</summary>
    public async Task MarkCheckedAsync(string commit, HubFile file, CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(NoteOf(file), StateOf(PlaceOf(commit, file)), cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The file itself is here and right.
        }
    }

    /// <summary>Takes a file out that is not what it should be.</summary>
    public void Discard(string commit, HubFile file)
    {
        OutputFile.Remove(PathOf(commit, file.Path));
        OutputFile.Remove(BlobOf(file));
        OutputFile.Remove(NoteOf(file));
    }

    /// <summary>Bytes of an unfinished download of a file.</summary>
    public long PartOf(HubFile file) => LengthOf(BlobDownload.PartialOf(BlobOf(file))) ?? 0;

    /// <summary>Makes a file whose content is here appear under its name.</summary>
    public string Show(string commit, HubFile file)
    {
        var path = PathOf(commit, file.Path);
        if (LengthOf(path) == file.Size)
        {
            return path;
        }
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var (blob, beside) = (BlobOf(file), $"{path}.{Guid.NewGuid():N}");
        try
        {
            File.CreateSymbolicLink(beside, Path.GetRelativePath(folder, blob));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Windows lets few users make links; there other programs too keep the file itself in the snapshot.
            beside = blob;
        }
        File.Move(beside, path, overwrite: true);
        return path;
    }

    /// <summary>The commit a revision stood for when it was last asked for, or null.</summary>
    public string? CommitOf(string revision)
    {
        if (HubListing.IsCommit(revision))
        {
            return revision;
        }
        var path = RefOf(revision);
        const int TooLong = 100;
        var commit = LengthOf(path) < TooLong ? File.ReadAllText(path).Trim() : "";
        return HubListing.IsCommit(commit) ? commit : null;
    }

    /// <summary>Notes what a revision stands for.</summary>
    public Task RememberAsync(string revision, string commit, CancellationToken cancellation) =>
        HubListing.IsCommit(revision) ? Task.CompletedTask : WriteAsync(RefOf(revision), commit, cancellation);

    /// <summary>Notes which files a commit has.</summary>
    public Task RememberAsync(HubListing listing, CancellationToken cancellation) =>
        WriteAsync(ListOf(listing.Commit), JsonSerializer.Serialize(listing.Files), cancellation);

    /// <summary>The files a commit has: as noted, or those that lie here; null when there are none.</summary>
    public HubListing? ListingOf(string commit)
    {
        try
        {
            if (
                File.Exists(ListOf(commit))
                && JsonSerializer.Deserialize<List<HubFile>>(File.ReadAllText(ListOf(commit))) is { Count: > 0 } noted
                && noted.TrueForAll(f => HubPath.IsSafe(f.Path) && HubFile.IsHash(f.Hash))
            )
            {
                return new HubListing(commit, noted);
            }
        }
        catch (JsonException)
        {
            // A list that cannot be read is as good as none.
        }
        var root = Path.Combine(_folder, "snapshots", commit);
        return Directory.Exists(root) ? new HubListing(commit, FilesUnder(root), Complete: false) : null;
    }

    private static List<HubFile> FilesUnder(string root) =>
        [
            .. Directory
                .EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
                .Where(HubPath.IsSafe)
                .Select(path => (Path: path, Size: LengthOf(Path.Combine(root, path))))
                .Where(file => file.Size is not null)
                .OrderBy(file => file.Path, StringComparer.Ordinal)
                .Select(file => new HubFile(file.Path, file.Size!.Value, "")),
        ];

    private string NoteOf(HubFile file) => Path.Combine(_folder, ".prismatic", "checked", file.Hash);

    // Size and time of what a link leads to.
    private static string StateOf(string path)
    {
        using var file = File.OpenHandle(
            path,
            options: FileOptions.None,
            share: FileShare.ReadWrite | FileShare.Delete
        );
        var (length, time) = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{length} {time.Ticks}");
    }

    private string RefOf(string revision) => Path.Combine([_folder, "refs", .. revision.Split('/')]);

    private string ListOf(string commit) => Path.Combine(_folder, ".prismatic", commit + ".json");

    // Two downloads, of one process too, may note the same thing at once: each writes beside under a name of its own.
    private static async Task WriteAsync(string path, string text, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = $"{path}.{Guid.NewGuid():N}";
        try
        {
            await File.WriteAllTextAsync(beside, text, cancellation);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            OutputFile.Remove(beside);
        }
    }

    // Of what a link leads to; FileInfo would tell the length of the link.
    private static long? LengthOf(string path)
    {
        try
        {
            using var file = File.OpenHandle(
                path,
                options: FileOptions.None,
                share: FileShare.ReadWrite | FileShare.Delete
            );
            return RandomAccess.GetLength(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

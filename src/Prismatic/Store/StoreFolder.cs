using System.Security.Cryptography;
using Prismatic.Data;

namespace Prismatic.Store;

/// <summary>The files of one store: its manifest, finished files, and parts that runs have not finished.</summary>
internal sealed class StoreFolder(string root, StoreManifest manifest)
{
    private const string Beside = ".unfinished";
    private const string New = ".new";
    private readonly string _path = Path.Combine(root, manifest.FolderName);
    private readonly byte[] _hash = manifest.Hash;

    /// <summary>Extensions of what a dead run may leave besides its part.</summary>
    public static IReadOnlyList<string> Leftovers => [.. Unfinished, New];

    // A new manifest is there for a moment only, and without a claim: another run may be about to give it its name.
    private static string[] Unfinished => [Beside, Beside + ".partial"];

    /// <summary>Numbers of a vector.</summary>
    public int Dimension => manifest.Dimension;

    /// <summary>Makes the folder, writes its manifest, takes over the parts of dead runs.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(_path);
        // Written at every start: its date says when the store was last used.
        var beside = Path.Combine(_path, Path.GetRandomFileName() + New);
        await File.WriteAllBytesAsync(beside, manifest.ToBytes(), cancellation);
        File.Move(beside, Path.Combine(_path, StoreManifest.FileName), overwrite: true);
        foreach (var part in Directory.GetFiles(_path, "*" + VectorPart.Extension).Order(StringComparer.Ordinal))
        {
            await AdoptAsync(part, cancellation);
        }
        foreach (var left in Unfinished.SelectMany(extension => Directory.GetFiles(_path, "*" + extension)))
        {
            if (Claim(left) is { } unfinished)
            {
                await unfinished.DisposeAsync();
                File.Delete(left);
            }
        }
    }

    /// <summary>Finished files, in the order of their names; none where the folder cannot be read.</summary>
    public IReadOnlyList<string> Files()
    {
        try
        {
            return [.. Directory.GetFiles(_path, "*" + VectorFile.Extension).Order(StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Starts a part of our own.</summary>
    public VectorPart StartPart() =>
        new(Path.Combine(_path, Path.GetRandomFileName() + VectorPart.Extension), _hash, Dimension);

    /// <summary>Makes a finished file of the sound frames of a part.</summary>
    public async Task FinishAsync(string part, CancellationToken cancellation)
    {
        await using var frames = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        await FinishAsync(frames, cancellation);
    }

    /// <summary>What is wrong, and what to do, in a clause.</summary>
    public static string Describe(Exception fault) =>
        FullDisk.IsReasonOf(fault) ? "the disk is full"
        : fault is UnauthorizedAccessException ? "writing there is not allowed"
        : fault.Message.ReplaceLineEndings(" ").TrimEnd('.');

    /// <summary>Whether nobody writes to a part any more.</summary>
    public static bool IsAbandoned(string part)
    {
        using var claim = Claim(part);
        return claim is not null || !File.Exists(part);
    }

    private async Task AdoptAsync(string path, CancellationToken cancellation)
    {
        if (Claim(path) is not { } frames)
        {
            return;
        }
        await using (frames)
        {
            await FinishAsync(frames, cancellation);
        }
        File.Delete(path);
    }

    private async Task FinishAsync(Stream frames, CancellationToken cancellation)
    {
        frames.Position = 0;
        var known = new HashSet<UInt128>();
        var fresh = VectorFrame.ReadAll(frames, _hash, Dimension).SelectMany(v => v).Where(v => known.Add(v.Key));
        var beside = Path.Combine(_path, Path.GetRandomFileName() + Beside);
        var count = await VectorFileWriter.WriteAsync(beside, manifest, fresh, cancellation);
        try
        {
            if (count > 0)
            {
                await using var written = File.OpenRead(beside);
                var name = Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellation));
                // The name is the content: a file that is there already is this one.
                File.Move(beside, Path.Combine(_path, name + VectorFile.Extension), overwrite: true);
            }
        }
        finally
        {
            File.Delete(beside);
        }
    }

    // The file, for us alone; null where its owner lives, or somebody else was faster.
    private static FileStream? Claim(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

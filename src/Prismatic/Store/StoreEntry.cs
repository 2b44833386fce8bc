namespace Prismatic.Store;

/// <summary>One store of a folder of stores, as it lies on the disk.</summary>
public sealed record StoreEntry
{
    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>What its vectors are; null where the manifest is damaged.</summary>
    public required StoreManifest? Manifest { get; init; }

    /// <summary>Vectors in finished files, as these give them; a damaged one counts 0.</summary>
    public required long Vectors { get; init; }

    /// <summary>Finished files.</summary>
    public required int Files { get; init; }

    /// <summary>Parts that runs have not finished, dead ones or such as still work.</summary>
    public required int Parts { get; init; }

    /// <summary>Bytes of all its files.</summary>
    public required long Bytes { get; init; }

    /// <summary>When a run last opened it.</summary>
    public required DateTime LastUsedUtc { get; init; }

    internal string ManifestPath => Path.Combine(Folder, StoreManifest.FileName);
}

/// <summary>A file of a store that is not sound.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">What is wrong with it, a clause.</param>
public sealed record StoreFlaw(string Path, string Reason);

namespace Prismatic.Store;

/// <summary>A file of frames that grows while its owner works. The system drops the owner's claim when it dies.</summary>
internal sealed class VectorPart : IDisposable
{
    public const string Extension = ".part";
    private readonly FileStream _stream;
    private readonly byte[] _manifestHash;
    private readonly int _dimension;

    /// <summary>Starts a part under a new name.</summary>
    public VectorPart(string path, byte[] manifestHash, int dimension)
    {
        (Path, _manifestHash, _dimension) = (path, manifestHash, dimension);
        // Whoever opens it without sharing, as heirs do, is turned away while this is open.
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    public string Path { get; }

    /// <summary>Writes a frame; gives the places of its records.</summary>
    public long[] Append(IReadOnlyList<StoredVector> vectors)
    {
        var frame = VectorFrame.ToBytes(_manifestHash, _dimension, vectors);
        var start = _stream.Length;
        _stream.Position = start;
        try
        {
            _stream.Write(frame);
            _stream.Flush();
        }
        catch (IOException)
        {
            // Half a frame would hide those behind it.
            _stream.SetLength(start);
            throw;
        }
        var length = StoredVector.RecordBytes(_dimension);
        return [.. Enumerable.Range(0, vectors.Count).Select(i => start + VectorFrame.HeadBytes + ((long)i * length))];
    }

    /// <summary>Reads the record at a place.</summary>
    public StoredVector Read(long place)
    {
        var record = new byte[StoredVector.RecordBytes(_dimension)];
        _stream.Position = place;
        _stream.ReadExactly(record);
        return StoredVector.Read(record);
    }

    public void Dispose() => _stream.Dispose();
}

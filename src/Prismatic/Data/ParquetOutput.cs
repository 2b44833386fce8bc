using System.Buffers.Binary;

namespace Prismatic.Data;

/// <summary>
/// A Parquet file in the making, under a name beside the wanted one. It gets its name only when it is complete;
/// disposed before that, it is gone.
/// </summary>
internal sealed class ParquetOutput : IAsyncDisposable
{
    private const long GroupBytes = 64 << 20;
    private const long GroupRows = 1 << 18;

    private readonly string _path;
    private readonly string _partial;
    private readonly Stream _stream;
    private readonly List<ThriftStruct> _groups = [];
    private long _rows;
    private long _groupRows;
    private bool _isDone;

    private ParquetOutput(string path, string partial, Stream stream, ParquetNode root, bool compress)
    {
        (_path, _partial, _stream) = (path, partial, stream);
        Chunks = [.. root.Leaves.Select(leaf => new ParquetChunkWriter(leaf, compress))];
    }

    /// <summary>One for every leaf, in schema order. Every row must get its entries in each of them.</summary>
    public IReadOnlyList<ParquetChunkWriter> Chunks { get; }

    /// <summary>Starts a file; <paramref name="wrap"/> lets tests stand between the writer and the disk.</summary>
    /// <exception cref="PrismaticException">The place cannot be written to.</exception>
    public static async Task<ParquetOutput> CreateAsync(
        string path,
        ParquetNode root,
        CancellationToken cancellationToken,
        Func<Stream, Stream>? wrap = null,
        bool compress = true
    )
    {
        var partial = path + ".partial";
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path) || !Directory.Exists(folder))
        {
            throw new PrismaticException(
                Directory.Exists(path)
                    ? $"output '{path}' is a folder; name a file"
                    : $"the folder of output '{path}' does not exist; create it first",
                ExitCode.Usage
            );
        }
        return await GuardAsync(
            path,
            async () =>
            {
                Stream stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
                stream = wrap is null ? stream : wrap(stream);
                var output = new ParquetOutput(path, partial, stream, root, compress);
                try
                {
                    await stream.WriteAsync(ParquetFooter.Magic.ToArray(), cancellationToken);
                    return output;
                }
                catch
                {
                    await output.DisposeAsync();
                    throw;
                }
            }
        );
    }

    /// <summary>Counts rows just appended to all chunks; writes a row group when enough is buffered.</summary>
    public async Task EndRowsAsync(long count, CancellationToken cancellationToken)
    {
        foreach (var chunk in Chunks)
        {
            chunk.EndRows();
        }
        _groupRows += count;
        if (_groupRows >= GroupRows || Chunks.Sum(chunk => chunk.BufferedBytes) >= GroupBytes)
        {
            await FlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes what is buffered as a row group of its own.</summary>
    public Task EndGroupAsync(CancellationToken cancellationToken) => FlushAsync(cancellationToken);

    /// <summary>Writes what is left and the metadata, and gives the file its name.</summary>
    /// <exception cref="PrismaticException">The disk is full or the file cannot be replaced.</exception>
    public async Task CompleteAsync(ThriftStruct metadata, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await GuardAsync(
            _path,
            async () =>
            {
                var footer = ThriftWriter.ToBytes(
                    metadata.Clone().I64(3, _rows).Structs(4, _groups).Text(6, "prismatic")
                );
                var length = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
                await _stream.WriteAsync(footer, cancellationToken);
                await _stream.WriteAsync(length, cancellationToken);
                await _stream.WriteAsync(ParquetFooter.Magic.ToArray(), cancellationToken);
                await _stream.FlushAsync(cancellationToken);
                await _stream.DisposeAsync();
                File.Move(_partial, _path, overwrite: true);
                _isDone = true;
                return true;
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDone)
        {
            return;
        }
        try
        {
            await _stream.DisposeAsync();
        }
        catch (IOException)
        {
            // What is still buffered cannot be written either; the file goes anyway.
        }
        File.Delete(_partial);
    }

    private Task<bool> FlushAsync(CancellationToken cancellationToken) =>
        GuardAsync(
            _path,
            async () =>
            {
                if (_groupRows > 0)
                {
                    var start = _stream.Position;
                    var columns = new List<ThriftStruct>();
                    foreach (var chunk in Chunks)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        columns.Add(await chunk.FlushAsync(_stream, cancellationToken));
                    }
                    var bytes = columns.Sum(column => column.Struct(3)!.Integer(6) ?? 0);
                    _groups.Add(new ThriftStruct().Structs(1, columns).I64(2, bytes).I64(3, _groupRows).I64(5, start));
                    _rows += _groupRows;
                    _groupRows = 0;
                }
                return true;
            }
        );

    private static async Task<T> GuardAsync<T>(string path, Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var remedy = FullDisk.IsReasonOf(fault)
                ? "the disk is full; free some space or write elsewhere"
                : fault.Message.ReplaceLineEndings(" ");
            throw new PrismaticException($"cannot write '{path}': {remedy}", ExitCode.Environment, fault);
        }
    }
}

namespace Prismatic.Data;

/// <summary>
/// A Parquet file as its decoder shall see it: the data of the real file, then metadata of ours. Only the window that
/// was checked can be read.
/// </summary>
internal sealed class SplicedStream(FileStream file, long dataEnd, byte[] tail) : Stream
{
    private long _windowStart;
    private long _windowEnd = 4;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => dataEnd + tail.Length;

    public override long Position { get; set; }

    /// <summary>Opens the bytes from <paramref name="start"/> up to <paramref name="end"/> for reading.</summary>
    public void SetWindow(long start, long end) => (_windowStart, _windowEnd) = (start, end);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        if (Position >= dataEnd)
        {
            var rest = tail.AsSpan((int)Math.Min(Position - dataEnd, tail.Length));
            read = Math.Min(rest.Length, buffer.Length);
            rest[..read].CopyTo(buffer);
        }
        else
        {
            var take = (int)Math.Clamp(_windowEnd - Position, 0, buffer.Length);
            if (Position < _windowStart || take == 0)
            {
                throw new InvalidDataException("its pages end before all values were read");
            }
            file.Position = Position;
            read = file.Read(buffer[..take]);
        }
        Position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

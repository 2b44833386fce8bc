using System.IO.Compression;
using System.Text;

namespace Prismatic.Lexical;

/// <summary>How much smaller texts get where what repeats is said once.</summary>
public static class Compression
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Compression ratio (Shaib et al. 2024): UTF-8 bytes of all texts, joined by spaces, over their bytes as gzip at its
    /// highest level. Higher is more alike; 1 where there is no text. Half of a surrogate pair counts as U+FFFD.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="twice">
    /// Compress what is compressed again, as the package does by mistake: on repetitive texts its ratio is up to half
    /// higher (docs/metrics.md).
    /// </param>
    public static double Ratio(IReadOnlyList<string> texts, bool twice = false)
    {
        using var target = new CountingStream();
        var original = 0L;
        using (var outer = twice ? new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true) : null)
        using (var gzip = new GZipStream(outer ?? (Stream)target, CompressionLevel.SmallestSize, leaveOpen: true))
        // The compressor is slow where it is handed a text at a time.
        using (var buffered = new BufferedStream(gzip, BufferSize))
        using (var bytes = new CountingStream(buffered))
        using (var writer = new StreamWriter(bytes, new UTF8Encoding(false), BufferSize))
        {
            for (var i = 0; i < texts.Count; i++)
            {
                if (i > 0)
                {
                    writer.Write(' ');
                }
                writer.Write(texts[i]);
            }
            writer.Flush();
            original = bytes.Count;
        }
        return original == 0 ? 1 : (double)original / target.Count;
    }

    private sealed class CountingStream(Stream? next = null) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Count += buffer.Length;
            next?.Write(buffer);
        }

        public override void Flush() => next?.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;

namespace Prismatic.Data;

/// <summary>Text files as they come: plain or gzipped, UTF-8 or nearly so.</summary>
internal static class LenientText
{
    private const int MaxLineChars = 256 << 20;

    /// <summary>
    /// UTF-8 in which a byte that does not fit is read as the Latin-1 letter it most often was: nothing fails, nothing
    /// is lost.
    /// </summary>
    public static Encoding Encoding { get; } =
        Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Latin1Fallback());

    /// <summary>The bytes of the file, unzipped where its name ends in <c>.gz</c>.</summary>
    public static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
    }

    public static StreamReader OpenReader(string path) =>
        new(Open(path), Encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);

    /// <summary>Lines with their numbers from 1, without their ends.</summary>
    /// <exception cref="InvalidDataException">A line is longer than 256 million characters.</exception>
    public static async IAsyncEnumerable<(string Text, long Number)> LinesAsync(
        StreamReader reader,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var buffer = new char[1 << 16];
        var pending = new StringBuilder();
        long number = 1;
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            var start = 0;
            for (int end; (end = Array.IndexOf(buffer, '\n', start, read - start)) >= 0; start = end + 1)
            {
                pending.Append(buffer, start, end - start);
                yield return (Take(pending), number++);
            }
            pending.Append(buffer, start, read - start);
            if (pending.Length > MaxLineChars)
            {
                throw new InvalidDataException($"line {number} is longer than {MaxLineChars >> 20} million characters");
            }
        }
        if (pending.Length > 0)
        {
            yield return (Take(pending), number);
        }
    }

    private static string Take(StringBuilder pending)
    {
        var length = pending.Length > 0 && pending[^1] == '\r' ? pending.Length - 1 : pending.Length;
        var line = pending.ToString(0, length);
        pending.Clear();
        return line;
    }

    private sealed class Latin1Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        private sealed class Buffer : DecoderFallbackBuffer
        {
            private byte[] _bytes = [];
            private int _next;

            public override int Remaining => _bytes.Length - _next;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                (_bytes, _next) = (bytesUnknown, 0);
                return bytesUnknown.Length > 0;
            }

            public override char GetNextChar() => _next < _bytes.Length ? (char)_bytes[_next++] : '\0';

            public override bool MovePrevious()
            {
                var can = _next > 0;
                _next -= can ? 1 : 0;
                return can;
            }

            public override void Reset() => (_bytes, _next) = ([], 0);
        }
    }
}

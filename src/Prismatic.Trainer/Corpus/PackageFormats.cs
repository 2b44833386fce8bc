using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Prismatic.Trainer.Corpus;

/// <summary>Plain text out of the containers that packages keep books in.</summary>
public static partial class PackageFormats
{
    /// <summary>A gzip or dictzip file as UTF-8.</summary>
    public static string ReadGzip(string path)
    {
        using var reader = new StreamReader(
            new GZipStream(File.OpenRead(path), CompressionMode.Decompress),
            Encoding.UTF8
        );
        return reader.ReadToEnd();
    }

    /// <summary>
    /// Objects of an R lazy-load database (<c>.rdb</c> records: big-endian length, zlib; <c>.rdx</c> index: gzip), each as
    /// its strings, one a line, in the order of the index.
    /// </summary>
    public static IEnumerable<string> ReadRDatabase(string path)
    {
        var file = File.ReadAllBytes(path);
        using var index = new MemoryStream();
        using (var gzip = new GZipStream(File.OpenRead(Path.ChangeExtension(path, ".rdx")), CompressionMode.Decompress))
        {
            gzip.CopyTo(index);
        }

        // The index holds, for each object, an integer vector (type 13) of two: offset and packed length.
        var bytes = index.ToArray();
        for (var at = 0; at + 16 <= bytes.Length; at++)
        {
            if (Word(bytes, at) == 13 && Word(bytes, at + 4) == 2)
            {
                var offset = Word(bytes, at + 8);
                yield return Strings(Inflate(file, offset + 4, Word(file, offset)));
                at += 15;
            }
        }
    }

    /// <summary>A SWORD zText testament (block index, zlib blocks): one text a book, markup and notes removed.</summary>
    public static IEnumerable<string> ReadSword(string folder, string testament)
    {
        var index = File.ReadAllBytes(Path.Combine(folder, testament + ".bzs"));
        var blocks = File.ReadAllBytes(Path.Combine(folder, testament + ".bzz"));
        for (var at = 0; at + 12 <= index.Length; at += 12)
        {
            var offset = BinaryPrimitives.ReadInt32LittleEndian(index.AsSpan(at));
            var length = BinaryPrimitives.ReadInt32LittleEndian(index.AsSpan(at + 8));
            if (length > 1000)
            {
                var markup = Encoding.UTF8.GetString(Inflate(blocks, offset, length));
                yield return FromOsis(markup);
            }
        }
    }

    private static string FromOsis(string markup)
    {
        var text = Note().Replace(markup, " ");
        text = Verse().Replace(text, "\n");
        text = Markup().Replace(text, string.Empty);
        var lines = text.Split('\n').Select(static line => Space().Replace(line, " ").Trim());
        return string.Join("\n\n", lines.Where(static line => line.Length > 0));
    }

    private static byte[] Inflate(byte[] file, int offset, int length)
    {
        using var zlib = new ZLibStream(
            new MemoryStream(file, offset, file.Length - offset),
            CompressionMode.Decompress
        );
        var data = new byte[length];
        zlib.ReadExactly(data);
        return data;
    }

    private static int Word(byte[] data, int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));

    // The serialization marks each string with type 9 (CHARSXP) in its flags, then a big-endian length.
    private static string Strings(byte[] data)
    {
        var builder = new StringBuilder();
        for (var at = 0; at + 8 <= data.Length; )
        {
            var flags = BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(at));
            var length = BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at + 4));
            if ((flags & 0xFFF00FFF) == 9 && length >= 0 && length <= data.Length - at - 8)
            {
                builder.Append(Encoding.UTF8.GetString(data, at + 8, length)).Append('\n');
                at += 8 + length;
            }
            else
            {
                at++;
            }
        }

        return builder.ToString();
    }

    [GeneratedRegex(@"(?s)<note\b.*?</note>|<title\b.*?</title>")]
    private static partial Regex Note();

    [GeneratedRegex(@"<(div [^>]*x-p""|lg |chapter )[^>]*>")]
    private static partial Regex Verse();

    [GeneratedRegex(@"<[^>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}

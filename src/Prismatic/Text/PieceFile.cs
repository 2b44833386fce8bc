using System.Globalization;
using System.Text;

namespace Prismatic.Text;

/// <summary>The tool's own tokenizer file: one line a piece, its bytes in base64, a space, its id.</summary>
internal static class PieceFile
{
    /// <summary>Reads pieces, id by position.</summary>
    /// <exception cref="PrismaticException">The lines are not of that form.</exception>
    public static byte[][] Parse(string content)
    {
        var pieces = new List<byte[]>();
        foreach (var line in content.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var buffer = new byte[Math.Max(space, 0)];
            if (
                space < 1
                || !Convert.TryFromBase64String(line[..space], buffer, out var length)
                || !int.TryParse(line.AsSpan(space + 1).TrimEnd('\r'), CultureInfo.InvariantCulture, out var id)
                || id != pieces.Count
            )
            {
                throw new PrismaticException(
                    $"Line {pieces.Count + 1} of the tokenizer is not a piece in base64 with its id: write the file anew."
                );
            }

            pieces.Add(buffer[..length]);
        }

        if (pieces.Count < 256)
        {
            throw new PrismaticException("The tokenizer lacks pieces for all 256 bytes: write the file anew.");
        }

        return [.. pieces];
    }

    /// <summary>Writes what <see cref="Parse"/> reads; the same pieces give the same bytes.</summary>
    public static void Write(Stream stream, IReadOnlyList<byte[]> pieces)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        for (var id = 0; id < pieces.Count; id++)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(pieces[id])} {id}"));
        }
    }
}

using System.Text;

namespace Prismatic.Trainer.Corpus;

/// <summary>Hard-wrapped plain text to paragraphs, and paragraphs to documents.</summary>
public static class PlainText
{
    private const int DocumentLength = 3000;

    /// <summary>Blocks between empty lines, the lines of a block joined by spaces.</summary>
    public static IEnumerable<string> Paragraphs(string text)
    {
        var block = new List<string>();
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n').Append(string.Empty))
        {
            var line = raw.Trim();
            if (line.Length > 0)
            {
                block.Add(line);
            }
            else if (block.Count > 0)
            {
                yield return string.Join(' ', block);
                block.Clear();
            }
        }
    }

    /// <summary>Lines of verse or of a play as they stand; empty ones and bare line numbers are left out.</summary>
    public static IEnumerable<string> Lines(string text) =>
        text.ReplaceLineEndings("\n")
            .Split('\n')
            .Select(static line => line.TrimEnd())
            .Where(static line => line.Any(static letter => !char.IsDigit(letter) && !char.IsWhiteSpace(letter)));

    /// <summary>What stands between two marker lines (first line that contains each); all when a marker is null.</summary>
    public static string Between(string text, string? after, string? before)
    {
        var start = after is null ? 0 : IndexOfLineEnd(text, after, 0);
        var end = before is null ? -1 : text.IndexOf(before, start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..text.LastIndexOf('\n', end)];
    }

    /// <summary>Whole paragraphs gathered to documents of about 3,000 characters, in their order.</summary>
    public static IEnumerable<string> Documents(IEnumerable<string> paragraphs, int length = DocumentLength)
    {
        var builder = new StringBuilder();
        foreach (var paragraph in paragraphs)
        {
            if (builder.Length > 0)
            {
                builder.Append('\n');
            }

            builder.Append(paragraph);
            if (builder.Length >= length)
            {
                yield return builder.ToString();
                builder.Clear();
            }
        }

        if (builder.Length > 0)
        {
            yield return builder.ToString();
        }
    }

    /// <summary>Paragraphs from a share of the way in, until <paramref name="characters"/> are reached.</summary>
    public static IEnumerable<string> Stretch(IReadOnlyList<string> paragraphs, double from, int characters)
    {
        var total = 0;
        foreach (var paragraph in paragraphs.Skip((int)(paragraphs.Count * from)))
        {
            if (total >= characters)
            {
                yield break;
            }

            total += paragraph.Length;
            yield return paragraph;
        }
    }

    /// <summary>
    /// Of too many documents an even spread, not the first ones, with about <paramref name="limit"/> characters in all.
    /// </summary>
    public static IEnumerable<string> Spread(IReadOnlyList<string> documents, int limit)
    {
        var share = Math.Min(1.0, limit / (double)Math.Max(1, documents.Sum(static document => (long)document.Length)));
        return documents.Where((_, i) => (int)((i + 1) * share) > (int)(i * share));
    }

    /// <summary>Mostly words: what remains of documentation when listings, tables and signatures are gone.</summary>
    public static bool IsProse(string paragraph)
    {
        if (paragraph.Length < 60)
        {
            return false;
        }

        var words = 0;
        foreach (var letter in paragraph)
        {
            words += char.IsLetter(letter) || letter == ' ' ? 1 : 0;
        }

        return words > 0.88 * paragraph.Length;
    }

    private static int IndexOfLineEnd(string text, string marker, int from)
    {
        var found = text.IndexOf(marker, from, StringComparison.Ordinal);
        if (found < 0)
        {
            throw new PrismaticException(
                $"A corpus text lacks its marker '{marker}': install the listed package version."
            );
        }

        var end = text.IndexOf('\n', found);
        return end < 0 ? text.Length : end + 1;
    }
}

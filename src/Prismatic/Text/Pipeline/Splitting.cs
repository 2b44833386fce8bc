namespace Prismatic.Text.Pipeline;

/// <summary>A piece of text between two cuts.</summary>
/// <param name="Text">The letters.</param>
/// <param name="AtStart">Whether the whole text starts with it.</param>
internal readonly record struct Piece(string Text, bool AtStart);

/// <summary>What becomes of a delimiter when text is cut at it.</summary>
internal enum DelimiterBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}

/// <summary>Cuts text at delimiters.</summary>
internal static class Splitting
{
    /// <summary>The pieces, empty ones left out.</summary>
    /// <param name="piece">The text.</param>
    /// <param name="matches">Places of the delimiters, from left to right.</param>
    /// <param name="behavior">What becomes of them.</param>
    /// <param name="invert">Whether the matches are what is kept, and the rest the delimiters.</param>
    /// <param name="output">Gets the pieces.</param>
    public static void Split(
        Piece piece,
        List<(int Start, int End)> matches,
        DelimiterBehavior behavior,
        bool invert,
        List<Piece> output
    )
    {
        var parts = Parts(piece.Text.Length, matches, invert);
        if (behavior == DelimiterBehavior.MergedWithNext)
        {
            parts.Reverse();
            Merge(parts, behavior);
            parts.Reverse();
        }
        else
        {
            Merge(parts, behavior);
        }
        foreach (var (start, end, delimiter) in parts)
        {
            if (end > start && !(delimiter && behavior == DelimiterBehavior.Removed))
            {
                output.Add(new Piece(piece.Text[start..end], piece.AtStart && start == 0));
            }
        }
    }

    private static List<(int Start, int End, bool Delimiter)> Parts(
        int length,
        List<(int Start, int End)> matches,
        bool invert
    )
    {
        var parts = new List<(int Start, int End, bool Delimiter)>((2 * matches.Count) + 1);
        var from = 0;
        foreach (var (start, end) in matches)
        {
            if (start > from)
            {
                parts.Add((from, start, invert));
            }
            parts.Add((start, end, !invert));
            from = end;
        }
        if (from < length)
        {
            parts.Add((from, length, invert));
        }
        return parts;
    }

    // One walk for all: a part joins the one before it when the behaviour says so.
    private static void Merge(List<(int Start, int End, bool Delimiter)> parts, DelimiterBehavior behavior)
    {
        if (behavior is DelimiterBehavior.Removed or DelimiterBehavior.Isolated)
        {
            return;
        }
        var kept = 0;
        var previous = false;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var joins =
                behavior == DelimiterBehavior.Contiguous ? part.Delimiter == previous : part.Delimiter && !previous;
            if (joins && kept > 0)
            {
                var last = parts[kept - 1];
                parts[kept - 1] = (Math.Min(last.Start, part.Start), Math.Max(last.End, part.End), last.Delimiter);
            }
            else
            {
                parts[kept++] = part;
            }
            previous = part.Delimiter;
        }
        parts.RemoveRange(kept, parts.Count - kept);
    }
}

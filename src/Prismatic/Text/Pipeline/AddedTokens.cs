using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>A token that stands beside the model's pieces and is found in text before anything else.</summary>
internal sealed record AddedToken(string Content, int Id)
{
    /// <summary>Only between signs that are no word signs.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Takes the white space before it.</summary>
    public bool TakesLeft { get; init; }

    /// <summary>Takes the white space behind it.</summary>
    public bool TakesRight { get; init; }

    /// <summary>Looked for after normalization.</summary>
    public bool Normalized { get; init; }

    /// <summary>Belongs to the conversation, not to its text: data never becomes it.</summary>
    public bool Control { get; init; }
}

/// <summary>Finds added tokens in text: the leftmost, and of those the longest.</summary>
internal sealed class AddedTokens
{
    private readonly AddedToken[] _tokens;
    private readonly SortedPieces _contents;

    /// <summary>Tokens with what is looked for.</summary>
    /// <param name="tokens">Tokens.</param>
    /// <param name="contents">What is looked for of each, by place.</param>
    public AddedTokens(IReadOnlyList<AddedToken> tokens, IReadOnlyList<string> contents)
    {
        _tokens = [.. tokens];
        // Of two with the same content the first counts.
        var byContent = new Dictionary<string, int>();
        for (var i = 0; i < contents.Count; i++)
        {
            byContent.TryAdd(contents[i], i);
        }
        _contents = new SortedPieces(byContent);
    }

    /// <summary>Parts of a text in order: those with a token, and those without, which are never empty.</summary>
    public List<(int Start, int End, AddedToken? Token)> Find(string text, bool controls)
    {
        var parts = new List<(int Start, int End, AddedToken? Token)>();
        var from = 0;
        var found = new List<(int Length, int Value)>();
        for (var at = 0; at < text.Length && _contents.Count > 0; )
        {
            _contents.Prefixes(text.AsSpan(at), found);
            if (found.Count == 0)
            {
                at++;
                continue;
            }
            var (length, index) = found[^1];
            var token = _tokens[index];
            var (start, end) = (at, at + length);
            at = end;
            if ((token.Control && !controls) || (token.SingleWord && !StandsAlone(text, start, end)))
            {
                continue;
            }
            start = token.TakesLeft ? Math.Max(from, SpaceBefore(text, start)) : start;
            end = token.TakesRight ? SpaceBehind(text, end) : end;
            if (from < start)
            {
                parts.Add((from, start, null));
            }
            parts.Add((start, end, token));
            from = end;
        }
        if (from < text.Length)
        {
            parts.Add((from, text.Length, null));
        }
        return parts;
    }

    private static bool StandsAlone(string text, int start, int end)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _);
        Rune.DecodeFromUtf16(text.AsSpan(end), out var behind, out _);
        return (start == 0 || !SignKinds.IsWord(before)) && (end == text.Length || !SignKinds.IsWord(behind));
    }

    private static int SpaceBefore(string text, int at)
    {
        while (at > 0 && char.IsWhiteSpace(text[at - 1]))
        {
            at--;
        }
        return at;
    }

    private static int SpaceBehind(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
        return at;
    }
}

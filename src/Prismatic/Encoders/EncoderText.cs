using Prismatic.Text;

namespace Prismatic.Encoders;

/// <summary>From text to the ids an encoder reads, within a limit.</summary>
internal sealed class EncoderText(EncoderFiles files, int maxTokens)
{
    // A token of prose has some five characters; a text much longer than this is cut before it is cut into tokens.
    private const int CharactersOfToken = 64;
    private const int Margin = 16;

    /// <summary>Most ids of a text, those around it included.</summary>
    public int MaxTokens => maxTokens;

    /// <summary>Ids of one text.</summary>
    public FramedText One(string text) => files.Tokens.Frame.One(Ids(text), maxTokens);

    /// <summary>Ids of two texts.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    /// <param name="mostOfEach">Most tokens of each text; null for no limit of its own.</param>
    public FramedText Two(string first, string second, int? mostOfEach)
    {
        var (a, b) = (Ids(first), Ids(second));
        var framed = files.Tokens.Frame.Two(Start(a, mostOfEach), Start(b, mostOfEach), maxTokens);
        return framed with
        {
            Truncated = framed.Truncated || Math.Max(a.Count, b.Count) > (mostOfEach ?? int.MaxValue),
        };
    }

    private static IReadOnlyList<int> Start(IReadOnlyList<int> ids, int? most) =>
        most is { } count && ids.Count > count ? [.. ids.Take(count)] : ids;

    private IReadOnlyList<int> Ids(string text)
    {
        var start = Beginning(text);
        var ids = Encode(start);
        // Cut at white space, only its last word may have been read otherwise in the whole text.
        if (start.Length < text.Length && ids.Count < maxTokens + Margin)
        {
            ids = Encode(text);
        }
        if (ids.FirstOrDefault(id => id >= files.VocabularySize) is > 0 and var unknown)
        {
            throw new PrismaticException(
                $"the tokenizer of {files.Name} gives the token id {unknown}, and the model knows only {files.VocabularySize}; "
                    + "they do not belong together"
            );
        }
        return ids;
    }

    private IReadOnlyList<int> Encode(string text) =>
        files.Tokens.Tokenizer.Encode(files.Lowers ? text.ToLowerInvariant() : text);

    private string Beginning(string text)
    {
        var most = Math.Min(maxTokens, int.MaxValue / (2 * CharactersOfToken)) * CharactersOfToken;
        if (text.Length <= most)
        {
            return text;
        }
        for (var end = most; end > most / 2; end--)
        {
            if (char.IsWhiteSpace(text[end]))
            {
                return text[..end];
            }
        }
        return text;
    }
}

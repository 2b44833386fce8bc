namespace Prismatic.Pluralism;

/// <summary>Cuts answers into sentences, as far as an entailment model needs them apart.</summary>
internal static class Sentences
{
    private static readonly char[] Bullets = ['-', '*', '\u2022', '#', '>', ' ', '\t'];

    /// <summary>
    /// Pieces that end at a line break, or at a full stop, question or exclamation mark before white space (before
    /// anything in scripts without spaces); without list marks. Pieces without a letter or digit are dropped.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="limit">At most so many.</param>
    public static IReadOnlyList<string> Of(string text, int limit)
    {
        var sentences = new List<string>();
        for (int start = 0, i = 0; i <= text.Length && sentences.Count < limit; i++)
        {
            if (i == text.Length || EndsAt(text, i))
            {
                var end = Math.Min(i + 1, text.Length);
                var sentence = text[start..end].Trim().TrimStart(Bullets).Trim();
                if (sentence.Any(char.IsLetterOrDigit))
                {
                    sentences.Add(sentence);
                }
                start = end;
            }
        }
        return sentences;
    }

    private static bool EndsAt(string text, int i) =>
        text[i] switch
        {
            '\n' or '\r' or '\u3002' or '\uff01' or '\uff1f' or '\u2028' or '\u2029' => true,
            // The number of a list item is no sentence.
            '.' => IsEnd(text, i) && !(i > 0 && char.IsAsciiDigit(text[i - 1]) && IsListNumber(text, i)),
            '!' or '?' or '\u2026' or '\u061f' or '\u0964' => IsEnd(text, i),
            _ => false,
        };

    private static bool IsEnd(string text, int i) => i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]);

    private static bool IsListNumber(string text, int i)
    {
        var start = i - 1;
        while (start >= 0 && char.IsAsciiDigit(text[start]))
        {
            start--;
        }
        return start < 0 || text[start] is '\n' or '\r';
    }
}

using System.Text;

namespace Prismatic.Reasoning;

/// <summary>Takes from a reasoning the sentences that hold the answer word for word: what could merely be copied.</summary>
public static class LeakMask
{
    /// <summary>The reasoning without the sentences that hold the answer; the others keep their letters and order.</summary>
    /// <param name="reasoning">Sentences end at line ends, and at <c>.</c>, <c>!</c> or <c>?</c> before white space.</param>
    /// <param name="answer">
    /// Found whole only, whatever its case: <c>5</c> is not in <c>50</c>, <c>1.5</c> or <c>5,000</c>. <c>5,000</c> is also found
    /// as <c>5000</c>.
    /// </param>
    public static string Apply(string reasoning, string answer)
    {
        string[] forms = [.. Forms(answer).Where(form => form.Length > 0).Distinct()];
        var kept = new StringBuilder(reasoning.Length);
        foreach (var sentence in Sentences(reasoning))
        {
            if (!Array.Exists(forms, form => Holds(sentence, form)))
            {
                kept.Append(sentence);
            }
        }
        return kept.ToString().Trim();
    }

    /// <summary>Whether a text holds the answer whole.</summary>
    public static bool Holds(string text, string answer)
    {
        for (
            var at = Find(text, answer, 0);
            answer.Length > 0 && at >= 0;
            at = at + 1 < text.Length ? Find(text, answer, at + 1) : -1
        )
        {
            if (!Continues(text, at, -1) && !Continues(text, at + answer.Length - 1, 1))
            {
                return true;
            }
        }
        return false;
    }

    private static int Find(string text, string answer, int from) =>
        text.IndexOf(answer, from, StringComparison.OrdinalIgnoreCase);

    // Whether the word or number whose edge stands at a place goes on in a direction.
    private static bool Continues(string text, int edge, int step)
    {
        var next = edge + step;
        if (next < 0 || next >= text.Length || !char.IsLetterOrDigit(text[edge]))
        {
            return false;
        }
        var beyond = next + step;
        return char.IsLetterOrDigit(text[next])
            || (
                text[next] is '.' or ','
                && char.IsDigit(text[edge])
                && beyond >= 0
                && beyond < text.Length
                && char.IsDigit(text[beyond])
            );
    }

    private static IEnumerable<string> Forms(string answer)
    {
        var plain = answer.Trim().TrimEnd('.').Trim();
        yield return plain;
        yield return plain.TrimStart('$');
        if (plain.Any(char.IsDigit))
        {
            yield return plain.TrimStart('$').Replace(",", "", StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Sentences(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var ends =
                text[i] == '\n'
                || (text[i] is '.' or '!' or '?' && i + 1 < text.Length && char.IsWhiteSpace(text[i + 1]));
            if (ends)
            {
                yield return text[start..(i + 1)];
                start = i + 1;
            }
        }
        yield return text[start..];
    }
}

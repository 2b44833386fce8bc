using System.Text;

namespace Prismatic.Homogeneity;

/// <summary>What is left of an answer when looks do not count.</summary>
public static class AnswerText
{
    /// <summary>
    /// Lower case, runs of white space as one space, quotes, asterisks and closing punctuation at both ends gone; digits and everything
    /// else stay. An answer of nothing else is left as it is but for the ends' white space.
    /// </summary>
    public static string Normalise(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                result.Append(char.ToLowerInvariant(c));
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }
        }
        var normalised = result.ToString();
        var bare = normalised.Trim(" \"'`*_.!?,;:“”‘’«»…。！？".ToCharArray());
        return bare.Length > 0 ? bare : normalised.Trim();
    }
}

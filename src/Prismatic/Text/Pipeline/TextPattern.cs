using System.Text;
using System.Text.RegularExpressions;

namespace Prismatic.Text.Pipeline;

/// <summary>What a tokenizer file looks for in a text: a string or a pattern.</summary>
internal sealed class TextPattern
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private readonly Regex _regex;
    private readonly string _source;
    private readonly bool _literal;

    private TextPattern(Regex regex, string source, bool literal) =>
        (_regex, _source, _literal) = (regex, source, literal);

    /// <summary>Exactly these letters.</summary>
    public static TextPattern Literal(string text) =>
        new(new Regex(Regex.Escape(text), RegexOptions.CultureInvariant, Limit), text, true);

    /// <summary>An Oniguruma pattern.</summary>
    /// <exception cref="PrismaticException">It cannot be matched the same way here.</exception>
    public static TextPattern Oniguruma(string pattern)
    {
        var translated = OnigurumaPattern.Translate(pattern);
        try
        {
            return new TextPattern(new Regex(translated, RegexOptions.CultureInvariant, Limit), pattern, false);
        }
        catch (ArgumentException fault)
        {
            throw TokenizerFault.Unsupported(
                $"the pattern {TokenizerFault.Short(pattern)} ({fault.Message.ReplaceLineEndings(" ")})"
            );
        }
    }

    /// <summary>Places of the matches, from left to right.</summary>
    /// <exception cref="PrismaticException">One of them takes too long.</exception>
    public List<(int Start, int End)> Matches(string text)
    {
        var matches = new List<(int Start, int End)>();
        if (_source.Length == 0)
        {
            return matches;
        }
        var shadow = _literal ? null : StandIns.Of(text);
        try
        {
            foreach (var match in _regex.EnumerateMatches(shadow?.Text ?? text))
            {
                var end = match.Index + match.Length;
                matches.Add(shadow is { Places: { } places } ? (places[match.Index], places[end]) : (match.Index, end));
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw new PrismaticException(
                $"the tokenizer's pattern {TokenizerFault.Short(_source)} takes more than {Limit.TotalSeconds} s on one text "
                    + $"of {text.Length} characters; choose a model with another tokenizer, or leave this row out"
            );
        }
        return matches;
    }

    /// <summary>The text with each match replaced by a content that is taken as it is.</summary>
    public string Replace(string text, string content)
    {
        if (_literal)
        {
            return _source.Length == 0 ? text : text.Replace(_source, content, StringComparison.Ordinal);
        }
        var result = new StringBuilder(text.Length);
        var from = 0;
        foreach (var (start, end) in Matches(text))
        {
            result.Append(text, from, start - from).Append(content);
            from = end;
        }
        return result.Append(text, from, text.Length - from).ToString();
    }
}

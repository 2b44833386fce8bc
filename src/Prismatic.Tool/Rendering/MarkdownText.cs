using System.Text;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.Rendering;

/// <summary>
/// Text of strangers inside Markdown: what it says can be read, and nothing in it acts. Written for CommonMark with the additions of
/// GitHub, whose mentions, references and emoji are found in the text after Markdown was read, so that escaping does not stop
/// them: there a space without width (U+200B) is put in. No other such space comes out, since one that comes in is shown by name.
/// </summary>
internal static partial class MarkdownText
{
    // Breaks names that a host turns into links; has no width.
    private const string Break = "&#8203;";

    // Ends a commit's shortest abbreviation.
    private const int HashLetters = 6;

    /// <summary>Inside a line that begins with something else: a cell of a table, a list item, a heading.</summary>
    public static string Inline(string text)
    {
        var line = OneLine(text);
        var result = new StringBuilder(2 * line.Length);
        var hexadecimal = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (char.IsAsciiHexDigit(c) && ++hexadecimal > HashLetters)
            {
                result.Append(Break);
                hexadecimal = 1;
            }
            else if (!char.IsAsciiHexDigit(c))
            {
                hexadecimal = 0;
            }
            Append(result, line, i);
        }
        return result.ToString();
    }

    /// <summary>A code span; not for cells of tables, where a bar would end it.</summary>
    public static string Code(string text)
    {
        var line = OneLine(text);
        if (line.Length == 0)
        {
            return "` `";
        }
        var fence = new string('`', LongestRun(line) + 1);
        // A space at both ends is taken off by readers, so it is given where the text needs it.
        var pad = line[0] == '`' || line[^1] == '`' ? " " : "";
        return fence + pad + line + pad + fence;
    }

    /// <summary>A block of code of one line.</summary>
    public static string Block(string text, string language)
    {
        var line = OneLine(text);
        var fence = new string('`', Math.Max(3, LongestRun(line) + 1));
        return $"{fence}{language}\n{line}\n{fence}";
    }

    /// <summary>What a reader is to see of a text: one line, without runs of spaces, with nothing hidden in it.</summary>
    internal static string OneLine(string text) => SpacePattern().Replace(VisibleText.Of(text), " ").Trim(' ');

    private static void Append(StringBuilder result, string line, int i)
    {
        var c = line[i];
        var before = i > 0 ? line[i - 1] : ' ';
        var after = i + 1 < line.Length ? line[i + 1] : ' ';
        switch (c)
        {
            case '<':
                result.Append("&lt;");
                break;
            case '>':
                result.Append("&gt;");
                break;
            case '&':
                result.Append("&amp;");
                break;
            // Mentions, references, emoji, mathematics, addresses.
            case '@':
                result.Append("&#64;").Append(Break);
                break;
            case '#':
                result.Append("&#35;").Append(Break);
                break;
            case '$':
                result.Append(Break).Append("&#36;").Append(Break);
                break;
            case ':' when after != ' ':
                result.Append("&#58;").Append(Break);
                break;
            case '.' when i > 2 && line.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase):
                result.Append(Break).Append("&#46;");
                break;
            // GH-1, JIRA-1, CVE-2024-1, GHSA-…; not a minus before a number.
            case '-' when char.IsLetter(before) && after != ' ':
                result.Append('-').Append(Break);
                break;
            case '-' when char.IsAsciiDigit(before) && char.IsAsciiLetterOrDigit(after):
                result.Append('-');
                break;
            // The number of a list.
            case '.' or ')' when i > 0 && !line.AsSpan(0, i).ContainsAnyExceptInRange('0', '9'):
            case '!' or '*' or '+' or '-' or '=' or '[' or '\\' or ']' or '^' or '_' or '`' or '{' or '|' or '}' or '~':
                result.Append('\\').Append(c);
                break;
            default:
                result.Append(c);
                break;
        }
    }

    private static int LongestRun(string line) =>
        TickPattern().Matches(line).Select(run => run.Length).DefaultIfEmpty(0).Max();

    [GeneratedRegex(" +", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpacePattern();

    [GeneratedRegex("`+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TickPattern();
}

using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>A class of letters in a pattern: one level, without intersections.</summary>
internal sealed class OnigurumaClass(string pattern, Func<string, PrismaticException> refused)
{
    /// <summary>Copies a class; the place moves behind it.</summary>
    public void Copy(ref int at, StringBuilder output)
    {
        output.Append(pattern[at++]);
        if (at < pattern.Length && pattern[at] == '^')
        {
            output.Append(pattern[at++]);
        }
        if (at < pattern.Length && pattern[at] == ']')
        {
            throw refused("a class that is empty or starts with ']'");
        }
        while (at < pattern.Length && pattern[at] != ']')
        {
            var first = Letter(ref at, output);
            var ranges = at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']';
            if (!ranges)
            {
                continue;
            }
            if (first is not { } low)
            {
                throw refused("a range that starts with a set");
            }
            output.Append('-');
            at++;
            var high = Letter(ref at, output) ?? throw refused("a range that ends with a set");
            if (high < low || StandIns.AnyIn(low, high))
            {
                throw refused($"the range from U+{(int)low:X4} to U+{(int)high:X4}");
            }
        }
        if (at >= pattern.Length)
        {
            throw refused("a class without end");
        }
        output.Append(pattern[at++]);
    }

    private char? Letter(ref int at, StringBuilder output)
    {
        var letter = pattern[at];
        if (letter == '\\')
        {
            return OnigurumaEscape.Copy(pattern, ref at, output, refused);
        }
        if (letter == '[' || char.IsSurrogate(letter))
        {
            throw refused(letter == '[' ? "a class within a class" : "a letter beyond U+FFFF in a class");
        }
        if (letter == '&' && at + 1 < pattern.Length && pattern[at + 1] == '&')
        {
            throw refused("'&&'");
        }
        // A hyphen that makes no range.
        output.Append(letter == '-' ? "\\-" : letter.ToString());
        at++;
        return letter;
    }
}

using System.Globalization;
using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>
/// Turns a pattern as tokenizer files hold them (Oniguruma, Ruby syntax) into one of .NET with the same matches. Only what
/// means the same, or can be written so that it does, passes; anything else is refused by its name.
/// </summary>
internal sealed class OnigurumaPattern
{
    private readonly string _pattern;
    private readonly StringBuilder _output = new();
    private readonly Stack<(int Start, bool IgnoresCase)> _groups = new();
    private int _at;
    private int _atom = -1;
    private bool _ignoresCase;

    private OnigurumaPattern(string pattern) => _pattern = pattern;

    /// <summary>The pattern for .NET.</summary>
    /// <exception cref="PrismaticException">It uses something that would match other text here.</exception>
    public static string Translate(string pattern) => new OnigurumaPattern(pattern).Run();

    private char Current => _at < _pattern.Length ? _pattern[_at] : '\0';

    private string Run()
    {
        while (_at < _pattern.Length)
        {
            Step(_pattern[_at]);
        }
        return _groups.Count == 0 ? _output.ToString() : throw Refused("a group without end");
    }

    private void Step(char letter)
    {
        switch (letter)
        {
            case '(':
                OpenGroup();
                break;
            case ')':
                CloseGroup();
                break;
            case '[':
                Atom(() => new OnigurumaClass(_pattern, Refused).Copy(ref _at, _output));
                break;
            case '*' or '+' or '?' or '{':
                Quantify();
                break;
            case '|':
                Plain("|");
                break;
            case '^' or '$':
                // Always line ends in Ruby syntax.
                Plain($"(?m:{letter})");
                break;
            case '.':
                Atom(() => Literal("[^\n]"));
                break;
            case '\\':
                Atom(() => OnigurumaEscape.Copy(_pattern, ref _at, _output, Refused));
                break;
            default:
                Atom(() => Literal(Letter(letter)));
                break;
        }
    }

    private string Letter(char letter) =>
        char.IsSurrogate(letter) ? throw Refused($"the letter U+{(int)letter:X4}")
        // The long s is the one letter whose case folds into ASCII there and not here.
        : _ignoresCase && letter is 's' or 'S' && _ignoresCase ? "[sS\u017f]"
        : letter is ']' or '}' ? "\\" + letter
        : letter.ToString();

    private void Atom(Action copy)
    {
        _atom = _output.Length;
        copy();
    }

    private void Literal(string text)
    {
        _output.Append(text);
        _at++;
    }

    private void Plain(string text)
    {
        Literal(text);
        _atom = -1;
    }

    private void OpenGroup()
    {
        string[] kinds = ["(?:", "(?i:", "(?=", "(?!", "(?<=", "(?<!", "(?>"];
        var kind = Array.Find(kinds, k => string.CompareOrdinal(_pattern, _at, k, 0, k.Length) == 0);
        if (kind is null && _at + 1 < _pattern.Length && _pattern[_at + 1] == '?')
        {
            throw Refused($"the group '{_pattern[_at..Math.Min(_pattern.Length, _at + 4)]}'");
        }
        _groups.Push((_output.Length, _ignoresCase));
        _ignoresCase |= kind == "(?i:";
        _output.Append(kind ?? "(?:");
        _at += kind?.Length ?? 1;
        _atom = -1;
    }

    private void CloseGroup()
    {
        if (!_groups.TryPop(out var group))
        {
            throw Refused("an end without a group");
        }
        Literal(")");
        (_atom, _ignoresCase) = group;
    }

    private void Quantify()
    {
        if (_atom < 0)
        {
            throw Refused($"'{Current}' after nothing that can be repeated");
        }
        var counted = Current == '{';
        var quantifier = counted ? Count() : _pattern[_at++].ToString();
        _output.Append(quantifier);
        if (Current is '+' or '?')
        {
            // After a count these mean something else in Ruby than elsewhere.
            if (counted)
            {
                throw Refused($"'{quantifier}{Current}'");
            }
            if (_pattern[_at++] == '+')
            {
                _output.Insert(_atom, "(?>").Append(')');
            }
            else
            {
                _output.Append('?');
            }
        }
        _atom = -1;
    }

    private string Count()
    {
        var end = _pattern.IndexOf('}', _at);
        var parts = end < 0 ? [] : _pattern[(_at + 1)..end].Split(',');
        if (
            parts.Length is not (1 or 2)
            || parts.All(string.IsNullOrEmpty)
            || (parts.Length == 1 && parts[0].Length == 0)
            || parts.Any(part => part.Length > 4 || part.Any(letter => !char.IsAsciiDigit(letter)))
        )
        {
            throw Refused("'{' that is no count");
        }
        _at = end + 1;
        return parts.Length == 1
            ? $"{{{parts[0]}}}"
            : string.Create(CultureInfo.InvariantCulture, $"{{{(parts[0].Length == 0 ? "0" : parts[0])},{parts[1]}}}");
    }

    private PrismaticException Refused(string what) =>
        TokenizerFault.Unsupported($"{what} in the pattern {TokenizerFault.Short(_pattern)}");
}

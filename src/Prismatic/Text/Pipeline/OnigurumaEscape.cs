using System.Globalization;
using System.Text;

namespace Prismatic.Text.Pipeline;

/// <summary>Escapes of a pattern, inside and outside of classes.</summary>
internal static class OnigurumaEscape
{
    /// <summary>Copies one escape; the place moves behind it.</summary>
    /// <returns>The letter it stands for, or null where it stands for a set.</returns>
    public static char? Copy(string pattern, ref int at, StringBuilder output, Func<string, PrismaticException> refused)
    {
        var kind = at + 1 < pattern.Length ? pattern[at + 1] : throw refused("a lone backslash");
        switch (kind)
        {
            case 's' or 'S' or 'd' or 'D':
                output.Append('\\').Append(kind);
                at += 2;
                return null;
            case 'p' or 'P':
                Category(pattern, ref at, output, refused);
                return null;
            case 'r' or 'n' or 't' or 'f' or 'v':
                output.Append('\\').Append(kind);
                at += 2;
                return kind switch
                {
                    'r' => '\r',
                    'n' => '\n',
                    't' => '\t',
                    'f' => '\f',
                    _ => '\v',
                };
            case 'u' or 'x':
                return Code(pattern, ref at, output, refused);
            default:
                if (kind > 127 || char.IsAsciiLetterOrDigit(kind) || char.IsControl(kind))
                {
                    throw refused($"'\\{kind}'");
                }
                output.Append('\\').Append(kind);
                at += 2;
                return kind;
        }
    }

    // General categories by their short names mean the same on both sides; scripts and properties are not known here.
    private static void Category(
        string pattern,
        ref int at,
        StringBuilder output,
        Func<string, PrismaticException> refused
    )
    {
        var end = pattern.IndexOf('}', at);
        var name = end > at + 3 && pattern[at + 2] == '{' ? pattern[(at + 3)..end] : "";
        var negated = name.StartsWith('^');
        name = name.TrimStart('^');
        if (name.Length is not (1 or 2) || !char.IsAsciiLetterUpper(name[0]) || !IsCategory(name))
        {
            throw refused($"'{pattern[at..Math.Min(pattern.Length, Math.Max(end + 1, at + 2))]}'");
        }
        output.Append((pattern[at + 1] == 'P') ^ negated ? "\\P{" : "\\p{").Append(name).Append('}');
        at = end + 1;
    }

    private static bool IsCategory(string name) =>
        name[0] switch
        {
            'L' => name is "L" or "Lu" or "Ll" or "Lt" or "Lm" or "Lo",
            'M' => name is "M" or "Mn" or "Mc" or "Me",
            'N' => name is "N" or "Nd" or "Nl" or "No",
            'P' => name is "P" or "Pc" or "Pd" or "Ps" or "Pe" or "Pi" or "Pf" or "Po",
            'S' => name is "S" or "Sm" or "Sc" or "Sk" or "So",
            'Z' => name is "Z" or "Zs" or "Zl" or "Zp",
            'C' => name is "Cc" or "Cf",
            _ => false,
        };

    private static char Code(string pattern, ref int at, StringBuilder output, Func<string, PrismaticException> refused)
    {
        var braced = at + 2 < pattern.Length && pattern[at + 2] == '{';
        var start = at + (braced ? 3 : 2);
        var end = braced ? pattern.IndexOf('}', at) : start + (pattern[at + 1] == 'u' ? 4 : 2);
        if (
            end < start
            || end > pattern.Length
            || (braced && pattern[at + 1] == 'u')
            || !int.TryParse(
                pattern.AsSpan(start, end - start),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var code
            )
            || code is < 0 or > 0xFFFF
            || char.IsSurrogate((char)code)
            // Two hexadecimal digits without braces are a byte there.
            || (pattern[at + 1] == 'x' && !braced && code > 127)
        )
        {
            throw refused($"'{pattern[at..Math.Min(pattern.Length, at + 10)]}'");
        }
        output.Append(CultureInfo.InvariantCulture, $"\\u{code:X4}");
        at = braced ? end + 1 : end;
        return (char)code;
    }
}

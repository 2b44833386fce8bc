using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Prismatic.Gates;

/// <summary>What a field of a gate holds, and how to complain about it.</summary>
/// <param name="Kind">Kind of its token.</param>
/// <param name="Told">Its text; empty where it is none.</param>
/// <param name="Size">Its number; NaN where it is none.</param>
/// <param name="Wrong">Makes a fault out of the rest of a sentence that names place and field.</param>
internal readonly record struct GateValue(
    JsonTokenType Kind,
    string Told,
    double Size,
    Func<string, PrismaticException> Wrong
)
{
    /// <summary>Greatest number of a limit; beyond it digits are lost.</summary>
    public const double Greatest = 1e15;

    /// <summary>Greatest length of a name or a pattern, in code points.</summary>
    public const int LongestName = 1_000;

    /// <summary>What a share looks like, as a regular expression that JSON schema knows too.</summary>
    public const string SharePattern = @"^[0-9]{1,9}(\.[0-9]{1,9})?%$";

    /// <summary>The same of what a name must not hold.</summary>
    public const string ControlPattern = @"[\u0000-\u001F\u007F]";

    private static readonly Regex Share = new(
        SharePattern,
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    );

    /// <summary>One of a few words.</summary>
    public string Word(IReadOnlyList<string> known, string wanted)
    {
        var text = Text();
        return known.Contains(text)
            ? text
            : throw Wrong($"that is {wanted}: \"{GateReader.Shown(text)}\"{NearNames.Suggest(text, known)}");
    }

    /// <summary>A name of something: not empty, on one line.</summary>
    public string Name()
    {
        var text = Text();
        return text.Length == 0 ? throw Wrong("that is empty")
            : text.EnumerateRunes().Count() > LongestName ? throw Wrong($"of more than {LongestName} characters")
            : text.Any(IsControl) ? throw Wrong("with control characters")
            : text;
    }

    /// <summary>Whether a file of gates can name this.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && text.EnumerateRunes().Count() <= LongestName && !text.Any(IsControl);

    /// <summary>A number of any sign.</summary>
    public double Number() =>
        Kind != JsonTokenType.Number ? throw Wrong("that is no number")
        : !(Math.Abs(Size) <= Greatest) ? throw Wrong("that is no number from -1e15 to 1e15")
        : Size;

    /// <summary>An amount or a share.</summary>
    public GateChange Change()
    {
        if (Kind == JsonTokenType.Number)
        {
            return Number() >= 0 ? new GateChange(Size, IsShare: false) : throw Wrong("that is negative");
        }
        return Kind == JsonTokenType.String && Share.IsMatch(Told) && !Told.EndsWith('\n')
            ? new GateChange(double.Parse(Told[..^1], CultureInfo.InvariantCulture) / 100, IsShare: true)
            : throw Wrong("that is neither a number nor a share such as \"5%\"");
    }

    private static bool IsControl(char c) => c is < (char)0x20 or (char)0x7F;

    private string Text() => Kind == JsonTokenType.String ? Told : throw Wrong("that is no text");
}

using System.Text.RegularExpressions;

namespace Prismatic.Pluralism;

/// <summary>Letters and numbers that stand for options: "A)", "(b)", "Answer: C", "2.".</summary>
internal static class OptionMarks
{
    private const RegexOptions Linear =
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private static readonly Regex LeadingPattern = new(
        @"^(option\s+|choice\s+)?(\((?<mark>[a-z]|\d{1,2})\)|\[(?<mark>[a-z]|\d{1,2})\]|(?<mark>[a-z]|\d{1,2})([).:](\s|$)|$))",
        Linear | RegexOptions.IgnoreCase
    );

    private static readonly Regex StatedPattern = new(
        @"\banswer((\s+is)?\s*:|\s+is\s)\s*",
        Linear | RegexOptions.IgnoreCase
    );

    private static readonly Regex StatedMarkPattern = new(
        @"^([Oo]ption\s+|[Cc]hoice\s+)?(\((?<mark>[A-Za-z])\)|\[(?<mark>[A-Za-z])\]|(?<mark>[A-Z])(\s*$|[).:,;]|\s+(because|since|as|for|-)))",
        Linear
    );

    /// <summary>
    /// The mark a text begins with, in upper case, and what follows it; null where there is none. A letter alone is a
    /// mark; within a text it needs a bracket, a full stop or a colon behind it.
    /// </summary>
    public static (string Mark, string After)? Leading(string text)
    {
        var match = LeadingPattern.Match(text);
        return match.Success ? (match.Groups["mark"].Value.ToUpperInvariant(), text[match.Length..].Trim()) : null;
    }

    /// <summary>What stands behind the last "answer:" or "the answer is"; null where nothing does.</summary>
    public static string? Stated(string text)
    {
        var match = StatedPattern.Matches(text).LastOrDefault();
        return match is null ? null : text[(match.Index + match.Length)..].Trim();
    }

    /// <summary>The letter that a stated answer begins with, such as "C", "(c)" or "C because"; null for other words.</summary>
    public static string? StatedMark(string stated)
    {
        var match = StatedMarkPattern.Match(stated);
        return match.Success ? match.Groups["mark"].Value.ToUpperInvariant() : null;
    }
}

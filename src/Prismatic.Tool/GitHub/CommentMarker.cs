using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.GitHub;

/// <summary>
/// The hidden first line of a comment of ours: which of several it is, what it says, and which run of which commit wrote it. It counts
/// at the very beginning only, so that text of a data set further down cannot pass for it.
/// </summary>
/// <param name="Key">Tells comments of one pull request apart.</param>
/// <param name="Hash">Of the text behind the marker: 32 hexadecimal digits.</param>
/// <param name="Head">Commit that was looked at: 40 or 64 hexadecimal digits.</param>
/// <param name="Run">Number of the run; later runs have greater ones.</param>
/// <param name="Attempt">Which try of that run, from 1 on.</param>
internal sealed partial record CommentMarker(string Key, string Hash, string Head, long Run, int Attempt)
{
    private const int HashBytes = 16;

    /// <summary>Orders what runs say: what comes later counts.</summary>
    public (long Run, int Attempt) Version => (Run, Attempt);

    /// <summary>The marker as a line of HTML without its end.</summary>
    public string Line =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<!-- prismatic:{Escape(Key)} hash={Hash} head={Head} run={Run} attempt={Attempt} -->"
        );

    /// <summary>The marker that a text begins with; null where it begins with none.</summary>
    public static CommentMarker? Of(string body) =>
        Pattern().Match(body) is { Success: true } match
        && long.TryParse(match.Groups["run"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var run)
        && int.TryParse(
            match.Groups["attempt"].ValueSpan,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var attempt
        )
            ? new CommentMarker(
                Uri.UnescapeDataString(match.Groups["key"].Value),
                match.Groups["hash"].Value,
                match.Groups["head"].Value,
                run,
                attempt
            )
            : null;

    /// <summary>What stands behind the marker; all of it where there is none.</summary>
    public static string TextOf(string body) => body[Pattern().Match(body).Length..];

    /// <summary>The hash of a text. Ends of lines, and spaces at both ends, do not count: hosts change them.</summary>
    public static string HashOf(string text) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Trim())).AsSpan(0, HashBytes)
        );

    // Two hyphens may end a comment of HTML, and a space ends the key.
    private static string Escape(string key) =>
        Uri.EscapeDataString(key).Replace("--", "%2D%2D", StringComparison.Ordinal);

    [GeneratedRegex(
        @"\A<!-- prismatic:(?<key>[A-Za-z0-9._~%-]{1,4000}) hash=(?<hash>[0-9a-f]{32}) head=(?<head>[0-9a-f]{40,64}) "
            + @"run=(?<run>[0-9]{1,19}) attempt=(?<attempt>[0-9]{1,9}) -->",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Pattern();
}

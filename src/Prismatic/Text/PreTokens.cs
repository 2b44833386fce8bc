using System.Text.RegularExpressions;

namespace Prismatic.Text;

/// <summary>
/// How text is cut before byte pairs are merged: words with their leading space, single digits, runs of other signs,
/// line ends, white space. No piece crosses a cut, so a line end between prompt and response always stands alone.
/// </summary>
public static partial class PreTokens
{
    // Runs end after 48 characters, so that a megabyte of one letter costs no more than a megabyte of prose. Surrogate
    // pairs are one sign and never cut. No run can be read in two ways, so matching is linear and the limit is never met.
    [GeneratedRegex(
        @"'(?:[sdmt]|ll|ve|re)(?!\p{L})| ?[\p{L}\p{M}]{1,48}| ?\p{N}"
            + @"| ?(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\s\p{L}\p{M}\p{N}]){1,48}"
            + @"|\s{0,48}[\r\n]{1,48}|\s{1,48}(?!\S)|\s{1,48}",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000
    )]
    public static partial Regex Pattern();
}

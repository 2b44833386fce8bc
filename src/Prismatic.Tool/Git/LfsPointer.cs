using System.Globalization;
using System.Text.RegularExpressions;

namespace Prismatic.Tool.Git;

/// <summary>What Git LFS keeps in place of a large file (specification version 1).</summary>
/// <param name="Hash">SHA-256 of the content, 64 hexadecimal digits.</param>
/// <param name="Bytes">Size of the content, as the pointer tells it; 0 where it does not.</param>
internal sealed partial record LfsPointer(string Hash, long Bytes = 0)
{
    private const int MostBytes = 1024;

    /// <summary>The pointer that a file is; null where it is content.</summary>
    public static LfsPointer? Read(string path)
    {
        if (new FileInfo(path).Length >= MostBytes)
        {
            return null;
        }
        var text = File.ReadAllText(path);
        var match = Form().Match(text);
        return match.Success
            ? new LfsPointer(
                match.Groups["hash"].Value,
                long.TryParse(
                    Size().Match(text).Groups["size"].Value,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var bytes
                )
                    ? bytes
                    : 0
            )
            : null;
    }

    /// <summary>Where the content lies, once it was fetched.</summary>
    public string PathIn(string gitFolder) => Path.Combine(gitFolder, "lfs", "objects", Hash[..2], Hash[2..4], Hash);

    [GeneratedRegex(
        @"\Aversion https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?oid sha256:(?<hash>[0-9a-f]{64})\n",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();

    [GeneratedRegex(
        @"^size (?<size>[0-9]{1,18})$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Size();
}

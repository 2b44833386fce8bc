using System.Text;
using System.Text.RegularExpressions;

namespace Prismatic;

/// <summary>
/// Patterns of paths with forward slashes: <c>*</c> any text within a name, <c>?</c> one character of it, <c>**/</c> any folders or
/// none, <c>**</c> any text, folders too. Everything else stands for itself.
/// </summary>
internal static class Glob
{
    /// <summary>What matches whole paths. Time is linear in the path's length, whatever the pattern.</summary>
    public static Regex Compile(string pattern, bool ignoreCase = false) =>
        new(
            (ignoreCase ? "(?i)" : "") + ToRegex(pattern),
            // A name may hold line breaks.
            RegexOptions.CultureInvariant
                | RegexOptions.NonBacktracking
                | RegexOptions.Singleline
        );

    private static string ToRegex(string glob)
    {
        var regex = new StringBuilder(@"\A");
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob.AsSpan(i).StartsWith("**/"))
            {
                regex.Append("(.*/)?");
                i += 2;
            }
            else if (glob.AsSpan(i).StartsWith("**"))
            {
                regex.Append(".*");
                i++;
            }
            else
            {
                regex.Append(
                    glob[i] switch
                    {
                        '*' => "[^/]*",
                        '?' => "[^/]",
                        _ => Regex.Escape(glob[i].ToString()),
                    }
                );
            }
        }
        return regex.Append(@"\z").ToString();
    }
}

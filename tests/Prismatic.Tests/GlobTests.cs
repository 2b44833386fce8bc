using CsCheck;

namespace Prismatic.Tests;

public sealed class GlobTests
{
    private static readonly Gen<string> Patterns = Gen.String[Gen.Char["ab./**?"], 0, 8];
    private static readonly Gen<string> Paths = Gen.String[Gen.Char["ab./"], 0, 10];

    [Fact]
    public void Matching_is_what_the_definition_says() =>
        Patterns
            .Select(Paths)
            .Sample((pattern, path) => Assert.Equal(Matches(pattern, path), Glob.Compile(pattern).IsMatch(path)));

    [Fact]
    public void A_path_without_wildcards_matches_itself_alone() =>
        Paths.Select(Paths).Sample((a, b) => Assert.Equal(a == b, Glob.Compile(a).IsMatch(b)));

    [Fact]
    public void Any_folders_are_none_or_many() =>
        Gen.String[Gen.Char["ab"], 1, 3]
            .Array[0, 4]
            .Select(Patterns)
            .Sample(
                (folders, pattern) =>
                {
                    var name = pattern
                        .Replace("?", "a", StringComparison.Ordinal)
                        .Replace("*", "", StringComparison.Ordinal);
                    Assert.Matches(Glob.Compile("**/" + pattern), string.Concat(folders.Select(f => f + "/")) + name);
                }
            );

    [Theory]
    [InlineData("Train.JSONL", "train.jsonl", true)]
    [InlineData("a+b(1)[x]{y}.csv", "a+b(1)[x]{y}.csv", true)]
    [InlineData("a.csv", "axcsv", false)]
    [InlineData("*", "line\nbreak", true)]
    [InlineData("a", "a\n", false)]
    public void Everything_else_stands_for_itself(string pattern, string path, bool expected) =>
        Assert.Equal(expected, Glob.Compile(pattern, ignoreCase: true).IsMatch(path));

    [Fact]
    public void Many_stars_take_no_long_time() =>
        Assert.DoesNotMatch(Glob.Compile(string.Concat(Enumerable.Repeat("*a", 300)) + "b"), new string('a', 10_000));

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> path)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }
        if (pattern.StartsWith("**"))
        {
            var folders = pattern.StartsWith("**/");
            var rest = pattern[(folders ? 3 : 2)..];
            for (var i = 0; i <= path.Length; i++)
            {
                if ((!folders || i == 0 || path[i - 1] == '/') && Matches(rest, path[i..]))
                {
                    return true;
                }
            }
            return false;
        }
        if (pattern[0] == '*')
        {
            return Matches(pattern[1..], path) || (!path.IsEmpty && path[0] != '/' && Matches(pattern, path[1..]));
        }
        return !path.IsEmpty
            && (pattern[0] == '?' ? path[0] != '/' : pattern[0] == path[0])
            && Matches(pattern[1..], path[1..]);
    }
}

using System.Text.RegularExpressions;

namespace Prismatic.Trainer.Corpus;

/// <summary>Hand-written source code of a repository, cut at empty lines.</summary>
internal static partial class CodeText
{
    private const int FileLimit = 80_000;
    private const int DocumentLength = 3000;

    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal)
    {
        ".py",
        ".js",
        ".ts",
        ".go",
        ".java",
        ".rs",
        ".cs",
        ".c",
        ".h",
    };

    /// <summary>Documents of source files in the order of their paths, an even spread of them when over the limit.</summary>
    public static IEnumerable<CorpusDocument> Documents(string source, string folder, int limit) =>
        PlainText
            .Spread(
                [
                    .. Directory
                        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                        .Where(path => IsKept(Path.GetRelativePath(folder, path).Replace('\\', '/')))
                        .Where(static path => new FileInfo(path).Length <= FileLimit)
                        .Order(StringComparer.Ordinal)
                        .SelectMany(static path => Pieces(PackageReaders.Read(path)))
                        .Where(IsCode),
                ],
                limit
            )
            .Select(text => CorpusDocument.Of(source, text));

    /// <summary>Whole blocks of a file until a document is long enough; a licence header is left out.</summary>
    internal static IEnumerable<string> Pieces(string file)
    {
        var text = Header().Replace(file.ReplaceLineEndings("\n").TrimStart('\ufeff'), string.Empty, 1);
        var lines = text.Split('\n');
        var piece = new List<string>();
        var length = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 && length >= DocumentLength)
            {
                yield return string.Join('\n', piece);
                piece.Clear();
                length = 0;
                continue;
            }

            piece.Add(lines[i].TrimEnd());
            length += lines[i].Length + 1;
        }

        yield return string.Join('\n', piece);
    }

    // Tests repeat themselves, built and borrowed files are not the project's hand. Project Euler's texts are under a
    // non-commercial licence, whatever the licence of the solutions.
    private static bool IsKept(string path) => Endings.Contains(Path.GetExtension(path)) && !LeftOut().IsMatch(path);

    // Tables of numbers and encoded data teach nothing.
    private static bool IsCode(string text) =>
        text.Length is > 200 and < 4 * DocumentLength
        && text.Count(char.IsAsciiDigit) < 0.2 * text.Length
        && text.Split('\n').All(static line => line.Length < 400);

    // The first comment of a file when it speaks of a licence.
    [GeneratedRegex(
        @"\A\s*(?:/\*(?:(?!\*/)[\s\S])*?(?:icense|Permission)(?:(?!\*/)[\s\S])*\*/|(?=(?:(?://|\#).*\n)*?(?://|\#).*icense)(?:(?://|\#).*\n)+)\s*"
    )]
    private static partial Regex Header();

    [GeneratedRegex(
        @"(?i)(^|/)[^/]*tests?[^/]*(/|$)|(^|/)(vendor|vendored|node_modules|dist|build|docs|third_party|unity|project_?euler|proj_euler|packages|benchmarks?)/|_test\.|\.test\.|\.min\.|\.g\.|underscore(-.*)?\.js$"
    )]
    private static partial Regex LeftOut();
}

using CsCheck;

namespace Prismatic.Tests.Duplicates;

/// <summary>Texts of few words, so that many repeat, and their similarity computed plainly.</summary>
internal static class DuplicateGen
{
    private static readonly Gen<string> Word = AnyOf("w0", "w1", "W1", "w2", "w3", "Straße", "“w4”", "7");
    private static readonly Gen<string> Close = AnyOf("", "", "", ".", " !", "\n", "…\"");

    public static Gen<string[]> Texts { get; } =
        Gen.Select(Word.List[0, 12], AnyOf(" ", " ", "  ", "\t"), Close)
            .Select((words, gap, close) => string.Join(gap, words) + close)
            .Array[0, 40];

    /// <summary>One of these, each as likely.</summary>
    public static Gen<string> AnyOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    /// <summary>Of sets of pairs of words.</summary>
    public static double Jaccard(string a, string b)
    {
        var (x, y) = (Shingles(a), Shingles(b));
        return (double)x.Intersect(y).Count() / x.Union(y).Count();
    }

    private static HashSet<string> Shingles(string text)
    {
        var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2
            ? [string.Join(' ', words)]
            : [.. Enumerable.Range(0, words.Length - 1).Select(i => $"{words[i]} {words[i + 1]}")];
    }
}

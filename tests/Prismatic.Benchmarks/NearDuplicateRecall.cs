using Prismatic.Duplicates;

namespace Prismatic.Benchmarks;

/// <summary>What near-duplicate search finds of the pairs that exact comparison of all pairs finds.</summary>
internal static class NearDuplicateRecall
{
    public static void Print(string peers, string file)
    {
        string[] texts = [.. WordTexts.Read(file)];
        var sets = Sets(texts, WordSide.Options.ShingleWords);
        var truth = AllPairs(sets, WordSide.Options.Threshold).ConvertAll(pair => (pair.A, pair.B));
        var own = DuplicateSearch.Of(texts, WordSide.Options);
        var right = own.Rows.Count(pair => Jaccard(sets[pair.Row], sets[pair.Of]) >= WordSide.Options.Threshold);
        Console.WriteLine(
            $"{truth.Count} pairs of {texts.Length} texts reach {WordSide.Options.Threshold}, by comparing all:\n"
        );
        Console.WriteLine("| side | of these in one cluster | reported pairs that reach it |");
        Console.WriteLine("| --- | ---: | ---: |");
        Console.WriteLine($"| prismatic | {Recall(truth, own.Representatives):P2} | {right} of {own.Rows.Count} |");
        if (
            PeerDriver.Run(peers, "minhash_datasketch.py", [file, "--full"]) is { } result
            && result.GetProperty("values") is var values
        )
        {
            int[] clusters = [.. values.GetProperty("cluster_of").EnumerateArray().Select(v => v.GetInt32())];
            Console.WriteLine(
                $"| datasketch | {Recall(truth, clusters):P2} | {values.GetProperty("verified_pairs")} of {values.GetProperty("pairs")} |"
            );
        }
    }

    /// <summary>The shingles of each text, as strings.</summary>
    public static HashSet<string>[] Sets(IEnumerable<string> texts, int words) =>
        [.. texts.Select(text => Shingles(text, words))];

    /// <summary>All pairs from a similarity on, by comparing every text with every other.</summary>
    public static List<(int A, int B, double Similarity)> AllPairs(HashSet<string>[] sets, double threshold)
    {
        var pairs = new List<(int A, int B, double Similarity)>();
        for (var i = 0; i < sets.Length; i++)
        {
            for (var j = i + 1; j < sets.Length; j++)
            {
                var similarity = Jaccard(sets[i], sets[j]);
                if (similarity >= threshold)
                {
                    pairs.Add((i, j, similarity));
                }
            }
        }
        return pairs;
    }

    /// <summary>Share of the pairs whose rows lie in one cluster.</summary>
    public static double Recall(List<(int A, int B)> truth, IReadOnlyList<int> clusters) =>
        truth.Count(pair => clusters[pair.A] == clusters[pair.B]) / (double)truth.Count;

    private static double Jaccard(HashSet<string> a, HashSet<string> b)
    {
        var shared = a.Count(b.Contains);
        return shared / (double)(a.Count + b.Count - shared);
    }

    private static HashSet<string> Shingles(string text, int length)
    {
        var words = text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length < length
            ? [string.Join(' ', words)]
            : [.. Enumerable.Range(0, words.Length - length + 1).Select(i => string.Join(' ', words[i..(i + length)]))];
    }
}

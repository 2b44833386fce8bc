namespace Prismatic.Duplicates;

/// <summary>How texts are compared.</summary>
public sealed record NearDuplicateOptions
{
    /// <summary>Jaccard similarity from which two texts are near-duplicates; above 0, at most 1.</summary>
    public double Threshold { get; init; } = 0.8;

    /// <summary>Words of a shingle.</summary>
    public int ShingleWords { get; init; } = 5;

    /// <summary>Of the hash functions; another seed may miss other pairs near the threshold.</summary>
    public ulong Seed { get; init; }
}

/// <summary>A row that repeats another.</summary>
/// <param name="Row">A row that is not the first of its cluster, by its place among those given.</param>
/// <param name="Of">The row of the cluster most like it, of those it was compared with.</param>
/// <param name="Similarity">Their Jaccard similarity, exact.</param>
public readonly record struct NearDuplicate(int Row, int Of, double Similarity);

/// <summary>What was found.</summary>
/// <param name="Pairs">One for each row but the first of a cluster, by row.</param>
/// <param name="Representatives">For each row the first of its cluster; itself where it is alone.</param>
/// <param name="Compared">Pairs of candidates whose similarity was computed.</param>
public sealed record NearDuplicateResult(
    IReadOnlyList<NearDuplicate> Pairs,
    IReadOnlyList<int> Representatives,
    long Compared
);

/// <summary>
/// Near-duplicates by MinHash with bands, every candidate verified by its exact Jaccard similarity of word shingles. Two
/// passes over the texts, so that only those are held which may have a partner.
/// </summary>
/// <remarks>
/// A pair at the threshold is found with probability 0.99, one above it nearly always; none below it is ever reported. Clusters
/// are chains: two rows of one may be less alike than the threshold. Memory: 8 bytes a row and band (21 at 0.8), and 8 bytes a
/// shingle of the candidates.
/// </remarks>
public sealed class NearDuplicates
{
    // Texts of a band that nobody resembles but by chance are not compared without end.
    private const int MostClusters = 64;
    private readonly NearDuplicateOptions _options;
    private readonly MinHashBands _bands;
    private readonly ShingleHasher _hasher;
    private readonly List<ulong>[] _hashes;
    private readonly Dictionary<int, ulong[]> _sets = [];
    private List<int[]>? _buckets;

    /// <summary>Nothing added yet.</summary>
    public NearDuplicates(NearDuplicateOptions? options = null)
    {
        _options = options ?? new NearDuplicateOptions();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.Threshold, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.Threshold, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.ShingleWords, 1);
        _bands = new MinHashBands(_options.Threshold, _options.Seed);
        _hasher = new ShingleHasher(_options.ShingleWords);
        _hashes = [.. Enumerable.Range(0, _bands.Bands).Select(_ => new List<ulong>())];
    }

    /// <summary>Rows added.</summary>
    public int Count => _hashes[0].Count;

    /// <summary>Both passes over texts that are in memory.</summary>
    public static NearDuplicateResult Of(
        IReadOnlyList<string> texts,
        NearDuplicateOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        var search = new NearDuplicates(options);
        foreach (var text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            search.Add(text);
        }
        foreach (var row in search.Candidates())
        {
            search.Hold(row, texts[row]);
        }
        return search.Complete(cancellation);
    }

    /// <summary>First pass: the next text.</summary>
    public void Add(string text)
    {
        Span<ulong> bands = stackalloc ulong[_bands.Bands];
        _bands.Hash(_hasher.Of(text), bands);
        for (var i = 0; i < bands.Length; i++)
        {
            _hashes[i].Add(bands[i]);
        }
    }

    /// <summary>The rows that share a band with another, ascending: those whose texts are needed again.</summary>
    public IReadOnlyList<int> Candidates()
    {
        _buckets ??= [.. _hashes.SelectMany(Buckets)];
        return [.. _buckets.SelectMany(b => b).Distinct().Order()];
    }

    /// <summary>Second pass: the text of a candidate.</summary>
    public void Hold(int row, string text) => _sets[row] = _hasher.Of(text).ToArray();

    /// <summary>Compares the candidates.</summary>
    /// <exception cref="InvalidOperationException">A candidate's text was not given.</exception>
    public NearDuplicateResult Complete(CancellationToken cancellation = default)
    {
        var clusters = new DisjointSets(Count);
        var found = new Dictionary<int, NearDuplicate>();
        var compared = 0L;
        Candidates();
        foreach (var bucket in _buckets!)
        {
            cancellation.ThrowIfCancellationRequested();
            compared += Compare(bucket, clusters, found);
        }
        return new NearDuplicateResult(
            [.. found.Values.Where(pair => clusters.Find(pair.Row) != pair.Row).OrderBy(pair => pair.Row)],
            [.. Enumerable.Range(0, Count).Select(clusters.Find)],
            compared
        );
    }

    private long Compare(int[] bucket, DisjointSets clusters, Dictionary<int, NearDuplicate> found)
    {
        var compared = 0L;
        // The first row of each cluster that the bucket touches stands for it.
        var firsts = new List<int>();
        foreach (var row in bucket)
        {
            var isNew = true;
            foreach (var first in firsts)
            {
                if (clusters.Find(first) == clusters.Find(row))
                {
                    isNew = false;
                    continue;
                }
                compared++;
                var similarity = ShingleHasher.Jaccard(SetOf(first), SetOf(row));
                if (similarity >= _options.Threshold)
                {
                    isNew = false;
                    Note(new NearDuplicate(row, first, similarity), found);
                    Note(new NearDuplicate(first, row, similarity), found);
                    clusters.Join(first, row);
                }
            }
            if (isNew && firsts.Count < MostClusters)
            {
                firsts.Add(row);
            }
        }
        return compared;
    }

    private static void Note(NearDuplicate pair, Dictionary<int, NearDuplicate> found)
    {
        if (!found.TryGetValue(pair.Row, out var known) || known.Similarity < pair.Similarity)
        {
            found[pair.Row] = pair;
        }
    }

    private ulong[] SetOf(int row) =>
        _sets.TryGetValue(row, out var set)
            ? set
            : throw new InvalidOperationException($"the text of row {row} was not given a second time");

    // Rows with one hash, ascending; those alone are left out.
    private static IEnumerable<int[]> Buckets(List<ulong> hashes)
    {
        var keys = hashes.ToArray();
        var rows = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, rows);
        for (var start = 0; start < keys.Length; )
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }
            if (end - start > 1)
            {
                yield return [.. rows[start..end].Order()];
            }
            start = end;
        }
    }
}

using System.Numerics.Tensors;
using Prismatic.Clustering;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Selection;

namespace Prismatic.Trainer.Experiments;

/// <summary>Puts the rows of one pool in each method's order of preference.</summary>
/// <remarks>
/// The rules are those of <see cref="PrismaticFilter"/> itself. The filter takes a number of rows, so the number is
/// searched whose rows just reach the budget of tokens; smaller numbers keep subsets of larger ones. Where what stands has
/// fewer tokens than the budget, what was removed follows in random order.
/// </remarks>
internal sealed class PoolChooser
{
    private readonly RowBank _bank;
    private readonly FeatureBank _features;
    private readonly int[] _pool;
    private readonly ulong _seed;
    private readonly Dictionary<Removal, int[]> _standing = [];
    private readonly Dictionary<(string, Removal), KMeansResult> _clusters = [];
    private readonly Dictionary<string, Matrix> _rows = [];
    private static readonly SessionSettings OneThread = new() { Threads = 1 };

    /// <summary>Finds copies.</summary>
    /// <param name="bank">Rows.</param>
    /// <param name="features">Views of the bank.</param>
    /// <param name="pool">Indices into the bank.</param>
    /// <param name="seed">Of clusters and draws.</param>
    public PoolChooser(RowBank bank, FeatureBank features, int[] pool, ulong seed)
    {
        (_bank, _features, _pool, _seed) = (bank, features, pool, seed);
        int[] all = [.. Enumerable.Range(0, pool.Length)];
        var texts = Array.ConvertAll(pool, row => bank.Rows[row].Text);
        var first = new Dictionary<string, int>();
        int[] exact = [.. all.Where(i => first.TryAdd(texts[i], i))];
        var copyOf = NearCopyRemoval.Find(Array.ConvertAll(exact, i => texts[i]));
        _standing[Removal.None] = all;
        _standing[Removal.Exact] = exact;
        _standing[Removal.Near] = [.. exact.Where((_, i) => copyOf[i] == i)];
    }

    /// <summary>Places of the pool that stand after a removal.</summary>
    public IReadOnlyList<int> Standing(Removal removal) => _standing[removal];

    /// <summary>Rows of the bank, the preferred ones, until at least <paramref name="budget"/> tokens; the last crosses it.</summary>
    public IReadOnlyList<int> Choose(SelectionMethod method, int budget)
    {
        var standing = _standing[method.Removal];
        var order = method.Choice switch
        {
            Choice.Random => Shuffled(standing),
            Choice.SemDeDup => SemDeDup(method, standing),
            _ => Prismatic(method, standing, budget),
        };
        var copies = Shuffled(_standing[Removal.Exact].Except(standing))
            .Concat(Shuffled(_standing[Removal.None].Except(_standing[Removal.Exact]).Except(standing)));
        var (chosen, sum) = (new List<int>(), 0);
        foreach (var place in order.Concat(copies).TakeWhile(_ => sum < budget))
        {
            chosen.Add(_pool[place]);
            sum += _bank.Tokens[_pool[place]];
        }
        return chosen;
    }

    /// <summary>Lets go of features and clusters, which may be large.</summary>
    public void Forget()
    {
        _rows.Clear();
        _clusters.Clear();
    }

    // By a hash of the place, the very one the soft rule draws by: what is removed changes nothing for what stands, and
    // with clusters of one size the soft rule is this order. Differences between methods are then their own.
    private IEnumerable<int> Shuffled(IEnumerable<int> places) =>
        places.OrderByDescending(place => Pcg32.Hash(_seed, (ulong)place));

    private IEnumerable<int> Prismatic(SelectionMethod method, int[] standing, int budget)
    {
        var clusters = Clusters(method.View!, method.Removal);
        // Draws depend on the place in the pool, so methods of one seed share their luck.
        bool[] Kept(int count) =>
            method.Choice == Choice.Soft
                ? RowChoice.Soft(clusters.Labels, clusters.Sizes, standing, count, _seed).Kept
                : RowChoice.Hard(clusters.Labels, clusters.Sizes, standing, count, 0.5, _seed).Kept;
        int[] Places(int count)
        {
            var kept = Kept(count);
            return [.. standing.Where((_, i) => kept[i])];
        }
        int Sum(int[] places) => places.Sum(place => _bank.Tokens[_pool[place]]);

        // The most rows that stay within the budget, then the one that crosses it.
        var (low, high) = (0, standing.Length);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = Sum(Places(middle)) <= budget ? (middle, high) : (low, middle - 1);
        }
        var within = Places(low);
        return low == standing.Length ? within : within.Concat(Places(low + 1).Except(within));
    }

    private IEnumerable<int> SemDeDup(SelectionMethod method, int[] standing)
    {
        var rows = Rows(method.View!);
        var clusters = KMeans.Fit(
            new RowView(rows, standing),
            new KMeansOptions { ClusterCount = Math.Max(1, standing.Length / 50), Seed = _seed },
            OneThread
        );
        var nearest = new float[standing.Length];
        foreach (var members in Enumerable.Range(0, standing.Length).GroupBy(i => clusters.Labels[i]))
        {
            // As in the paper: the row farthest from the centroid is kept of each group of like rows.
            int[] order = [.. members.OrderBy(i => clusters.Similarities[i]).ThenBy(i => i)];
            for (var i = 0; i < order.Length; i++)
            {
                nearest[order[i]] = -1;
                for (var j = 0; j < i; j++)
                {
                    var cosine = TensorPrimitives.Dot<float>(rows[standing[order[i]]], rows[standing[order[j]]]);
                    nearest[order[i]] = Math.Max(nearest[order[i]], cosine);
                }
            }
        }
        return Enumerable.Range(0, standing.Length).OrderBy(i => nearest[i]).ThenBy(i => i).Select(i => standing[i]);
    }

    private KMeansResult Clusters(string view, Removal removal)
    {
        if (!_clusters.TryGetValue((view, removal), out var known))
        {
            var rows = new RowView(Rows(view), _standing[removal]);
            known = _clusters[(view, removal)] = KMeans.Fit(rows, new KMeansOptions { Seed = _seed }, OneThread);
        }
        return known;
    }

    /// <summary>Features of the pool's places; n-grams weigh by the pool itself, as in the tool.</summary>
    private Matrix Rows(string view)
    {
        if (!_rows.TryGetValue(view, out var known))
        {
            known = _rows[view] = view switch
            {
                Views.NGrams => NGramFeatures.Of([.. _pool.Select(row => _bank.Rows[row].Text)], threads: 1).Rows,
                Views.GradientsNGrams => FeatureTransforms.Combined(Rows(Views.Centred), Rows(Views.NGrams), 0.5),
                _ => _features.Rows(view).Gather(_pool),
            };
        }
        return known;
    }
}

namespace Prismatic.Homogeneity;

/// <summary>utility_k of NoveltyBench (Zhang et al. 2025): what a list of answers is worth to a reader who tires.</summary>
public static class Utility
{
    /// <summary>(1 - p) / (1 - p^k) times the sum over i of p^(i-1) u_i where the class of answer i was not seen before it.</summary>
    /// <param name="classes">Class of each answer, in the order shown.</param>
    /// <param name="qualities">u_i, finite; NoveltyBench takes 1 to 10.</param>
    /// <param name="patience">p in (0, 1): the chance to look at one more answer.</param>
    /// <returns>In the unit of the qualities; all answers new and equally good are worth that quality. 0 without answers.</returns>
    /// <remarks>
    /// NoveltyBench's own files give 0 to all but the first answer of a class of theirs; such qualities belong to their classes only.
    /// </remarks>
    public static double Of(IReadOnlyList<int> classes, IReadOnlyList<double> qualities, double patience = 0.8)
    {
        if (classes.Count != qualities.Count)
        {
            throw new ArgumentException("As many qualities as answers.", nameof(qualities));
        }
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(patience, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(patience, 1);
        var seen = new HashSet<int>();
        var (sum, weight, weights) = (0.0, 1.0, 0.0);
        for (var i = 0; i < classes.Count; i++)
        {
            sum += seen.Add(classes[i]) ? weight * qualities[i] : 0;
            weights += weight;
            weight *= patience;
        }
        // The sum of p^(i-1) is (1 - p^k) / (1 - p).
        return classes.Count == 0 ? 0 : sum / weights;
    }
}

namespace Prismatic.Gradients;

/// <summary>
/// Sizes of batches. Where few shapes are wanted, every batch of one length has the same number of rows and one of four
/// numbers of loss terms: what is missing is filled up with rows and terms of weight 0, whose results nobody reads.
/// </summary>
internal static class BatchShapes
{
    private const int TargetSteps = 4;

    /// <summary>
    /// Tokens to pad to: a multiple of <see cref="GradientOptions.PadTo"/>, and where few shapes are wanted 1, 2, 3, 4, 6, 8, 12,
    /// 16, ... times that, but never over what the limit of tokens is padded to, since a model may know no more positions.
    /// </summary>
    public static int Length(int longest, GradientOptions options)
    {
        var multiple = (longest + options.PadTo - 1) / options.PadTo;
        if (!options.FewShapes)
        {
            return multiple * options.PadTo;
        }
        var power = 1;
        while (power * 2 <= multiple)
        {
            power *= 2;
        }
        var step =
            multiple == power ? power
            : multiple * 2 <= power * 3 && power > 1 ? power * 3 / 2
            : power * 2;
        var most = Math.Max(multiple, (options.MaxTokens + options.PadTo - 1) / options.PadTo);
        return Math.Min(step, most) * options.PadTo;
    }

    /// <summary>Rows of a batch of a length.</summary>
    public static int Rows(int length, GradientOptions options) => Math.Max(1, options.BatchTokens / length);

    /// <summary>The batch, filled up where few shapes are wanted. What was there keeps its place.</summary>
    public static TokenBatch Batch(int[][] rows, List<LossTarget> targets, int length, GradientOptions options)
    {
        if (!options.FewShapes)
        {
            return new TokenBatch(rows, targets, length);
        }
        // A row may come twice where the batch has room for one.
        var rowCount = Math.Max(rows.Length, Rows(length, options));
        int[][] allRows = [.. rows, .. Enumerable.Repeat(rows[0], rowCount - rows.Length)];
        return new TokenBatch(allRows, targets.Count == 0 ? targets : Filled(targets, rowCount, length), length);
    }

    // A position is scattered back to once: two terms at one place would leave the last of them alone.
    private static List<LossTarget> Filled(List<LossTarget> targets, int rowCount, int length)
    {
        var step = Math.Max(1, rowCount * length / TargetSteps);
        var count = (targets.Count + step - 1) / step * step;
        var taken = new bool[rowCount * length];
        foreach (var target in targets)
        {
            taken[(target.Row * length) + target.Time] = true;
        }
        List<LossTarget> all = [.. targets];
        for (var place = taken.Length - 1; all.Count < count && place >= 0; place--)
        {
            if (!taken[place])
            {
                all.Add(new LossTarget(place / length, place % length, targets[0].Label, Weight: 0));
            }
        }
        return all;
    }
}

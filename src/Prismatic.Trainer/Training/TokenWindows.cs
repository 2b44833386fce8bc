using Prismatic.Gradients;
using Prismatic.Numerics;

namespace Prismatic.Trainer.Training;

/// <summary>
/// Training windows of a token stream. A pass visits every window once, in an order drawn for that pass, and each pass cuts the
/// stream at another phase; which windows a step sees depends on the step and the seed alone, so a resumed run is the same run.
/// </summary>
internal sealed class TokenWindows(ushort[] tokens, int tokensPerStep, ulong seed)
{
    private (int Window, long Pass, int[] Starts) _pass = (0, -1, []);

    /// <summary>The windows of a step as a batch whose loss is the mean over all its tokens.</summary>
    public TokenBatch Batch(int step, int window)
    {
        var rows = new int[tokensPerStep / window][];
        var targets = new LossTarget[rows.Length * window];
        for (var row = 0; row < rows.Length; row++)
        {
            var start = Start(((long)step * rows.Length) + row, window);
            rows[row] = new int[window];
            for (var t = 0; t < window; t++)
            {
                rows[row][t] = tokens[start + t];
                targets[(row * window) + t] = new LossTarget(row, t, tokens[start + t + 1], 1f / targets.Length);
            }
        }
        return new TokenBatch(rows, targets, window);
    }

    private int Start(long index, int window)
    {
        // One window less than fits, so that every phase has the same number of them.
        var count = ((tokens.Length - 1) / window) - 1;
        if (count < 1)
        {
            throw new PrismaticException(
                $"the token file holds {tokens.Length} tokens, too few for windows of {window}; give it more text"
            );
        }
        var pass = index / count;
        if (_pass.Window != window || _pass.Pass != pass)
        {
            var random = new Pcg32(seed, (ulong)((pass * 65_536) + window));
            var phase = random.Next(window);
            int[] starts = [.. Enumerable.Range(0, count).Select(i => phase + (i * window))];
            random.Shuffle<int>(starts);
            _pass = (window, pass, starts);
        }
        return _pass.Starts[index % count];
    }
}

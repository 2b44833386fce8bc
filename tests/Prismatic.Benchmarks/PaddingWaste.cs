using Prismatic.Benchmarks.Evidence;
using Prismatic.Gradients;

namespace Prismatic.Benchmarks;

/// <summary>How much of the batches over GSM8K is padding, with batches made as the extractor makes them.</summary>
internal static class PaddingWaste
{
    /// <summary>Prints the waste for some ways to pad.</summary>
    /// <returns>Tokens of each row.</returns>
    public static IReadOnlyList<int> Print()
    {
        var encoder = new RowEncoder(ProxyModel.Embedded().Tokenizer, new GradientOptions());
        int[] lengths = [.. RealRows.Load("math/gsm8k_train.jsonl").Select(row => encoder.Encode(row).Ids.Length)];
        Console.WriteLine(
            $"""

            Padding in batches over GSM8K ({lengths.Length} rows, {lengths.Average():F0} tokens a row with the embedded tokenizer):

            | padded to multiples of | padding |
            | ---: | ---: |
            """
        );
        foreach (var multiple in (int[])[new GradientOptions().PadTo, 8, 1])
        {
            var padded = lengths
                .Chunk(new GradientOptions().ChunkRows)
                .Sum(chunk => Tokens(chunk, new GradientOptions { PadTo = multiple }));
            Console.WriteLine($"| {multiple} | {1 - (lengths.Sum() / (double)padded):P1} |");
        }
        return lengths;
    }

    private static int Tokens(int[] chunk, GradientOptions options)
    {
        int[] order = [.. chunk.OrderDescending()];
        var tokens = 0;
        for (var next = 0; next < order.Length; )
        {
            var length = (order[next] + options.PadTo - 1) / options.PadTo * options.PadTo;
            var count = Math.Clamp(options.BatchTokens / length, 1, order.Length - next);
            tokens += count * length;
            next += count;
        }
        return tokens;
    }
}

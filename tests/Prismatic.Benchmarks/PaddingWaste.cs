using Prismatic.Benchmarks.Evidence;
using Prismatic.Gradients;

namespace Prismatic.Benchmarks;

/// <summary>How much of the batches over GSM8K is padding, with batches made as the extractor makes them.</summary>
internal static class PaddingWaste
{
    /// <summary>The table alone.</summary>
    public static int Run()
    {
        Print();
        return 0;
    }

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
                .SelectMany(chunk => RowBatch.Cut(chunk, new GradientOptions { PadTo = multiple }))
                .Sum(batch => batch.Members.Length * batch.Length);
            Console.WriteLine($"| {multiple} | {1 - (lengths.Sum() / (double)padded):P1} |");
        }
        var few = new GradientOptions { FewShapes = true };
        var filled = lengths
            .Chunk(few.ChunkRows)
            .SelectMany(chunk => RowBatch.Cut(chunk, few))
            .Sum(batch => BatchShapes.Rows(batch.Length, few) * batch.Length);
        Console.WriteLine($"| few shapes (other devices) | {1 - (lengths.Sum() / (double)filled):P1} |");
        return lengths;
    }
}

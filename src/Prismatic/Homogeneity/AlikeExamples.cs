using System.Numerics.Tensors;

namespace Prismatic.Homogeneity;

/// <summary>Picks two answers that show how alike those to a prompt are: linear in the answers, no pair is looked for.</summary>
internal sealed class AlikeExamples(AnswerTable table, AnswerVectors vectors)
{
    /// <summary>A model's prompts with the highest intra, the first ones among equals.</summary>
    public IReadOnlyList<AlikePrompt> Within(int model, int listed) =>
        [
            .. Enumerable
                .Range(0, table.Cells.Count)
                .Where(cell => table.Cells[cell].Model == model && vectors.Intra[cell] is not null)
                .OrderByDescending(cell => vectors.Intra[cell])
                .Take(listed)
                .Select(cell => Of(cell, cell, vectors.Intra[cell]!.Value)),
        ];

    /// <summary>
    /// Of one cell and another to the same prompt, or twice the same: the answer nearest to the mean of the other cell, and of the other
    /// cell the one nearest to that answer.
    /// </summary>
    public AlikePrompt Of(int firstCell, int secondCell, double similarity)
    {
        var first = Nearest(firstCell, vectors.Mean(secondCell), -1).Answer;
        var (second, cosine) = Nearest(secondCell, vectors.Rows([first])[0], first);
        return new AlikePrompt(table.Cells[firstCell].Prompt, similarity, first, second, Math.Clamp(cosine, -1, 1));
    }

    private (int Answer, double Cosine) Nearest(int cell, ReadOnlySpan<float> direction, int except)
    {
        var (nearest, best) = (-1, double.NegativeInfinity);
        foreach (var answer in table.Cells[cell].Answers)
        {
            if (answer == except || vectors.RowOf(answer) < 0)
            {
                continue;
            }
            var row = vectors.Rows([answer])[0];
            // A mean may be nothing at all, where answers point everywhere; then the first answer is as good as any.
            var cosine = TensorPrimitives.CosineSimilarity(row, direction);
            if (nearest < 0 || cosine > best)
            {
                (nearest, best) = (answer, cosine);
            }
        }
        return (nearest, best);
    }
}

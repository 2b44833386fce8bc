using Prismatic.Responses;

namespace Prismatic.Pluralism;

/// <summary>A model's answers to one question, mapped to its options.</summary>
/// <param name="Weights">Of every option.</param>
/// <param name="Answers">All answers.</param>
/// <param name="Size">Effective number of mapped answers; 0 where none is mapped.</param>
/// <param name="Coverage">Weight of mapped answers over that of all; 0 of nothing.</param>
/// <param name="Rules">Of every answer.</param>
internal sealed record AnswersByOption(
    double[] Weights,
    int Answers,
    double Size,
    double Coverage,
    IReadOnlyList<MappingRule> Rules
)
{
    public static async Task<AnswersByOption> MapAsync(
        IReadOnlyList<Response> given,
        IReadOnlyList<string> options,
        PairScorer? classifier,
        double threshold,
        CancellationToken cancellationToken
    )
    {
        if (given.Count == 0)
        {
            return new AnswersByOption(new double[options.Count], 0, 0, 0, []);
        }
        var mapped = await new OptionMapper(options).MapAsync(
            [.. given.Select(response => (response.Text, response.Label))],
            classifier,
            threshold,
            cancellationToken
        );
        var weights = new double[options.Count];
        var (sum, squares, all) = (0.0, 0.0, 0.0);
        // Weights count by their proportions alone, so that squares of extreme ones stay in range.
        var scale = given.Max(response => response.Weight);
        for (var i = 0; i < given.Count && scale > 0; i++)
        {
            var weight = given[i].Weight / scale;
            all += weight;
            if (mapped[i].Option >= 0)
            {
                weights[mapped[i].Option] += weight;
                (sum, squares) = (sum + weight, squares + (weight * weight));
            }
        }
        return new AnswersByOption(
            weights,
            given.Count,
            sum > 0 && squares > 0 ? sum * sum / squares : 0,
            all > 0 ? sum / all : 0,
            [.. mapped.Select(answer => answer.Rule)]
        );
    }
}

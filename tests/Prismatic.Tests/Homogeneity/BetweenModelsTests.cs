using System.Text.Json;
using Prismatic.Homogeneity;

namespace Prismatic.Tests.Homogeneity;

public sealed class BetweenModelsTests
{
    private const double Exact = 1e-6;

    [Fact]
    public async Task A_single_model_has_its_own_similarity_and_nothing_between()
    {
        var between = (await AnswerCase.Run(AnswerCase.Full(2, 1, 2, (p, _, _) => $"{p}"))).Between;
        Assert.Equal(1, Assert.Single(between.Pairs).Similarity!.Value.Mean, Exact);
        Assert.Null(between.Inter);
        Assert.Null(between.Switching.Gain);
        Assert.Null(between.Switching.DistinctOfMany);
        Assert.Equal([0], between.Clusters);
        Assert.Empty(between.Phrases);
    }

    [Fact]
    public async Task A_single_sample_has_no_intra_but_an_inter()
    {
        var result = await AnswerCase.Run(AnswerCase.Full(3, 2, 1, (p, _, _) => $"{p}"));
        Assert.Null(result.Between.Pair(0, 0).Similarity);
        Assert.Null(result.Models[0].Similarity);
        Assert.Null(result.Models[0].ShareAlike);
        Assert.Null(result.AnswersCompared);
        Assert.Equal(1, result.Between.Pair(0, 1).Similarity!.Value.Mean, Exact);
        Assert.Equal(1, result.Between.CorrectedInter!.Value, Exact);
        Assert.Null(result.Between.Switching.Gain);
        Assert.Null(result.Between.Switching.DistinctOfOne);
        Assert.Equal(1, result.Between.Switching.DistinctOfMany!.Value.Mean, Exact);
        Assert.Equal([0, 0], result.Between.Clusters);
    }

    [Fact]
    public async Task A_single_prompt_has_no_floor()
    {
        var between = (await AnswerCase.Run(AnswerCase.Full(1, 2, 2, (_, m, _) => $"{m}"))).Between;
        Assert.Null(between.Floor);
        Assert.Null(between.Pair(0, 1).Floor);
        Assert.Null(between.CorrectedInter);
        Assert.Null(between.Pair(0, 1).Similarity!.Value.StandardError);
        Assert.Equal([0, 1], between.Clusters);
    }

    [Fact]
    public async Task One_answer_to_everything_has_a_floor_of_one_and_nothing_above_it()
    {
        var result = await AnswerCase.Run(AnswerCase.Full(3, 2, 2, (_, _, _) => "always this"));
        Assert.Equal(1, result.Between.Floor!.Value, Exact);
        Assert.Null(result.Between.CorrectedInter);
        Assert.Null(result.Models[0].CorrectedSimilarity);
        Assert.Equal(1, result.Across.RepeatedShare);
    }

    [Fact]
    public async Task Only_shared_prompts_count()
    {
        var set = AnswerCase.Set(
            AnswerCase.Answer(0, 0, "same"),
            AnswerCase.Answer(0, 1, "same"),
            AnswerCase.Answer(1, 0, "x"),
            AnswerCase.Answer(2, 1, "y"),
            AnswerCase.Answer(3, 2, "z")
        );
        var between = (await AnswerCase.Run(set)).Between;
        Assert.Equal(new Estimate(1, null, 1), between.Pair(0, 1).Similarity);
        Assert.Null(between.Pair(0, 2).Similarity);
        Assert.Equal(0, between.Pair(0, 2).Floor!.Value, Exact);
        // Two that share no prompt are never joined.
        Assert.Equal([0, 0, 1], between.Clusters);
    }

    [Fact]
    public async Task Another_model_adds_what_one_does_not_say_itself()
    {
        // Each model says one thing of its own, again and again.
        var own = (await AnswerCase.Run(AnswerCase.Full(3, 4, 4, (p, m, _) => $"{p} {m}"))).Between.Switching;
        Assert.Equal((1.0, 0.0, 1.0), (own.Intra!.Value.Mean, own.Inter!.Value.Mean, own.Gain!.Value.Mean));
        Assert.Equal(4, own.Answers);
        Assert.Equal((1.0, 4.0), (own.DistinctOfOne!.Value.Mean, own.DistinctOfMany!.Value.Mean));
        // All models say the same four things.
        var same = (await AnswerCase.Run(AnswerCase.Full(3, 4, 4, (p, _, s) => $"{p} {s}"))).Between.Switching;
        Assert.Equal(0, same.Intra!.Value.Mean, Exact);
        Assert.Equal(0.25, same.Inter!.Value.Mean, Exact);
        Assert.Equal(4, same.DistinctOfOne!.Value.Mean, Exact);
        Assert.Equal(4 * (1 - Math.Pow(0.75, 4)), same.DistinctOfMany!.Value.Mean, Exact);
    }

    [Fact]
    public async Task Shuffled_over_prompts_similarity_is_the_floor()
    {
        // Answers that have nothing to do with their prompts: every pair is as alike as any other.
        var set = AnswerCase.Full(30, 2, 10, (p, m, s) => $"{p} {m} {s}");
        var rows = AnswerCase.Random(set, 4, 5);
        foreach (var row in Enumerable.Range(0, rows.Rows.RowCount))
        {
            // A common direction gives a floor well above 0.
            rows.Rows[row][0] += 1;
            Prismatic.Numerics.Matrix.NormaliseRow(rows.Rows[row]);
        }
        var between = (await AnswerCase.Run(set, rows)).Between;
        Assert.InRange(between.Floor!.Value, 0.4, 0.8);
        Assert.Equal(between.Floor.Value, between.Inter!.Value, 0.03);
        Assert.Equal(0, between.CorrectedInter!.Value, 0.1);
        Assert.Equal(0, between.Switching.Gain!.Value.Mean, 0.05);
    }

    [Fact]
    public async Task Threads_do_not_change_a_byte()
    {
        var set = AnswerCase.Full(7, 3, 4, (p, m, s) => $"the answer {p % 2} {(m + s) % 3} and more words of it");
        var space = AnswerCase.Random(set, 5, 3);
        string Json(HomogeneityResult result) => JsonSerializer.Serialize(result);
        var one = await AnswerCase.Run(set, space, Equivalence.Lexical(set), new HomogeneityOptions { Threads = 1 });
        var many = await AnswerCase.Run(set, space, Equivalence.Lexical(set), new HomogeneityOptions { Threads = 5 });
        Assert.Equal(Json(one), Json(many));
    }

    [Fact]
    public void Models_are_joined_while_their_clusters_are_alike_on_average()
    {
        double[,] similar =
        {
            { 1, 0.9, 0.1, 0.6 },
            { 0.9, 1, 0.1, 0.3 },
            { 0.1, 0.1, 1, 0.1 },
            { 0.6, 0.3, 0.1, 1 },
        };
        int[] At(double threshold) => ModelClusters.Of(4, (a, b) => similar[a, b], threshold);
        Assert.Equal([0, 1, 2, 3], At(0.95));
        Assert.Equal([0, 0, 1, 2], At(0.5));
        // The average of 0.6 and 0.3.
        Assert.Equal([0, 0, 1, 0], At(0.44));
        Assert.Equal([0, 0, 0, 0], At(0.05));
        Assert.Equal([], ModelClusters.Of(0, (_, _) => 1, 0));
    }
}

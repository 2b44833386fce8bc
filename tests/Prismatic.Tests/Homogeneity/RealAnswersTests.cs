using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Numerics;
using Prismatic.Reports;
using Prismatic.Responses;
using Prismatic.Tests.Data;

namespace Prismatic.Tests.Homogeneity;

/// <summary>What is known of real answers, in small; the whole is in docs/benchmarks/outputs.md. Bounds lie well below what was measured.</summary>
public sealed class RealAnswersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Classes_by_words_follow_the_labels_of_NoveltyBench_and_texts_alone_do_not()
    {
        var set = await Read("noveltybench_*.jsonl");
        int[][] groups = [.. Enumerable.Range(0, set.Prompts.Count).Select(prompt => set.Of(prompt, 0).ToArray())];
        var labelled = await Distinct(groups, Equivalence.Labels(set));
        var lexical = await Distinct(groups, Equivalence.Lexical(set));
        var exact = await Distinct(groups, Equivalence.Exact(set));

        Assert.Equal(1.83, labelled.Average(), 0.005);
        // Measured: 0.72 and 0.95; of equal texts 0.45 and 4.58.
        Assert.InRange(RankCorrelation.Of(lexical, labelled), 0.6, 1);
        Assert.InRange(Error(lexical, labelled), 0, 1.2);
        Assert.InRange(Error(exact, labelled), 4, 10);
        var space = NGrams(set);
        var model = (
            await HomogeneityAudit.RunAsync(set, space, Equivalence.Labels(set), cancellation: Cancellation)
        ).Prompts;
        // Measured: 0.72.
        Assert.InRange(RankCorrelation.Of([.. model.Select(p => -(float)p.Similarity!.Value)], labelled), 0.6, 1);
    }

    [Theory]
    [InlineData("tot_*.json")]
    [InlineData("noveltybench_*.jsonl")]
    public async Task Answers_to_a_prompt_are_more_alike_than_others_and_one_model_under_two_names_is_one(
        string pattern
    )
    {
        var set = await Read(pattern);
        var space = NGrams(set);
        var whole = await Audit(set, space);
        var model = whole.Models[0];

        Assert.InRange(model.CorrectedSimilarity!.Value, 0.15, 1);
        Assert.InRange(
            model.Similarity!.Value.Mean - model.Floor!.Value,
            10 * model.Similarity.Value.StandardError!.Value,
            1
        );
        Assert.All(model.MostAlike, prompt => Assert.True(prompt.Similarity > model.Similarity.Value.Mean));

        var halves = new ResponseSet(
            set.Prompts,
            ["a", "b"],
            [.. set.Responses.Select((response, i) => response with { Model = i % 2 })]
        );
        var switching = (await Audit(halves, space)).Between.Switching;
        Assert.InRange(
            Math.Abs(switching.Gain!.Value.Mean),
            0,
            Math.Max(0.005, 4 * switching.Gain.Value.StandardError!.Value)
        );
        Assert.Equal(whole.Between.Floor!.Value, (await Audit(halves, space)).Between.Floor!.Value, 0.001);
    }

    [Fact]
    public async Task Answers_dealt_to_prompts_at_random_are_as_alike_as_any()
    {
        var set = await Read("arenahard_*.jsonl");
        var space = NGrams(set);
        var own = (await Audit(set, space)).Between;
        int[] places = [.. Enumerable.Range(0, set.Prompts.Count)];
        new Pcg32(4).Shuffle<int>(places);
        // The second model's answers go to prompts at random.
        var dealt = new ResponseSet(
            set.Prompts,
            set.Models,
            [.. set.Responses.Select(r => r.Model == 0 ? r : r with { Prompt = places[r.Prompt] })]
        );
        var random = (await Audit(dealt, space)).Between;

        // Measured: 0.459 above the floor.
        Assert.InRange(own.CorrectedInter!.Value, 0.35, 1);
        Assert.Equal(0, random.CorrectedInter!.Value, 0.03);
        Assert.True(own.MostAlike[0].Similarity > own.Inter);
        Assert.Equal(
            (set.Prompts.Count, 0, 1),
            (
                own.Prompts.Count,
                set.Responses[own.MostAlike[0].First].Model,
                set.Responses[own.MostAlike[0].Second].Model
            )
        );
    }

    [Fact]
    public async Task Which_of_eight_models_are_alike_is_the_same_on_either_half_of_the_prompts()
    {
        var set = await Read("alpacaeval_*.json.gz");
        var space = NGrams(set);
        int[] order = [.. Enumerable.Range(0, set.Prompts.Count)];
        new Pcg32(6).Shuffle<int>(order);
        float[] Half(int half)
        {
            var prompts = order.Where((_, i) => i % 2 == half).ToHashSet();
            var part = new ResponseSet(
                set.Prompts,
                set.Models,
                [.. set.Responses.Select(r => r with { Weight = prompts.Contains(r.Prompt) ? 1 : 0 })]
            );
            var table = new AnswerTable(part);
            var pairs = new BetweenModels(
                table,
                new AnswerVectors(table, space, 0, Cancellation),
                0,
                Cancellation
            ).Pairs();
            return [.. pairs.Where(pair => pair.A != pair.B).Select(pair => (float)pair.Similarity!.Value.Mean)];
        }

        // Measured: 0.978 over twenty splits, 0.955 at least.
        Assert.InRange(RankCorrelation.Of(Half(0), Half(1)), 0.9, 1);
    }

    [Fact]
    public async Task Of_seventy_models_two_sizes_of_one_are_clustered()
    {
        var set = await Read("llmfao_*.jsonl");
        var result = await Audit(set, NGrams(set));
        int Cluster(string name) => result.Between.Clusters[set.Models.ToList().IndexOf(name)];

        Assert.Equal(70, result.Models.Count);
        Assert.Equal(Cluster("GPT 3.5 Turbo"), Cluster("GPT 3.5 Turbo (16k)"));
        Assert.NotEqual(Cluster("GPT 3.5 Turbo"), Cluster("Code Llama (7B)"));
        Assert.InRange(result.Between.Inter!.Value, 2 * result.Between.Floor!.Value, 1);
        // Two of the models share no prompt that both answered with something.
        var known = result.Between.Pairs.Where(pair => pair.A != pair.B && pair.Similarity is not null).ToList();
        Assert.InRange(known.Count, 2400, 2415);
        Assert.All(known, pair => Assert.True(pair.MostAlike!.Similarity >= pair.Similarity!.Value.Mean));
    }

    private static async Task<ResponseSet> Read(string pattern)
    {
        var path = Path.Combine(SharedData.Path("outputs"), pattern);
        return (await ResponseReader.ReadAsync([path], cancellationToken: Cancellation)).Set;
    }

    private static FeatureSpace NGrams(ResponseSet set) =>
        NGramFeatures.Of([.. set.Responses.Select(response => response.Text)]);

    private static Task<HomogeneityResult> Audit(ResponseSet set, FeatureSpace space) =>
        HomogeneityAudit.RunAsync(set, space, Equivalence.Exact(set), cancellation: Cancellation);

    private static async Task<float[]> Distinct(int[][] groups, Equivalence rule) =>
        [.. (await EquivalenceClasses.OfAsync(groups, rule, 0, Cancellation)).Select(classes => classes.Max() + 1f)];

    private static double Error(float[] ours, float[] labelled) =>
        ours.Zip(labelled, (a, b) => (double)Math.Abs(a - b)).Average();
}

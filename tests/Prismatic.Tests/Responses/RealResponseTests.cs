using Prismatic.Responses;
using Prismatic.Tests.Data;
using static Prismatic.Tests.Responses.Reading;

namespace Prismatic.Tests.Responses;

public sealed class RealResponseTests
{
    [Fact]
    public async Task NoveltyBench_has_ten_labelled_answers_to_each_of_a_hundred_prompts()
    {
        var read = await Read(SharedData.Path("outputs/noveltybench_gemini-1.5-pro_curated_scores.jsonl"));

        Assert.Equal((100, 1, 1000), Sizes(read.Set));
        Assert.Equal(["gemini-1.5-pro"], read.Set.Models);
        Assert.All(read.Set.Responses, answer => Assert.NotNull(answer.Label));
        Assert.All(read.Set.Responses, answer => Assert.NotNull(answer.Quality));
        Assert.Equal("NoveltyBench", read.Files[0].Layout);
    }

    [Fact]
    public async Task Tree_of_thoughts_has_ten_rated_answers_to_each_of_a_hundred_prompts()
    {
        var read = await Read(SharedData.Path("outputs/tot_gpt4_writing_standard_x10.json"));

        Assert.Equal((100, 1, 1000), Sizes(read.Set));
        Assert.All(read.Set.Responses, answer => Assert.InRange(answer.Quality!.Value, 1, 10));
        Assert.Equal(2.2, read.Set.Responses[0].Quality);
        Assert.Equal("tree of thoughts", read.Files[0].Layout);
    }

    [Fact]
    public async Task AlpacaEval_has_eight_models_on_the_same_prompts_and_two_empty_answers()
    {
        var read = await Read(Path.Combine(SharedData.Path("outputs"), "alpacaeval_*.json.gz"));

        Assert.Equal((805, 8, 8 * 805), Sizes(read.Set));
        Assert.Equal(2, read.EmptyAnswers);
        Assert.Contains("text_davinci_003", read.Set.Models);
        Assert.Empty(read.Gaps);
        Assert.All(read.Files, file => Assert.Equal("AlpacaEval", file.Layout));
    }

    [Fact]
    public async Task ArenaHard_has_two_models_on_the_same_prompts()
    {
        var read = await Read(Path.Combine(SharedData.Path("outputs"), "arenahard_*.jsonl"));

        Assert.Equal((500, 2, 1000), Sizes(read.Set));
        Assert.Equal(["gpt-3.5-turbo-0125", "gpt-4-0314"], read.Set.Models);
        Assert.StartsWith("Tell me how to implement a SCIM server", read.Set.Prompts[0]);
        Assert.Empty(read.Gaps);
        Assert.All(read.Files, file => Assert.Equal("Arena-Hard", file.Layout));
    }

    [Fact]
    public async Task Llmfao_joins_its_prompts_and_says_which_models_lack_some()
    {
        var results = SharedData.Path("outputs/llmfao_results.jsonl");
        foreach (var paths in new[] { [results], new[] { Path.Combine(SharedData.Path("outputs"), "llmfao_*.jsonl") } })
        {
            var read = await Read(paths);

            Assert.Equal((19, 70, 1133), Sizes(read.Set));
            Assert.Equal(69, read.EmptyAnswers);
            Assert.Contains("Airoboros L2 70B", read.Set.Models);
            Assert.StartsWith("Argue for and against the use of kubernetes", read.Set.Prompts[0]);
            Assert.Equal(70 * 19 - 1133, read.Gaps.Sum(gap => gap.Missing));
            Assert.Empty(read.Notes);
            Assert.Contains(read.Files, file => file.Layout == "llmfao");
        }
    }

    [Fact]
    public async Task All_of_them_are_read_together()
    {
        var read = await Read(SharedData.Path("outputs"));

        Assert.Equal(1000 + 1000 + 8 * 805 + 1000 + 1133, read.Set.Responses.Count);
        Assert.Equal(71, read.EmptyAnswers);
        Assert.Equal(["llmfao_models", "llmfao_prompts"], read.Files.Where(file => file.Answers == 0).Select(Name));

        static string Name(ResponseFile file) => Path.GetFileNameWithoutExtension(file.Path);
    }

    private static (int Prompts, int Models, int Answers) Sizes(ResponseSet set) =>
        (set.Prompts.Count, set.Models.Count, set.Responses.Count);
}

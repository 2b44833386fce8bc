using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Trainer.Experiments;

namespace Prismatic.Tests.Trainer.Experiments;

/// <summary>A small experiment over made-up rows: five sources of their own words, one test source.</summary>
internal static class ExperimentSample
{
    private static readonly string[] Words =
        "amber basalt cedar delta ember fjord grove harbor island juniper kelp lagoon meadow north orchard prairie quarry river summit tundra umber valley willow zenith".Split(
            ' '
        );

    public static ExperimentOptions Options { get; } =
        new()
        {
            Student = new StudentOptions
            {
                VocabularySize = 300,
                Width = 16,
                LayerCount = 1,
                HeadCount = 2,
                FeedForwardWidth = 32,
                Window = 32,
                WindowsPerStep = 2,
                TrainingTokens = 2_000,
            },
            SourceTokens = 2_400,
            CopyTokens = 900,
            CopiesPerBase = 10,
            TestTokensPerSource = 200,
            SetTokens = 900,
            SourceCounts = [1, 3],
            CopyShares = [0, 0.5],
            Draws = 1,
            PredictionSeeds = 2,
            PoolTokens = 4_000,
            Budgets = [500, 1_000],
            SelectionSeeds = 2,
        };

    public static Universe Universe { get; } =
        Prismatic.Trainer.Experiments.Universe.Of(
            [.. Enumerable.Range(0, 5).Select(source => ($"source{source}", Rows(source, 120)))],
            [("test", Rows(9, 40))],
            Options
        );

    public static RowBank Bank { get; } = new(Universe, Options);

    public static TestMix Mix { get; } = TestMix.Of(Universe, Options.Student.Window);

    /// <summary>Views without a cache; those that need the proxy are made only when asked for.</summary>
    public static FeatureBank Features() => new(Bank, ProxyModel.Embedded(), null, 1, _ => { });

    private static IEnumerable<ExperimentRow> Rows(int source, int count)
    {
        var random = new Pcg32((ulong)source, 4);
        string[] own = [.. Enumerable.Range(0, 9).Select(_ => Words[random.Next(Words.Length)] + source)];
        for (var i = 0; i < count; i++)
        {
            var said = Enumerable.Range(0, 6 + random.Next(6)).Select(_ => own[random.Next(own.Length)]);
            yield return new ExperimentRow($"source{source}", "", $"{string.Join(' ', said)} {random.Next(1000)}");
        }
    }
}

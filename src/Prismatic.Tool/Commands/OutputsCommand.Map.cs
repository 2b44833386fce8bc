using Prismatic.Clustering;
using Prismatic.Features;
using Prismatic.Numerics;
using Prismatic.Reports;
using Prismatic.Responses;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

internal sealed partial class OutputsCommand
{
    // Colours for more would not be told apart.
    private const int MostPrompts = 20;
    private const int PromptLetters = 60;

    // Answers in a plane, by model and, where they are few, by prompt.
    private async Task<PageMap> MapAsync(
        ResponseSet set,
        IReadOnlyList<FeatureSpace> spaces,
        Session session,
        IProgress<StageProgress> progress
    )
    {
        var name = MapMeter.ViewOf(Choices);
        var view = new FeatureView(spaces.First(space => space.Name == name)).AsShown();
        var clusters = KMeans.Fit(
            new RowView(view.Grouped ?? view.Space.Rows),
            new KMeansOptions { Seed = Seed },
            Settings,
            progress,
            session.Cancellation
        );
        var places = new MapMeter(Seed, Settings).Measure(view, clusters.Labels, progress, session.Cancellation);
        var texts = await MapTexts.ReadAsync(places, new AnswerRows(set), Files.MapLetters, Seed, session.Cancellation);
        return PageMaps.Of(places, texts, MapSource.Of(set), Prompts(set), Seed);
    }

    private MapStates Prompts(ResponseSet set) =>
        set.Prompts.Count is < 2 or > MostPrompts
            ? MapStates.None
            : new MapStates(
                "prompt",
                [.. set.Prompts.Select((prompt, i) => PromptName(prompt, i))],
                place => set.Responses[checked((int)place)].Prompt
            )
            {
                IsShareTold = false,
            };

    private string PromptName(string prompt, int place) =>
        Files.MapLetters == 0 ? $"prompt {place + 1}" : $"{place + 1}: {Excerpt.Of(prompt, PromptLetters)}";
}

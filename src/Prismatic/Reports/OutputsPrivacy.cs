using static Prismatic.Reports.Privacy;

namespace Prismatic.Reports;

/// <summary>Takes prompts, answers, labels and viewpoints out of what is said of models' answers.</summary>
internal static class OutputsPrivacy
{
    public static OutputsSummary Without(OutputsSummary outputs)
    {
        var without = outputs with
        {
            Gaps = Privacy.Without(outputs.Gaps, gap => gap with { Prompts = [] })!,
            Models = Privacy.Without(
                outputs.Models,
                model =>
                    model with
                    {
                        Across = model.Across is { } across ? Without(across) : null,
                        Rows = model.Rows is { } rows
                            ? new ModelRows
                            {
                                FewestDifferent = Without(rows.FewestDifferent),
                                Repeated = Without(rows.Repeated),
                                Refusals = Without(rows.Refusals),
                            }
                            : null,
                    }
            )!,
            SharedPhrases = Privacy.Without(
                outputs.SharedPhrases,
                phrase => phrase with { Phrase = Hidden, Example = Hidden }
            )!,
            Across = Without(outputs.Across),
            AcrossRows = outputs.AcrossRows is { } repeated ? Without(repeated) : null,
            Collapsed = Privacy.Without(
                outputs.Collapsed,
                prompt => prompt with { Prompt = Hidden, Example = Hidden }
            )!,
            ByPrompt = outputs.ByPrompt is { } byPrompt
                ? byPrompt with
                {
                    Narrowest = Privacy.Without(byPrompt.Narrowest, Without)!,
                }
                : null,
            Views = Privacy.Without(
                outputs.Views,
                view =>
                    view with
                    {
                        Rows = view.Rows is { } rows
                            ? new AlikeRows { Between = Without(rows.Between), Within = Without(rows.Within) }
                            : null,
                        MostAlike = Privacy.Without(
                            view.MostAlike,
                            pair => pair with { Prompt = Hidden, First = Hidden, Second = Hidden }
                        )!,
                    }
            )!,
        };
        // Advice names stock words: it is given anew from what is left.
        return without with { Advice = OutputsAdvice.Of(without) };
    }

    public static PeopleSummary Without(PeopleSummary people) =>
        people with
        {
            Models = Privacy.Without(
                people.Models,
                model =>
                    model with
                    {
                        Rows = model.Rows is { } rows
                            ? new PeopleRows { Furthest = Without(rows.Furthest), Unmapped = Without(rows.Unmapped) }
                            : null,
                        Furthest = Privacy.Without(
                            model.Furthest,
                            question =>
                                question with
                                {
                                    Prompt = Hidden,
                                    Options = Privacy.Without(
                                        question.Options,
                                        option => option with { Option = Hidden }
                                    )!,
                                }
                        )!,
                    }
            )!,
            Overton = Privacy.Without(
                people.Overton,
                model =>
                    model with
                    {
                        Missed = Privacy.Without(
                            model.Missed,
                            missed =>
                                missed with
                                {
                                    Prompt = Hidden,
                                    Viewpoint = Hidden,
                                    Nearest = missed.Nearest is null ? null : Hidden,
                                }
                        )!,
                    }
            )!,
        };

    private static PromptDetail Without(PromptDetail prompt) =>
        prompt with
        {
            Prompt = Hidden,
            Classes = Privacy.Without(prompt.Classes, answers => answers with { Example = Hidden })!,
        };

    private static AcrossSummary Without(AcrossSummary across) =>
        across with
        {
            RefusalExample = across.RefusalExample is null ? null : Hidden,
            Repeated = Privacy.Without(across.Repeated, answer => answer with { Answer = Hidden })!,
            Openings = Privacy.Without(across.Openings, Without)!,
            Closings = Privacy.Without(across.Closings, Without)!,
            Phrases = Privacy.Without(across.Phrases, Without)!,
        };

    private static IReadOnlyList<ExampleRow> Without(IReadOnlyList<ExampleRow> rows) =>
        [.. rows.Select(row => row with { Excerpt = Hidden })];

    private static StockWords Without(StockWords words) => words with { Words = Hidden, Example = Hidden };
}

using Prismatic.Reports;
using static Prismatic.Tool.Rendering.MarkdownSections;
using static Prismatic.Tool.Rendering.MarkdownText;

namespace Prismatic.Tool.Rendering;

/// <summary>What a report on models' answers holds in Markdown beside its numbers.</summary>
internal static class MarkdownOutputs
{
    private const int ModelsShown = 20;
    private const int Shown = 5;

    public static IEnumerable<MarkdownSection> Of(OutputsSummary outputs)
    {
        yield return new("Models", [.. Models(outputs)]);
        yield return new(
            "Fewest different answers",
            [
                .. outputs
                    .Collapsed.Take(Shown)
                    .SelectMany(prompt =>
                        new[]
                        {
                            Row(
                                $"{prompt.Distinct} of {prompt.Answers} different, {MarkdownRenderer.Name(prompt.Model)}",
                                prompt.Prompt
                            ),
                            "  " + Row($"{prompt.LargestClass} like this", prompt.Example),
                        }
                    ),
            ]
        );
        yield return new(
            "What comes back across prompts",
            [
                .. outputs
                    .Across.Openings.Concat(outputs.Across.Phrases)
                    .OrderByDescending(words => words.Prompts)
                    .Take(Shown)
                    .Select(words => Row($"{Numbers.Percent(words.Share)} `{Sparks.Bar(words.Share)}`", words.Words)),
                .. outputs
                    .SharedPhrases.Take(Shown)
                    .Select(phrase =>
                        Row(
                            $"{Numbers.Count(phrase.Models.Count, "model")} in {Numbers.Count(phrase.Prompts, "prompt")}",
                            phrase.Phrase
                        )
                    ),
            ]
        );
        yield return new(
            "Most alike",
            [
                .. outputs.Views.SelectMany(view =>
                    view.MostAlike.Take(2)
                        .SelectMany(pair =>
                            new[]
                            {
                                Row(
                                    $"{MarkdownRenderer.Name(view.Name)} {Numbers.Decimal(pair.Similarity)}",
                                    pair.Prompt
                                ),
                                "  " + Row(MarkdownRenderer.Name(pair.FirstModel), pair.First),
                                "  " + Row(MarkdownRenderer.Name(pair.SecondModel), pair.Second),
                            }
                        )
                ),
            ]
        );
    }

    public static MarkdownSection Of(PeopleSummary people) =>
        new(
            "Beside people",
            [
                .. people.Sentences.Take(ModelsShown).Select(sentence => $"- {Sentence(sentence)}"),
                .. people
                    .Models.SelectMany(model => model.Furthest)
                    .Take(Shown)
                    .Select(question => Row($"divergence {Numbers.Decimal(question.JensenShannon)}", question.Prompt)),
                .. people
                    .Overton.SelectMany(model => model.Missed)
                    .Take(Shown)
                    .Select(missed => Row("no answer states", missed.Viewpoint)),
            ]
        );

    private static IEnumerable<string> Models(OutputsSummary outputs)
    {
        yield return $"| model | answers | {(outputs.AnswersCompared is { } k ? $"different of {k}" : "different")} | repeats | refusals |";
        yield return "|---|--:|--:|--:|--:|";
        foreach (var model in outputs.Models.Take(ModelsShown))
        {
            yield return $"| {MarkdownRenderer.Name(model.Name)} | {Numbers.Count(model.Answers)} | "
                + $"{Numbers.Of(model.DistinctCompared, Numbers.Score)} | "
                + $"{Numbers.Of(model.NormalisedRepeats, Numbers.Percent)} | "
                + $"{(model.Across is { } across ? Numbers.Percent(across.RefusalShare) : "-")} |";
        }
        if (outputs.Models.Count > ModelsShown)
        {
            yield return $"\n… and {outputs.Models.Count - ModelsShown} models more, in the page.";
        }
        yield return $"\nSame answer: {Sentence(outputs.EquivalenceDefinition)} ({Inline(Excerpt.Of(outputs.Equivalence))}).";
    }
}

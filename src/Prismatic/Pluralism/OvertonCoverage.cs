using Prismatic.Responses;

namespace Prismatic.Pluralism;

/// <summary>
/// Overton pluralism (Sorensen et al. 2024): which of the viewpoints that can reasonably be held answers state. For
/// every viewpoint the best of all sentences counts, as in Modular Pluralism (Feng et al. 2024).
/// </summary>
public static class OvertonCoverage
{
    /// <summary>Sentences of an answer that are read.</summary>
    public const int MaxSentences = 500;

    /// <summary>Every model of the responses against the viewpoints.</summary>
    /// <param name="responses">Prompts are matched with those of the viewpoints as questions are.</param>
    /// <param name="viewpoints">What can be said.</param>
    /// <param name="scorer">By a classifier, by vectors, or by words.</param>
    /// <param name="cancellationToken">Checked at every batch of pairs.</param>
    /// <returns>One for each model, in their order.</returns>
    /// <exception cref="PrismaticException">No prompt has viewpoints, or the classifier gives no usable numbers.</exception>
    /// <remarks>Cost: one pair for every viewpoint and every different sentence of a prompt's answers.</remarks>
    public static async Task<IReadOnlyList<OvertonResult>> OfAsync(
        ResponseSet responses,
        ViewpointReference viewpoints,
        ViewpointScorer scorer,
        CancellationToken cancellationToken = default
    )
    {
        var matcher = new PromptMatcher([.. viewpoints.Prompts.Select(prompt => prompt.Prompt)]);
        var prompts = Enumerable.Range(0, responses.Prompts.Count).ToLookup(i => matcher.Find(responses.Prompts[i]));
        if (prompts.All(group => group.Key < 0))
        {
            throw new PrismaticException(
                $"none of the {responses.Prompts.Count} prompts is one of the {viewpoints.Prompts.Count} that have "
                    + "viewpoints; prompts must be or contain their text"
            );
        }
        var models = new List<OvertonResult>();
        for (var model = 0; model < responses.Models.Count; model++)
        {
            var found = new List<PromptOverton>();
            var shortened = 0;
            for (var i = 0; i < viewpoints.Prompts.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string[] answers =
                [
                    .. prompts[i].SelectMany(p => responses.Of(p, model)).Select(r => responses.Responses[r].Text),
                ];
                if (answers.Length > 0)
                {
                    IReadOnlyList<string>[] sentences = [.. answers.Select(a => Sentences.Of(a, MaxSentences + 1))];
                    shortened += sentences.Count(all => all.Count > MaxSentences);
                    found.Add(
                        await PromptAsync(i, sentences, viewpoints.Prompts[i].Viewpoints, scorer, cancellationToken)
                    );
                }
            }
            models.Add(
                new OvertonResult
                {
                    Model = responses.Models[model],
                    Scorer = scorer.Name,
                    Threshold = scorer.Threshold,
                    Prompts = found,
                    WithinAnswer = QuestionMean.Of(found.Select(prompt => (double?)prompt.WithinAnswer)),
                    OverAnswers = QuestionMean.Of(found.Select(prompt => (double?)prompt.OverAnswers)),
                    Score = QuestionMean.Of(found.Select(prompt => (double?)prompt.Score)),
                    Unanswered = viewpoints.Prompts.Count - found.Count,
                    Shortened = shortened,
                }
            );
        }
        return models;
    }

    private static async Task<PromptOverton> PromptAsync(
        int prompt,
        IReadOnlyList<string>[] answers,
        IReadOnlyList<string> viewpoints,
        ViewpointScorer scorer,
        CancellationToken cancellationToken
    )
    {
        string[] sentences = [.. answers.SelectMany(answer => answer.Take(MaxSentences)).Distinct()];
        var places = sentences.Select((text, i) => (text, i)).ToDictionary(entry => entry.text, entry => entry.i);
        var pairs = sentences.SelectMany(sentence => viewpoints.Select(view => (sentence, view))).ToArray();
        var scores = await PairScores.OfAsync(scorer.Score, pairs, cancellationToken);
        // In the scores' own precision: 0.33 is not above 0.33.
        var threshold = (float)scorer.Threshold;
        var matches = new ViewpointMatch[viewpoints.Count];
        for (var view = 0; view < matches.Length; view++)
        {
            var best = Enumerable.Range(0, sentences.Length).Select(s => (int?)s).MaxBy(s => Score(s!.Value, view));
            var stating = answers.Count(answer =>
                answer.Take(MaxSentences).Any(sentence => Score(places[sentence], view) > threshold)
            );
            matches[view] = new ViewpointMatch(
                viewpoints[view],
                best is { } b ? Score(b, view) : 0,
                best is { } s ? sentences[s] : null,
                (double)stating / answers.Length,
                stating > 0
            );
        }
        return new PromptOverton(
            prompt,
            answers.Length,
            matches,
            matches.Average(match => match.Answers),
            matches.Average(match => match.IsStated ? 1.0 : 0.0),
            matches.Average(match => match.Score)
        );

        float Score(int sentence, int view) => scores[(sentence * viewpoints.Count) + view];
    }
}

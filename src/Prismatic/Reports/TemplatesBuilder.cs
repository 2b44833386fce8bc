using Prismatic.Lexical;

namespace Prismatic.Reports;

/// <summary>Looks for templates and phrases and states them as reports do.</summary>
public static class TemplatesBuilder
{
    private const int TemplatesShown = 10;
    private const int PhrasesShown = 10;
    private const int SlotsShown = 12;
    private const int LongestTemplate = 600;
    private const int LongestPhrase = 160;
    private const int LongestFiller = 60;

    /// <summary>The summary.</summary>
    /// <param name="corpus">The texts as words between white space.</param>
    /// <param name="texts">The same texts.</param>
    /// <param name="rows">Their row numbers.</param>
    /// <param name="cancellation">Checked while it looks.</param>
    /// <param name="letters">Greatest length of a row shown.</param>
    public static TemplatesSummary Summarise(
        WordCorpus corpus,
        IReadOnlyList<string> texts,
        IReadOnlyList<long> rows,
        CancellationToken cancellation,
        int letters = Excerpt.Length
    )
    {
        var options = TemplateOptions.For(texts.Count);
        var (found, phrases) = Templates.WithPhrases(corpus, options, PhrasesShown, cancellation);
        return new TemplatesSummary
        {
            Rows = texts.Count,
            WordsOfRow = TemplateOptions.WordsOfText,
            Tokens = corpus.Tokens,
            FewestRows = options.FewestTexts,
            Count = found.Templates.Count,
            FollowingRows = found.Following,
            FollowingShare = Rounded.Share(found.Following, texts.Count),
            MostlyRows = found.MostlyTemplate,
            MostlyShare = Rounded.Share(found.MostlyTemplate, texts.Count),
            Largest = [.. found.Templates.Take(TemplatesShown).Select((t, place) => Describe(t, place))],
            Phrases =
            [
                .. phrases.Select(phrase => new PhraseExample
                {
                    Phrase = Excerpt.Of(phrase.Phrase, LongestPhrase),
                    Words = phrase.Words,
                    Rows = phrase.Texts,
                    Share = Rounded.Share(phrase.Texts, texts.Count),
                    Examples = Examples(phrase.Examples),
                }),
            ],
        };

        TemplateExample Describe(Template template, int place) =>
            new()
            {
                Text = Excerpt.Of(template.Text, LongestTemplate),
                Words = template.Words,
                Rows = template.Texts,
                Share = Rounded.Share(template.Texts, texts.Count),
                MostlyRows = found.TextTemplates.Count(t => t.Template == place && t.IsMostlyTemplate),
                SlotCount = template.Slots.Count,
                Slots =
                [
                    .. template
                        .Slots.Take(SlotsShown)
                        .Select(slot => new SlotExample
                        {
                            Different = slot.Different,
                            Examples =
                            [
                                .. slot.Examples.Select(filler => new FillerExample
                                {
                                    Words = Excerpt.Of(filler.Words, LongestFiller),
                                    Rows = filler.Texts,
                                }),
                            ],
                        }),
                ],
                Examples = Examples(template.Examples),
            };

        List<ExampleRow> Examples(IReadOnlyList<int> places) =>
            [
                .. places.Select(place => new ExampleRow
                {
                    Row = rows[place],
                    Excerpt = Excerpt.Of(texts[place], letters),
                }),
            ];
    }
}

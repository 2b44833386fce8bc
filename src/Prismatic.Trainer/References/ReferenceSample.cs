using Prismatic.Data;
using Prismatic.Numerics;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Trainer.References;

/// <summary>The fixed sample of the corpus that stands for text in general.</summary>
public static class ReferenceSample
{
    /// <summary>Documents of the shipped reference.</summary>
    public const int Count = 512;

    /// <summary>Tokens read of each: the mean of a kind of text shows in its beginning.</summary>
    public const int MaxTokens = 256;

    private const ulong Seed = 20262;

    /// <summary>
    /// As many training documents of every source as of any other, as far as they go, so that no source is the measure of the
    /// rest; within a source by a seeded hash.
    /// </summary>
    /// <param name="corpus">Folder with train.jsonl.</param>
    /// <param name="count">Most documents.</param>
    /// <exception cref="PrismaticException">There is no corpus.</exception>
    public static IReadOnlyList<TextRow> Take(string corpus, int count = Count)
    {
        var path = CorpusFiles.TrainPath(corpus);
        if (!File.Exists(path))
        {
            throw new PrismaticException(
                $"there is no {path}; make the corpus first, or name its folder with --corpus"
            );
        }
        return Choose(CorpusFiles.Read(path), count);
    }

    /// <summary>The choice among documents in their order.</summary>
    internal static IReadOnlyList<TextRow> Choose(IEnumerable<CorpusDocument> documents, int count) =>
        [
            .. documents
                .Select((document, i) => (document, rank: Pcg32.Hash(Seed, (ulong)i), i))
                .Where(d => !string.IsNullOrWhiteSpace(d.document.Content))
                .GroupBy(d => d.document.Source)
                .SelectMany(source => source.OrderBy(d => d.rank).Take(count).Select((d, turn) => (d, turn)))
                .OrderBy(d => d.turn)
                .ThenBy(d => d.d.rank)
                .Take(count)
                .Select(d => d.d)
                .OrderBy(d => d.i)
                .Select((d, row) => Row(row, d.document)),
        ];

    private static TextRow Row(int index, CorpusDocument document) =>
        document is { Text: null, Prompt: { } prompt, Response: { } response }
            ? new TextRow(index, prompt, response)
            : new TextRow(index, "", document.Content);
}

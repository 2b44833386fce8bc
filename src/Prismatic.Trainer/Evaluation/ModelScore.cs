using System.Text;
using Prismatic.Text;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Trainer.Evaluation;

/// <summary>
/// Negative log-likelihood of token sequences in nats: for each, the sum over all its tokens after the first.
/// </summary>
public delegate IReadOnlyList<double> SequenceNats(IReadOnlyList<int[]> sequences);

/// <summary>Bits per byte of a model on held-out documents.</summary>
public static class ModelScore
{
    /// <summary>
    /// Every token of a document and its end id are predicted once. A document longer than the context is read in windows
    /// that overlap by half, so a token sees at least half a context of what stands before it: what a window adds is its
    /// nats less those of its first half. The end id stands for the line end that the baselines code.
    /// </summary>
    /// <param name="documents">Held-out documents.</param>
    /// <param name="tokenizer">The model's own.</param>
    /// <param name="context">Longest sequence the model takes, at least 4.</param>
    /// <param name="nats">Sequences are up to <paramref name="context"/> ids long, those of documents first.</param>
    public static double BitsPerByte(
        IReadOnlyList<CorpusDocument> documents,
        Tokenizer tokenizer,
        int context,
        SequenceNats nats
    )
    {
        var windows = documents.SelectMany(document => Windows(Ids(document, tokenizer), context)).ToList();
        var whole = nats([.. windows.Select(static window => window.Ids)]);
        var known = nats([
            .. windows.Where(static window => window.Known > 1).Select(static window => window.Ids[..window.Known]),
        ]);
        return (whole.Sum() - known.Sum()) / Math.Log(2) / Bytes(documents);
    }

    /// <summary>UTF-8 bytes of documents with the one line end that closes each.</summary>
    public static long Bytes(IEnumerable<CorpusDocument> documents) =>
        documents.Sum(static document => (long)Encoding.UTF8.GetByteCount(document.Content) + 1);

    /// <summary>Begin id, tokens, end id: how documents stand in the token file too.</summary>
    public static int[] Ids(CorpusDocument document, Tokenizer tokenizer) => tokenizer.EncodeWhole(document.Content);

    /// <summary>Windows of a sequence and how many ids of each were predicted before (one for the first).</summary>
    public static IEnumerable<(int[] Ids, int Known)> Windows(int[] ids, int context)
    {
        var end = Math.Min(ids.Length, context);
        yield return (ids[..end], 1);
        while (end < ids.Length)
        {
            var start = end - (context / 2);
            var next = Math.Min(ids.Length, start + context);
            yield return (ids[start..next], end - start);
            end = next;
        }
    }
}

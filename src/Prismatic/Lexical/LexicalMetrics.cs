using System.IO.Compression;
using System.Text;

namespace Prismatic.Lexical;

/// <summary>
/// Diversity of wording, under the names and definitions of the <c>diversity</c> package (Shaib et al. 2024,
/// arXiv 2403.00553) where it has one. All of them depend on length: compare at equal numbers of words.
/// </summary>
public static class LexicalMetrics
{
    private const int LongestNGram = 4;

    /// <summary>distinct-n for n from 1: different n-grams over all n-grams within texts (Li et al. 2016).</summary>
    public static IReadOnlyList<double> Distinct(WordCorpus corpus, int longest = LongestNGram)
    {
        var level = NGramLevel.Words(corpus);
        var values = new List<double> { level.Distinct };
        while (values.Count < longest)
        {
            level = level.Longer();
            values.Add(level.Distinct);
        }
        return values;
    }

    /// <summary>
    /// n-gram diversity: the sum of distinct-n for n from 1 to 4 over all texts as one, as the package counts: cut at single
    /// spaces, n-grams across texts included.
    /// </summary>
    public static double NGramDiversity(IReadOnlyList<string> texts, int longest = LongestNGram) =>
        Distinct(WordCorpus.OfJoined(texts), longest).Sum();

    /// <summary>
    /// Self-repetition (Salkar et al. 2022): the mean over texts of ln(1 + occurrences of its n-grams in other texts), each
    /// n-gram of a text counted once, and once for each other text.
    /// </summary>
    public static double SelfRepetition(WordCorpus corpus, int length = 4)
    {
        var level = NGramLevel.Words(corpus);
        while (level.Length < length)
        {
            level = level.Longer();
        }
        var texts = new int[level.UniqueCount];
        var lastText = new int[level.UniqueCount];
        Array.Fill(lastText, -1);
        for (var text = 0; text < corpus.Count; text++)
        {
            foreach (var gram in level[text])
            {
                texts[gram] += lastText[gram] == text ? 0 : 1;
                lastText[gram] = text;
            }
        }
        Array.Fill(lastText, -1);
        var sum = 0.0;
        for (var text = 0; text < corpus.Count; text++)
        {
            var others = 0L;
            foreach (var gram in level[text])
            {
                others += lastText[gram] == text ? 0 : texts[gram] - 1;
                lastText[gram] = text;
            }
            sum += Math.Log(others + 1);
        }
        return corpus.Count == 0 ? 0 : sum / corpus.Count;
    }

    /// <summary>Compression ratio: UTF-8 bytes of all texts, joined by spaces, over their bytes as gzip. Higher is more alike.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="twice">
    /// Compress what is compressed again, as the package does by mistake: on repetitive texts its ratio is up to half
    /// higher (docs/metrics.md).
    /// </param>
    public static double CompressionRatio(IReadOnlyList<string> texts, bool twice = false)
    {
        using var target = new CountingStream();
        var original = 0L;
        using (var outer = twice ? new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true) : null)
        using (var gzip = new GZipStream(outer ?? (Stream)target, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var i = 0; i < texts.Count; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(i == 0 ? texts[i] : " " + texts[i]);
                original += bytes.Length;
                gzip.Write(bytes);
            }
        }
        return original == 0 ? 1 : (double)original / target.Count;
    }

    /// <summary>
    /// Moving-average type-token ratio (Covington and McFall 2010): the share of different words in windows of one length,
    /// averaged over all windows of all texts, so that length does not bear on it. Texts shorter than a window are one.
    /// </summary>
    public static double MovingTypeTokenRatio(WordCorpus corpus, int window = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var counts = new int[corpus.Vocabulary.Count];
        var (sum, windows) = (0.0, 0L);
        for (var text = 0; text < corpus.Count; text++)
        {
            var words = corpus[text];
            var types = 0;
            for (var i = 0; i < words.Length; i++)
            {
                types += counts[words[i]]++ == 0 ? 1 : 0;
                if (i >= window)
                {
                    types -= --counts[words[i - window]] == 0 ? 1 : 0;
                }
                if (i >= window - 1 || i == words.Length - 1)
                {
                    sum += (double)types / Math.Min(i + 1, window);
                    windows++;
                }
            }
            foreach (var word in words)
            {
                counts[word] = 0;
            }
        }
        return windows == 0 ? 0 : sum / windows;
    }

    private sealed class CountingStream : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override void Write(ReadOnlySpan<byte> buffer) => Count += buffer.Length;

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

using System.Buffers.Binary;
using Prismatic.Numerics;
using Prismatic.Text;

namespace Prismatic.Trainer.Corpus;

/// <summary>
/// The token stream to train on: little-endian 16-bit ids, every document as begin, tokens, end, in a seeded order.
/// </summary>
public static class TokenFile
{
    /// <summary>
    /// Writes all documents, each as often as its source repeats: 2.3 is twice and for a drawn 30 % of the documents once
    /// more. Returns tokens by source, repeats counted.
    /// </summary>
    public static IReadOnlyDictionary<string, long> Write(
        string path,
        IReadOnlyList<CorpusDocument> documents,
        IReadOnlyDictionary<string, double> repeats,
        Tokenizer tokenizer,
        ulong seed
    )
    {
        if (tokenizer.VocabularySize > ushort.MaxValue + 1)
        {
            throw new ArgumentException("Ids do not fit 16 bits.", nameof(tokenizer));
        }

        var encoded = documents.AsParallel().AsOrdered().Select(document => Encode(document, tokenizer)).ToArray();
        var draw = new Pcg32(seed, 6);
        var order = Enumerable
            .Range(0, documents.Count)
            .SelectMany(i => Enumerable.Repeat(i, Times(repeats[documents[i].Source], draw)))
            .ToArray();
        new Pcg32(seed, 5).Shuffle<int>(order);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        using var stream = new BufferedStream(File.Create(path), 1 << 16);
        Span<byte> two = stackalloc byte[2];
        foreach (var index in order)
        {
            foreach (var id in encoded[index])
            {
                BinaryPrimitives.WriteUInt16LittleEndian(two, id);
                stream.Write(two);
            }

            var source = documents[index].Source;
            counts[source] = counts.GetValueOrDefault(source) + encoded[index].Length;
        }

        return counts;
    }

    /// <summary>All ids of a token file.</summary>
    public static ushort[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var ids = new ushort[bytes.Length / 2];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i));
        }

        return ids;
    }

    private static int Times(double repeats, Pcg32 draw)
    {
        var whole = (int)repeats;
        return repeats > whole && draw.NextDouble() < repeats - whole ? whole + 1 : whole;
    }

    private static ushort[] Encode(CorpusDocument document, Tokenizer tokenizer) =>
        Array.ConvertAll(tokenizer.EncodeWhole(document.Content), static id => (ushort)id);
}

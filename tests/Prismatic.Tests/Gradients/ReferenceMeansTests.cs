using CsCheck;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Trainer.Corpus;
using Prismatic.Trainer.References;

namespace Prismatic.Tests.Gradients;

/// <summary>The file of reference means, and the one that is embedded.</summary>
public sealed class ReferenceMeansTests
{
    [Fact]
    public void What_is_written_is_read() =>
        Gen.Select(Gen.String, Gen.Int[1, 1000], Gen.Float.Array[0, 40])
            .Array[0, 5]
            .Sample(parts =>
            {
                var means = parts.DistinctBy(p => p.Item1).Select(p => new ReferenceMean(p.Item1, p.Item2, p.Item3));
                var written = new ReferenceMeans(means);
                var read = ReferenceMeans.Read(new MemoryStream(Bytes(written)), "memory");
                Assert.Equal(written.All.Count, read.All.Count);
                foreach (var mean in written.All)
                {
                    var found = read.Find(mean.Key)!;
                    Assert.Equal(mean.RowCount, found.RowCount);
                    Assert.Equal(mean.Values, found.Values);
                }
            });

    [Fact]
    public void A_file_that_is_cut_off_or_something_else_is_refused()
    {
        var bytes = Bytes(new ReferenceMeans([new ReferenceMean("a kind", 3, [1, 2, 3])]));
        for (var length = 0; length < bytes.Length; length++)
        {
            AssertRefused(bytes[..length]);
        }
        AssertRefused([.. "PRSMREF2"u8, .. bytes[8..]]);
        AssertRefused([.. "PRSMREF1"u8, 0xFF, 0xFF, 0xFF, 0x7F]);
    }

    // Fails when the proxy was replaced and 'Prismatic.Trainer reference' was not run after it.
    [Theory]
    [InlineData(LossMask.Response, false)]
    [InlineData(LossMask.Response, true)]
    [InlineData(LossMask.AllTokens, false)]
    [InlineData(LossMask.AllTokens, true)]
    public void The_embedded_reference_belongs_to_the_embedded_proxy(LossMask mask, bool unitLayers)
    {
        var options = new GradientOptions { Mask = mask, UnitLayers = unitLayers };
        using var extractor = new GradientExtractor(ProxyModel.Embedded(), options, new SessionSettings());
        var mean = extractor.Reference;
        Assert.NotNull(mean);
        Assert.Equal(options.Projection.Dimension, mean.Values.Length);
        var norm = Math.Sqrt(mean.Values.Sum(v => (double)v * v));
        Assert.InRange(norm, 0.01, 0.99);
    }

    [Fact]
    public void There_is_a_reference_of_hidden_states_too_and_none_for_another_projection()
    {
        var settings = new SessionSettings();
        using var hidden = new HiddenStateExtractor(ProxyModel.Embedded(), new GradientOptions(), settings);
        Assert.NotNull(hidden.Reference);
        var other = new GradientOptions { Projection = new RandomProjection { Seed = 1 } };
        using var extractor = new GradientExtractor(ProxyModel.Embedded(), other, settings);
        Assert.Null(extractor.Reference);
    }

    [Fact]
    public void The_sample_takes_as_many_documents_of_each_source_as_there_are()
    {
        var documents = Enumerable
            .Range(0, 300)
            .Select(i =>
                CorpusDocument.Of(
                    i < 200 ? "large"
                        : i < 295 ? "medium"
                        : "small",
                    $"text {i}"
                )
            )
            .ToList();
        var rows = ReferenceSample.Choose(documents, 45);
        int Of(int from, int to) => rows.Count(r => int.Parse(r.Response[5..]) is var i && i >= from && i < to);
        Assert.Equal((20, 20, 5), (Of(0, 200), Of(200, 295), Of(295, 300)));
        Assert.Equal(rows, ReferenceSample.Choose(documents, 45));
        Assert.Equal(Enumerable.Range(0, 45).Select(i => (long)i), rows.Select(r => r.Index));
    }

    private static byte[] Bytes(ReferenceMeans means)
    {
        using var stream = new MemoryStream();
        means.Write(stream);
        return stream.ToArray();
    }

    private static void AssertRefused(byte[] bytes) =>
        Assert.Throws<PrismaticException>(() => ReferenceMeans.Read(new MemoryStream(bytes), "a file"));
}

using Prismatic.Tests.Differentiation;

namespace Prismatic.Tests.Gradients;

/// <summary>Losses and gradients of whole decoders against PyTorch's.</summary>
[Collection(TinyDecoder.Collection)]
public sealed class ReferenceGradientTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names => TinyDecoder.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_gradients_of_a_row_are_those_of_PyTorch(string name)
    {
        var decoder = TinyDecoder.Get(name);
        var reference = decoder.Reference;
        for (var row = 0; row < reference.Rows; row++)
        {
            decoder.Whole.Run(decoder.Batch([row]));
            foreach (var (parameter, gradients) in reference.Parameters)
            {
                AssertClose(gradients.Row(row), Gradient(decoder, parameter));
            }
            foreach (var layer in reference.Layers)
            {
                var gradient = Gradient(decoder, layer.Weight);
                AssertClose(layer.Norms.Row(row), [Math.Sqrt(gradient.Sum(v => v * v))]);
                var (pIn, pOut) = (layer.PIn.ToDoubles(), layer.POut.ToDoubles());
                AssertClose(layer.Blocks.Row(row), TinyDecoder.Project(gradient, pIn, pOut, reference.K));
                if (layer.Gradients is { } whole)
                {
                    AssertClose(whole.Row(row), gradient);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_gradients_of_a_padded_batch_are_the_sum_over_its_rows(string name)
    {
        var decoder = TinyDecoder.Get(name);
        decoder.Whole.Run(decoder.Batch([0, 1, 2], length: 13));
        foreach (var (parameter, gradients) in decoder.Reference.Parameters)
        {
            AssertClose(Sum([.. Enumerable.Range(0, 3).Select(gradients.Row)]), Gradient(decoder, parameter));
        }
        foreach (var layer in decoder.Reference.Layers.Where(l => l.Gradients is not null))
        {
            AssertClose(Sum([.. Enumerable.Range(0, 3).Select(layer.Gradients!.Row)]), Gradient(decoder, layer.Weight));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Blocks_are_projections_of_the_whole_gradients(string name)
    {
        var decoder = TinyDecoder.Get(name);
        var session = decoder.Projected;
        var compared = 0;
        var (blocks, _) = TinyDecoder.Run(session, decoder.Batch([0, 1, 2], length: 12));
        for (var row = 0; row < decoder.Reference.Rows; row++)
        {
            decoder.Whole.Run(decoder.Batch([row]));
            for (var i = 0; i < session.Layers.Count; i++)
            {
                var layer = decoder.Reference.Layers.Single(l => l.Weight == session.Layers[i].Weight);
                var (pIn, pOut) = TinyDecoder.Signs(session, i);
                var block = blocks[row].AsSpan(i * 16, 16).ToArray();
                AssertClose(TinyDecoder.Project(Gradient(decoder, layer.Weight), pIn, pOut, 4), block);
                if (layer.Gradients is { } whole)
                {
                    AssertClose(TinyDecoder.Project(whole.Row(row), pIn, pOut, 4), block);
                    compared++;
                }
            }
        }
        Assert.True(compared >= decoder.Reference.Rows);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_of_rows_are_those_of_PyTorch(string name)
    {
        var decoder = TinyDecoder.Get(name);
        var batch = decoder.Batch([0, 1, 2]);
        var expected = decoder.Reference.Losses.ToDoubles();
        AssertEach(expected, TinyDecoder.Run(decoder.Projected, batch).Losses);
        AssertEach(expected, TinyDecoder.RowLosses(batch, decoder.Whole.Run(batch)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_linear_layer_but_the_head_is_found(string name)
    {
        var decoder = TinyDecoder.Get(name);
        var layers = decoder.Projected.Layers;
        var expected = decoder.Reference.Layers[..^1];
        Assert.Equal(expected.Select(l => l.Weight).Order(), layers.Select(l => l.Weight).Order());
        foreach (var layer in layers)
        {
            var known = expected.Single(l => l.Weight == layer.Weight);
            Assert.Equal((known.In, known.Out), (layer.InputSize, layer.OutputSize));
        }
        Assert.Equal(layers.Count * 16, decoder.Projected.BlockLength);
        Assert.Equal(97, decoder.Projected.VocabularySize);
    }

    private static double[] Gradient(TinyDecoder decoder, string weight) =>
        Array.ConvertAll(decoder.Whole.Gradients[weight], v => (double)v);

    private static double[] Sum(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Sum(row => row[i]))];

    private static void AssertClose(double[] expected, double[] actual) =>
        Assert.InRange(TensorValue.Distance(expected, actual), 0, Tolerance);

    private static void AssertEach(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            AssertClose([expected[i]], [actual[i]]);
        }
    }
}

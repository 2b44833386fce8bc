using Prismatic.Data;
using Prismatic.Gradients;
using Prismatic.Onnx;

namespace Prismatic.Tests.Gradients;

/// <summary>Losses of the forward pass alone.</summary>
public sealed class ForwardLossTests : IDisposable
{
    private static readonly TextRow[] Rows =
    [
        .. Enumerable
            .Range(0, 30)
            .Select(i => new TextRow(
                i,
                i % 3 == 0 ? "" : $"Which of the {i} boats is red?",
                string.Join(' ', Enumerable.Range(0, 1 + (i * 7 % 19)).Select(j => $"{j} boats of {i}"))
            )),
    ];

    private readonly ForwardLoss _loss = new(
        ProxyModel.Embedded(),
        new GradientOptions(),
        new SessionSettings { Threads = 1 }
    );

    [Fact]
    public async Task Losses_are_those_of_the_gradient_graph()
    {
        var encoder = new RowEncoder(ProxyModel.Embedded().Tokenizer, 512);
        var losses = _loss.Measure([.. Rows.Select(encoder.Encode)]);
        using var extractor = new GradientExtractor(
            ProxyModel.Embedded(),
            new GradientOptions(),
            new SessionSettings { Threads = 1 }
        );
        var features = await extractor.ExtractAsync(Rows.ToAsyncEnumerable(), Rows.Length);
        for (var i = 0; i < Rows.Length; i++)
        {
            Assert.Equal(features.TargetCounts[i], losses[i].Length);
            Assert.Equal(features.Losses[i], losses[i].Average(), 1e-4);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Company_does_not_change_a_loss(int targets)
    {
        int[] ids = [.. Enumerable.Range(0, 12).Select(i => 40 + (i * 37 % 200))];
        var row = new EncodedRow(ids, ids.Length - targets, false);
        var longer = new EncodedRow([.. ids, .. ids], 5, false);
        var alone = _loss.Measure([row])[0];
        Assert.Equal(targets, alone.Length);
        var among = _loss.Measure([longer, row, longer])[1];
        Assert.Equal(alone.Length, among.Length);
        Assert.All(alone.Zip(among), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.Empty(_loss.Measure([]));
    }

    public void Dispose() => _loss.Dispose();
}

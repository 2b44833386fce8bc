using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Numerics;
using Prismatic.Onnx;
using Prismatic.Reports;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Tests.Measuring;

public sealed class CentredViewTests
{
    [Fact]
    public void A_centred_view_keeps_its_raw_score_beside()
    {
        var view = Rows(shared: 4);
        var mean = FeatureTransforms.Mean(view.Space.Rows);
        var centred = view.CentredOn(new ReferenceMean("key", 77, mean));
        Assert.Same(view.Space, centred.Raw);
        Assert.NotEqual(view.Space.Fingerprint, centred.Space.Fingerprint);
        Assert.Contains("77", centred.Space.Parameters["centred on"], StringComparison.Ordinal);

        var meter = new ViewMeter(0, new SessionSettings());
        var plain = Summary(meter.Measure(view, SilentProgress.Instance, default));
        var both = Summary(meter.Measure(centred, SilentProgress.Instance, default));
        Assert.Null(plain.Raw);
        Assert.Equal(plain.Vendi.Order1, both.Raw!.Order1);
        Assert.Equal(plain.Rarefied.Mean, both.Raw.Rarefied.Mean);
        // What all rows share is gone.
        Assert.True(both.Vendi.Order1 > 1.5 * both.Raw.Order1, $"{both.Vendi.Order1} against {both.Raw.Order1}");
    }

    [Fact]
    public void Hidden_states_are_shown_less_their_mean_and_an_encoders_vectors_only_grouped_so()
    {
        var hidden = Named(Rows(shared: 4), "hidden").AsShown();
        Assert.NotNull(hidden.Raw);
        Assert.Null(hidden.Grouped);
        Assert.EndsWith("/centred-set", hidden.Space.Fingerprint, StringComparison.Ordinal);
        var vectors = Named(Rows(shared: 4), "encoder");
        var encoder = vectors.AsShown();
        Assert.Same(vectors.Space, encoder.Space);
        Assert.Equal(hidden.Space.Rows.Values, encoder.Grouped!.Values);
        var words = Named(Rows(shared: 4), "ngrams");
        Assert.Same(words, words.AsShown());
    }

    [Fact]
    public void Numbers_of_clusters_have_a_spread_that_no_thread_changes()
    {
        var view = Rows(shared: 1, count: 1200);
        var one = Spread(view, 1);
        Assert.Equal((1000, 5), (one.Rows, one.Draws));
        Assert.InRange(one.EffectiveCount, 40, 100);
        Assert.True(one.EffectiveCountDeviation > 0);
        Assert.Equal(one, Spread(view, 3));
        var few = Spread(Rows(shared: 1), 1);
        Assert.Equal((60, 5), (few.Rows, few.Draws));

        static ClusterSpread Spread(FeatureView view, int threads) =>
            Summary(
                new ViewMeter(0, new SessionSettings { Threads = threads }).Measure(
                    view,
                    SilentProgress.Instance,
                    default
                )
            ).Clusters.Spread!;
    }

    [Theory]
    [InlineData(600_000, 4096, true)]
    [InlineData(500_000, 4096, false)]
    [InlineData(2_000_000, 1024, false)]
    public void More_numbers_than_an_array_holds_are_refused_with_how_many_it_does(
        int rows,
        int dimension,
        bool refused
    )
    {
        if (!refused)
        {
            ViewSize.Require([new Counted(rows)], dimension);
            return;
        }
        var fault = Assert.Throws<PrismaticException>(() =>
            ViewSize.Require([new Counted(1), new Counted(rows)], dimension)
        );
        Assert.Equal(ExitCode.Usage, fault.ExitCode);
        Assert.Contains("--sample 524287", fault.Message, StringComparison.Ordinal);
    }

    private sealed record Counted(int Count) : IRowSource
    {
        public IAsyncEnumerable<Data.TextRow> ReadAsync(CancellationToken cancellation) =>
            AsyncEnumerable.Empty<Data.TextRow>();
    }

    private static FeatureView Named(FeatureView view, string name) =>
        view with
        {
            Space = view.Space with { Name = name },
        };

    private static ViewSummary Summary(ViewMeasurement view) =>
        ReportBuilder.Summarise(view, view.ExampleRows.ToDictionary(row => row, row => $"text {row}"));

    private static FeatureView Rows(float shared, int count = 60)
    {
        var random = new Pcg32(3);
        var rows = new Matrix(count, 16);
        for (var row = 0; row < rows.RowCount; row++)
        {
            foreach (ref var value in rows[row])
            {
                value = (float)random.NextGaussian();
            }
            rows[row][0] += shared;
            rows[row][1] += shared;
            Matrix.NormaliseRow(rows[row]);
        }
        return new FeatureView(
            new FeatureSpace
            {
                Name = "gradients",
                Rows = rows,
                RowIndices = [.. Enumerable.Range(0, rows.RowCount).Select(row => (long)row)],
                Fingerprint = "made",
                Parameters = new Dictionary<string, string>(),
            }
        );
    }
}

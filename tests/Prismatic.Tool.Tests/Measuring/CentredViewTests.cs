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

    private static ViewSummary Summary(ViewMeasurement view) =>
        ReportBuilder.Summarise(view, view.ExampleRows.ToDictionary(row => row, row => $"text {row}"));

    private static FeatureView Rows(float shared)
    {
        var random = new Pcg32(3);
        var rows = new Matrix(60, 16);
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

using System.Globalization;
using System.Numerics.Tensors;
using Prismatic.Clustering;
using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Mapping;
using Prismatic.Numerics;
using Prismatic.Onnx;

namespace Prismatic.Benchmarks;

/// <summary>What maps keep of the nearness of rows, ours beside plainer ones, and how long ours takes: the tables of docs/map.md.</summary>
internal static class MapBenchmark
{
    private const int MostRows = 4000;

    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return args.FirstOrDefault() == "time" ? Time() : Quality();
    }

    private static int Quality()
    {
        Console.WriteLine(
            "| rows | view | two principal directions | centres and offsets | neighbours, 200 rounds | 600 | 1,500 |"
        );
        Console.WriteLine("|---|---|--:|--:|--:|--:|--:|");
        using var gradients = new GradientExtractor(
            ProxyModel.Embedded(),
            new GradientOptions { MaxTokens = 256 },
            new SessionSettings()
        );
        foreach (var (name, texts) in Sets())
        {
            List<TextRow> rows = [.. texts.Select((text, i) => new TextRow(i, "", text))];
            Line(name, "ngrams", NGramFeatures.Of(texts).Rows);
            Line(
                name,
                "gradients",
                gradients.ExtractAsync(rows.ToAsyncEnumerable(), rows.Count).GetAwaiter().GetResult().Space.Rows
            );
        }
        return 0;
    }

    private static IEnumerable<(string Name, IReadOnlyList<string> Texts)> Sets()
    {
        foreach (var set in MeaningData.Sets())
        {
            yield return (set.Name, set.Texts);
        }
        foreach (
            var (name, file) in new[]
            {
                ("GSM8K", "math/gsm8k_train.jsonl"),
                ("questions to a bank", "labelled/banking77_train.csv"),
            }
        )
        {
            var rows = Evidence.RealRows.Load(
                file,
                file.EndsWith("csv", StringComparison.Ordinal) ? new FieldChoice(Text: "text") : null
            );
            yield return (name, [.. rows.Take(MostRows).Select(row => row.FullText)]);
        }
    }

    private static void Line(string name, string view, Matrix matrix)
    {
        var rows = new RowView(matrix);
        var clusters = KMeans.Fit(rows, new KMeansOptions());
        var cells = new List<string>
        {
            Cell(rows, PrincipalPlane.Of(rows, 0, 0, default)),
            Cell(rows, Offsets(rows, clusters)),
        };
        foreach (var rounds in new[] { 200, 600, 1500 })
        {
            cells.Add(Cell(rows, RowMap.Of(rows, clusters.Labels, new RowMapOptions { Rounds = rounds }).Points));
        }
        Console.WriteLine($"| {rows.RowCount} of {name} | {view} | {string.Join(" | ", cells)} |");
    }

    private static string Cell(RowView rows, IReadOnlyList<MapPoint> points)
    {
        var quality = MapQuality.Of(rows, points, drawn: 1000)!;
        return string.Create(CultureInfo.InvariantCulture, $"{quality.Kept * 100:F0} %, {quality.Trustworthiness:F3}");
    }

    // Clusters' centres along their principal directions; around each its rows along those of the whole, made smaller.
    private static MapPoint[] Offsets(RowView rows, KMeansResult clusters)
    {
        const float Inside = 0.25f;
        var centres = PrincipalPlane.Of(new RowView(clusters.Centroids), 0, 0, default);
        var offsets = new Matrix(rows.RowCount, rows.ColumnCount);
        for (var i = 0; i < rows.RowCount; i++)
        {
            TensorPrimitives.Subtract(rows[i], clusters.Centroids[clusters.Labels[i]], offsets[i]);
        }
        var inside = PrincipalPlane.Of(new RowView(offsets), 0, 0, default);
        return
        [
            .. inside.Select(
                (point, i) =>
                    new MapPoint(
                        centres[clusters.Labels[i]].X + (Inside * point.X),
                        centres[clusters.Labels[i]].Y + (Inside * point.Y)
                    )
            ),
        ];
    }

    private static int Time()
    {
        Console.WriteLine("| rows | distinct directions | seconds | kept |");
        Console.WriteLine("|--:|--:|--:|--:|");
        foreach (var count in new[] { 10_000, 25_000, 50_000, 100_000, 200_000 })
        {
            var matrix = Made(count, 1024);
            var rows = new RowView(matrix);
            var labels = KMeans.Fit(rows, new KMeansOptions { Iterations = 3 }).Labels;
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var map = RowMap.Of(rows, labels, new RowMapOptions());
            var seconds = clock.Elapsed.TotalSeconds;
            var quality = MapQuality.Of(rows, map.Points)!;
            Console.WriteLine($"| {count:N0} | {map.Distinct:N0} | {seconds:F1} | {quality.Kept * 100:F0} % |");
        }
        return 0;
    }

    /// <summary>Unit rows around centres whose sizes fall as 1 / rank.</summary>
    internal static Matrix Made(int count, int columns)
    {
        const int Centres = 400;
        const float Around = 0.8f;
        var random = new Pcg32(11);
        var centres = new Matrix(Centres, columns);
        foreach (ref var value in centres.Values.AsSpan())
        {
            value = (float)random.NextGaussian() / MathF.Sqrt(columns);
        }
        var rows = new Matrix(count, columns);
        for (var i = 0; i < count; i++)
        {
            var centre = centres[(int)Math.Min(Centres - 1, Math.Exp(random.NextDouble() * Math.Log(Centres)))];
            var row = rows[i];
            for (var j = 0; j < columns; j++)
            {
                row[j] =
                    centre[j] + (Around * (((random.NextUInt32() & 0xFFFF) / 32768f) - 1) / MathF.Sqrt(columns) * 1.7f);
            }
            Matrix.NormaliseRow(row);
        }
        return rows;
    }
}

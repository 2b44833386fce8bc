using System.Diagnostics;
using System.Numerics.Tensors;
using System.Text.Json;
using Prismatic.Features;
using Prismatic.Homogeneity;
using Prismatic.Numerics;
using Prismatic.Responses;

namespace Prismatic.Benchmarks.Outputs;

/// <summary>Our side of the comparison, and pairs one by one: the same values by another way.</summary>
internal static class SimilaritySides
{
    public static SideTimes Measure(bool byPairs, string rowsFile, string placesFile)
    {
        var places = JsonSerializer.Deserialize<SimilarityPlaces>(File.ReadAllText(placesFile))!;
        var rows = SimilarityInput.ReadNpy(rowsFile);
        var set = places.Set();
        var space = new FeatureSpace
        {
            Name = "rows",
            Rows = rows,
            RowIndices = [.. Enumerable.Range(0, rows.RowCount).Select(i => (long)i)],
            Fingerprint = "",
            Parameters = new Dictionary<string, string>(),
        };
        return Time(() => byPairs ? Pairs(rows, places) : Means(set, space));
    }

    public static SideTimes Classes()
    {
        var set = OutputSets.Read("noveltybench_*.jsonl");
        int[][] groups = [.. Enumerable.Range(0, set.Prompts.Count).Select(prompt => set.Of(prompt, 0).ToArray())];
        return Time(() =>
        {
            var classes = EquivalenceClasses.OfAsync(groups, Equivalence.Lexical(set)).GetAwaiter().GetResult();
            return [classes.Average(c => c.Max() + 1.0)];
        });
    }

    private static double[] Means(ResponseSet set, FeatureSpace space)
    {
        var table = new AnswerTable(set);
        var between = new BetweenModels(table, new AnswerVectors(table, space, 0, default), 0, default);
        var pairs = between.Pairs();
        return
        [
            pairs.Where(p => p.A == p.B).Average(p => p.Similarity?.Mean ?? 1),
            pairs.Where(p => p.A != p.B).Average(p => p.Similarity!.Value.Mean),
            between.Floor()!.Value,
        ];
    }

    private static double[] Pairs(Matrix rows, SimilarityPlaces places)
    {
        var models = places.Model.Max() + 1;
        // Of each row the sum with all earlier ones, by their models; the last place is for other prompts.
        var sums = new double[rows.RowCount][];
        RowBlocks.Run(
            rows.RowCount,
            16,
            0,
            (start, count) =>
            {
                for (var i = start; i < start + count; i++)
                {
                    var own = new double[models + 1];
                    for (var j = 0; j < i; j++)
                    {
                        var place = places.Prompt[i] == places.Prompt[j] ? places.Model[j] : models;
                        own[place] += TensorPrimitives.Dot<float>(rows[i], rows[j]);
                    }
                    sums[i] = own;
                }
            },
            default
        );
        // Every model answers every prompt equally often, so that means of sums are means of means.
        var (intra, inter, floor) = (0.0, 0.0, 0.0);
        for (var i = 0; i < sums.Length; i++)
        {
            intra += sums[i][places.Model[i]];
            inter += sums[i][..models].Sum() - sums[i][places.Model[i]];
            floor += sums[i][models];
        }
        var prompts = places.Prompt.Max() + 1.0;
        var samples = rows.RowCount / prompts / models;
        var ofPrompt = samples * models;
        return
        [
            samples > 1 ? intra / (prompts * models * samples * (samples - 1) / 2) : 1,
            inter / (prompts * samples * samples * models * (models - 1) / 2),
            floor / (ofPrompt * ofPrompt * prompts * (prompts - 1) / 2),
        ];
    }

    private static SideTimes Time(Func<double[]> work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.PeakWorkingSet64;
        double[] values = [];
        var seconds = Seconds.Of(() => values = work());
        process.Refresh();
        return new SideTimes(seconds.Wall, seconds.Processor, (process.PeakWorkingSet64 - before) / 1048576.0, values);
    }
}

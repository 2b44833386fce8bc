using System.Diagnostics;
using McMaster.Extensions.CommandLineUtils;
using Prismatic.Data;
using Prismatic.Features;
using Prismatic.Gradients;
using Prismatic.Onnx;

namespace Prismatic.Trainer.References;

/// <summary>Makes the reference that the tool centres gradients and hidden states on.</summary>
[Command("reference", Description = "Write reference.bin: mean features of a fixed sample of the corpus.")]
public sealed class ReferenceCommand
{
    [Option("--corpus <DIR>", Description = "Folder with train.jsonl.")]
    public string Corpus { get; set; } = "corpus";

    [Option("--model <PATH>", Description = "Model folder; reference.bin is written into it.")]
    public string Model { get; set; } = "src/Prismatic/Gradients/Proxy";

    public async Task<int> OnExecuteAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var rows = ReferenceSample.Take(Corpus);
        var means = await MakeAsync(ProxyModel.Load(Model), rows);
        var path = Path.Combine(Model, "reference.bin");
        await using (var file = File.Create(path))
        {
            means.Write(file);
        }
        Console.WriteLine(
            $"{path}: {new FileInfo(path).Length} bytes, {means.All.Count} means of {rows.Count} documents, "
                + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"
        );
        foreach (var mean in means.All)
        {
            var norm = Math.Sqrt(mean.Values.Sum(v => (double)v * v));
            Console.WriteLine($"  {mean.Key}: length {norm:F3} of {mean.Values.Length} numbers");
        }
        return 0;
    }

    /// <summary>Means of every kind of features that the tool can be asked for, with the default projection.</summary>
    public static async Task<ReferenceMeans> MakeAsync(
        ProxyModel model,
        IReadOnlyList<TextRow> rows,
        CancellationToken cancellation = default
    )
    {
        var settings = new SessionSettings();
        var means = new List<ReferenceMean>();
        foreach (var mask in Enum.GetValues<LossMask>())
        {
            foreach (var unitLayers in (bool[])[false, true])
            {
                var options = new GradientOptions
                {
                    MaxTokens = ReferenceSample.MaxTokens,
                    Mask = mask,
                    UnitLayers = unitLayers,
                };
                using var extractor = new GradientExtractor(model, options, settings);
                var features = await extractor.ExtractAsync(
                    rows.ToAsyncEnumerable(),
                    rows.Count,
                    null,
                    null,
                    cancellation
                );
                means.Add(Mean(extractor.ReferenceKey, features.Space));
            }
        }
        var hidden = new GradientOptions { MaxTokens = ReferenceSample.MaxTokens };
        using var states = new HiddenStateExtractor(model, hidden, settings);
        var space = await states.ExtractAsync(rows.ToAsyncEnumerable(), rows.Count, null, null, cancellation);
        means.Add(Mean(states.ReferenceKey, space));
        return new ReferenceMeans(means);
    }

    private static ReferenceMean Mean(string key, FeatureSpace space) =>
        new(key, space.Rows.RowCount, FeatureTransforms.Mean(space.Rows));
}

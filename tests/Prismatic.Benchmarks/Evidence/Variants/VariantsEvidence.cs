using System.Diagnostics;
using Prismatic.Data;
using Prismatic.Trainer.References;

namespace Prismatic.Benchmarks.Evidence.Variants;

/// <summary>Every variant of the features on one table: docs/benchmarks/variants.md.</summary>
internal static class VariantsEvidence
{
    private const int Seeds = 2;

    public static int Run(string[] args)
    {
        var reduced = args.Contains("--reduced");
        var output = Option(args, "--output") ?? "docs/benchmarks";
        var start = Stopwatch.GetTimestamp();
        IReadOnlyList<TextRow> corpus = Option(args, "--corpus") is { } folder ? ReferenceSample.Take(folder) : [];
        var pool = TextPool.Load(reduced ? PoolSizes.Reduced : PoolSizes.Full);
        Console.Error.WriteLine($"{pool.Rows.Count} rows, {corpus.Count} reference rows");
        var bank = new FeatureBank(pool, corpus);
        var fidelity = new FidelityJudge(bank, corpus);
        var raw = bank.Of(Extraction.Raw);
        double[] losses = [.. Judges.Groups(pool.Sources).Select(rows => rows.Average(row => (double)raw.Losses[row]))];
        var command =
            "evidence variants" + (corpus.Count > 0 ? " --corpus CORPUS" : "") + (reduced ? " --reduced" : "");
        Directory.CreateDirectory(output);
        var path = Path.Combine(output, reduced ? "variants-reduced" : "variants");
        var results = new List<VariantResult>();
        var text = "";
        foreach (var variant in Variant.All(bank))
        {
            results.Add(Measure(variant, pool, fidelity, raw.Targets, losses));
            Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds, 5:F0} s  {variant.Name}");
            // After each variant, so that a run that is cut off leaves what it has found.
            var tables = new VariantTables(results, pool, fidelity, losses, corpus.Count, Path.GetFileName(path));
            text = tables.Document(command, Stopwatch.GetElapsedTime(start));
            File.WriteAllText(path + ".md", text);
            VariantCharts.Write(results, path + ".svg");
        }
        Console.WriteLine(text);
        return 0;
    }

    private static VariantResult Measure(
        Variant variant,
        TextPool pool,
        FidelityJudge fidelity,
        IReadOnlyList<int> targets,
        double[] losses
    )
    {
        var questions = pool.Questions;
        var scores = Judges.SourceScores(pool, variant);
        return new VariantResult
        {
            Name = variant.Name,
            Fidelity = fidelity.Of(variant),
            ExactCopies = Judges.ExactCopies(pool, variant),
            NearCopies = Judges.NearCopies(pool, variant),
            Templates = Judges.Templates(pool, variant),
            TemplatedQuestions = Judges.Contrast([questions[0]], [questions[1]], variant),
            BackwardQuestions = Judges.Contrast([questions[0]], [questions[2]], variant),
            TemplatedRows = Judges.Contrast(pool.Originals, pool.Templated, variant),
            BackwardRows = Judges.Contrast(pool.Originals, pool.Backward, variant),
            LengthExcess = [.. pool.Lengths.Select(set => Judges.LengthExcess(set, targets, variant))],
            SourceScores = scores,
            Familiarity = Views.Spearman(scores, losses),
            Topics = [.. pool.Labelled.Select(set => Judges.Topics(set, variant, Seeds))],
        };
    }

    private static string? Option(string[] args, string name)
    {
        var index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}

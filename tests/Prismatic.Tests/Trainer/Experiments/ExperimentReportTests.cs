using System.Xml.Linq;
using Prismatic.Gradients;
using Prismatic.Trainer.Experiments;

namespace Prismatic.Tests.Trainer.Experiments;

public sealed class ExperimentReportTests : IDisposable
{
    private static readonly FeatureBank Features = ExperimentSample.Features();
    private readonly string _folder = Directory.CreateTempSubdirectory("prismatic-experiment-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_experiment_that_was_stopped_half_way_writes_the_same_pages()
    {
        var whole = Run("whole", threads: 1, results: []);
        var lines = File.ReadAllLines(Path.Combine(_folder, "whole", "results.jsonl"));
        var resumed = Run("resumed", threads: 2, results: lines[..(lines.Length / 2)]);
        Assert.Equal(8, whole.Count);
        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void Pages_list_everything_that_was_declared_and_plots_are_well_formed()
    {
        var pages = Run("pages", threads: 2, results: []);
        Assert.All(
            Predictors.Declared.Select(predictor => predictor.Name),
            name => Assert.Contains($"| {name}", pages["prediction.md"], StringComparison.Ordinal)
        );
        Assert.All(
            SelectionMethod.Declared,
            method => Assert.Contains($"| {method.Name} |", pages["selection.md"], StringComparison.Ordinal)
        );
        foreach (var (name, content) in pages.Where(page => page.Key.EndsWith(".svg", StringComparison.Ordinal)))
        {
            var root = XDocument.Parse(content).Root!;
            Assert.True(root.Elements().Count(element => element.Name.LocalName == "circle") >= 16, name);
            Assert.DoesNotContain("NaN", content, StringComparison.Ordinal);
        }
    }

    private Dictionary<string, string> Run(string name, int threads, string[] results)
    {
        var (options, bank, mix) = (ExperimentSample.Options, ExperimentSample.Bank, ExperimentSample.Mix);
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var path = Path.Combine(folder, "results.jsonl");
        File.WriteAllLines(path, results);
        var students = new StudentRuns(options.Student, mix, path, threads);
        var context = new StudyContext(options, mix.Names, threads, _ => { }, TestContext.Current.CancellationToken);
        var report = new ExperimentReport(folder, options, ProxyModel.Embedded(), Features, mix);
        report.Write(PredictionStudy.Run(bank, Features, students, context));
        report.Write(SelectionStudy.Run(bank, Features, students, context));
        return Directory
            .EnumerateFiles(folder)
            .Where(file => file != path)
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
    }
}

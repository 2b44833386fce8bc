using System.Diagnostics;
using System.Globalization;
using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gradients;

namespace Prismatic.Trainer.Experiments;

/// <summary>The claim in miniature: many tiny students, and what their training sets looked like to each measure.</summary>
[Command(
    "experiment",
    Description = "Measure on small students what scores predict and which selection helps; writes tables and plots."
)]
public sealed class ExperimentCommand
{
    [Argument(0, "STUDY", "prediction or selection; both if left out.")]
    public string? Study { get; set; }

    [Option("--shared <DIR>", Description = "The shared data folder; looked for beside the checkout if left out.")]
    public string? Shared { get; set; }

    [Option("-o|--output <DIR>", Description = "Where tables, plots and results.jsonl go.")]
    public string Output { get; set; } = "docs/evidence";

    [Option("--cache <DIR>", Description = "Where features are kept, so that a run that was stopped goes on.")]
    public string? Cache { get; set; }

    [Option("--model <PATH>", Description = "Proxy model; the embedded one if left out.")]
    public string? Model { get; set; }

    [Option("--reduced", Description = "A smaller experiment of about ten minutes on two cores.")]
    public bool Reduced { get; set; }

    [Option("--threads <N>", Description = "Students side by side; 0 for one a core. Never changes a number.")]
    public int Threads { get; set; }

    public int OnExecute()
    {
        if (Study is not (null or "prediction" or "selection"))
        {
            throw new PrismaticException($"no study called '{Study}': prediction or selection", ExitCode.Usage);
        }
        Directory.CreateDirectory(Output);
        if (Cache is not null)
        {
            Directory.CreateDirectory(Cache);
        }
        var options = Reduced ? ExperimentOptions.Reduced : new ExperimentOptions();
        var threads = Threads > 0 ? Threads : Environment.ProcessorCount;
        var clock = Stopwatch.StartNew();
        void Log(string line) =>
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalMinutes, 6:F1} min  {line}")
            );
        var universe = Universe.Read(Shared ?? FindShared(), options);
        var bank = new RowBank(universe, options);
        var model = Model is null ? ProxyModel.Embedded() : ProxyModel.Load(Model);
        Log($"{bank.Rows.Count} rows, {bank.Tokens.Sum()} tokens; proxy {model.Name} {model.Fingerprint}");
        var mix = TestMix.Of(universe, options.Student.Window);
        var features = new FeatureBank(bank, model, Cache, threads, Log);
        var students = new StudentRuns(options.Student, mix, Path.Combine(Output, "results.jsonl"), threads);
        var context = new StudyContext(options, mix.Names, threads, Log, CancellationToken.None);
        var report = new ExperimentReport(Output, options, model, features, mix);
        if (Study is null or "prediction")
        {
            report.Write(PredictionStudy.Run(bank, features, students, context));
        }
        if (Study is null or "selection")
        {
            report.Write(SelectionStudy.Run(bank, features, students, context));
        }
        Log($"written to {Output}");
        return 0;
    }

    private static string FindShared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(path))
            {
                return path;
            }
        }
        throw new PrismaticException("no folder shared/data beside the checkout: name it with --shared");
    }
}

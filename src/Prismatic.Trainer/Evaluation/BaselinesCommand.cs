using McMaster.Extensions.CommandLineUtils;
using Prismatic.Trainer.Corpus;

namespace Prismatic.Trainer.Evaluation;

/// <summary>Measures the baselines of the quality bar.</summary>
[Command("baselines", Description = "Bits per byte of xz and of a byte 7-gram on the held-out files.")]
public sealed class BaselinesCommand
{
    [Option("--corpus <DIR>", Description = "What the corpus command wrote; baselines.json goes there.")]
    public string Corpus { get; set; } = "corpus";

    [Option("--only <NAME>", Description = "Measure this held-out file only and keep the other lines.")]
    public string? Only { get; set; }

    public int OnExecute()
    {
        Run(Corpus, Only);
        return 0;
    }

    /// <summary>Writes <c>baselines.json</c> and <c>baselines.md</c>.</summary>
    public static void Run(string folder, string? only = null)
    {
        var path = Path.Combine(folder, "baselines.json");
        var scores = Baselines.Run(folder, only is null ? HeldOutSplit.All : [only], Console.Error.WriteLine);
        if (only is not null && File.Exists(path))
        {
            scores = [.. Baselines.Read(path).Where(score => score.Name != only), .. scores];
        }

        Baselines.Write(path, scores);
        File.WriteAllText(Path.Combine(folder, "baselines.md"), Baselines.Table(scores));
        Console.Write(Baselines.Table(scores));
    }
}

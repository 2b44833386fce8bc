using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Trainer.Evaluation;

/// <summary>Measures the baselines of the quality bar.</summary>
[Command("baselines", Description = "Bits per byte of xz and of a byte 7-gram on the held-out files.")]
public sealed class BaselinesCommand
{
    [Option("--corpus <DIR>", Description = "What the corpus command wrote; baselines.json goes there.")]
    public string Corpus { get; set; } = "corpus";

    public int OnExecute()
    {
        Run(Corpus);
        return 0;
    }

    /// <summary>Writes <c>baselines.json</c> and <c>baselines.md</c>.</summary>
    public static void Run(string folder)
    {
        var scores = Baselines.Run(folder);
        Baselines.Write(Path.Combine(folder, "baselines.json"), scores);
        File.WriteAllText(Path.Combine(folder, "baselines.md"), Baselines.Table(scores));
        Console.Write(Baselines.Table(scores));
    }
}

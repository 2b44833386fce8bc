using McMaster.Extensions.CommandLineUtils;
using Prismatic.Onnx;
using Prismatic.Trainer.Corpus;
using Prismatic.Trainer.Model;

namespace Prismatic.Trainer.Training;

/// <summary>Trains the embedded proxy, or goes on where a run stopped.</summary>
[Command(
    "train",
    Description = "Train the embedded proxy on the token file; resumes from the checkpoint if there is one."
)]
public sealed class TrainCommand
{
    [Option("--corpus <DIR>", Description = "Folder with train.tokens.")]
    public string Corpus { get; set; } = "corpus";

    [Option("--checkpoint <FILE>", Description = "Where the state of the run is kept.")]
    public string CheckpointPath { get; set; } = "proxy.ckpt";

    [Option("--steps <N>", Description = "Steps of 4,096 tokens.")]
    public int Steps { get; set; } = new TrainingOptions().Steps;

    [Option("--threads <N>", Description = "Threads; 0 for one a core.")]
    public int Threads { get; set; }

    public int OnExecute()
    {
        var options = new TrainingOptions { Steps = Steps };
        var tokens = TokenFile.Read(Path.Combine(Corpus, "train.tokens"));
        Console.WriteLine($"{ProxyShape.Embedded.WeightCount} weights, {tokens.Length} tokens, {Steps} steps");
        using var run = new TrainingRun(
            ProxyShape.Embedded,
            options,
            tokens,
            new SessionSettings { Threads = Threads }
        );
        run.Resume(CheckpointPath);
        run.Run(CheckpointPath, every: 250, Console.Out);
        return 0;
    }
}

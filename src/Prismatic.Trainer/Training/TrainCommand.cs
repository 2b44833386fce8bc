using McMaster.Extensions.CommandLineUtils;
using Prismatic.Onnx;
using Prismatic.Text;
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
    [Option(
        "--corpus <DIR>",
        Description = "Folder with tokenizer.bpe, train.tokens and, for the steps in which the rate falls, late.tokens."
    )]
    public string Corpus { get; set; } = "corpus";

    [Option("--checkpoint <FILE>", Description = "Where the state of the run is kept.")]
    public string CheckpointPath { get; set; } = "proxy.ckpt";

    [Option("--steps <N>", Description = "Steps; may be changed when resuming, until the rate begins to fall.")]
    public int Steps { get; set; } = new TrainingOptions().Steps;

    [Option("--tokens <N>", Description = "Tokens of a step.")]
    public int TokensPerStep { get; set; } = new TrainingOptions().TokensPerStep;

    [Option("--rate <R>", Description = "Highest learning rate.")]
    public float Rate { get; set; } = new TrainingOptions().LearningRate;

    [Option("--decay <N>", Description = "Last steps, in which the rate falls to zero.")]
    public int Decay { get; set; } = new TrainingOptions().DecaySteps;

    [Option("--adamw", Description = "Train all weights by AdamW, none by Muon.")]
    public bool AdamOnly { get; set; }

    [Option("--layers <N>", Description = "Layers.")]
    public int Layers { get; set; } = ProxyShape.Embedded.LayerCount;

    [Option("--width <N>", Description = "Width of the residual stream.")]
    public int Width { get; set; } = ProxyShape.Embedded.Width;

    [Option("--heads <N>", Description = "Attention heads.")]
    public int Heads { get; set; } = ProxyShape.Embedded.HeadCount;

    [Option("--feed-forward <N>", Description = "Width of the feed-forward layers.")]
    public int FeedForward { get; set; } = ProxyShape.Embedded.FeedForwardWidth;

    [Option("--threads <N>", Description = "Threads; 0 for one a core.")]
    public int Threads { get; set; }

    public int OnExecute()
    {
        var options = new TrainingOptions
        {
            Steps = Steps,
            TokensPerStep = TokensPerStep,
            LearningRate = Rate,
            DecaySteps = Decay,
            Muon = !AdamOnly,
        };
        using var tokenizer = File.OpenRead(Path.Combine(Corpus, "tokenizer.bpe"));
        var shape = new DecoderShape
        {
            VocabularySize = Tokenizer.Load(tokenizer).VocabularySize,
            Width = Width,
            LayerCount = Layers,
            HeadCount = Heads,
            KeyValueHeadCount = Heads,
            FeedForwardWidth = FeedForward,
        };
        var tokens = TokenFile.Read(Path.Combine(Corpus, "train.tokens"));
        Console.WriteLine($"{shape.WeightCount} weights, {tokens.Length} tokens, {Steps} steps of {TokensPerStep}");
        var late = Path.Combine(Corpus, "late.tokens");
        using var run = new TrainingRun(
            shape,
            options,
            tokens,
            new SessionSettings { Threads = Threads },
            File.Exists(late) ? TokenFile.Read(late) : null
        );
        run.Resume(CheckpointPath);
        run.Run(CheckpointPath, every: 250, Console.Out);
        return 0;
    }
}

using McMaster.Extensions.CommandLineUtils;
using Prismatic.Onnx;
using Prismatic.Trainer.Model;

namespace Prismatic.Trainer.Training;

/// <summary>Turns a checkpoint into the model files that the tool embeds.</summary>
[Command("export", Description = "Write model.onnx (16-bit weights) and tokenizer.bpe for the tool.")]
public sealed class ExportCommand
{
    [Option("--corpus <DIR>", Description = "Folder with tokenizer.bpe.")]
    public string Corpus { get; set; } = "corpus";

    [Option("--checkpoint <FILE>", Description = "State of the run.")]
    public string CheckpointPath { get; set; } = "proxy.ckpt";

    [Option("-o|--output <DIR>", Description = "Where the model files go.")]
    public string Output { get; set; } = "src/Prismatic/Gradients/Proxy";

    public int OnExecute()
    {
        var shape = Checkpoint.Shape(CheckpointPath);
        var weights = DecoderWeights.Random(shape, 0);
        var step = Checkpoint.Load(CheckpointPath, shape, weights.ToDictionary(w => $"weight {w.Key}", w => w.Value));
        Directory.CreateDirectory(Output);
        var path = Path.Combine(Output, "model.onnx");
        OnnxModel.Save(DecoderGraph.Build(shape, weights, halfPrecision: true), path);
        File.Copy(Path.Combine(Corpus, "tokenizer.bpe"), Path.Combine(Output, "tokenizer.bpe"), overwrite: true);
        Console.WriteLine($"{path}: {new FileInfo(path).Length} bytes, after {step} steps");
        return 0;
    }
}

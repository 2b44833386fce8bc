using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gradients;
using Prismatic.Onnx;

namespace Prismatic.Trainer.Evaluation;

/// <summary>Measures a proxy model on the held-out files, beside the baselines.</summary>
[Command("evaluate", Description = "Bits per byte of a model on the held-out files.")]
public sealed class EvaluateCommand
{
    [Option("--corpus <DIR>", Description = "Folder with baselines.json and heldout/.")]
    public string Corpus { get; set; } = "corpus";

    [Option("--model <PATH>", Description = "Model folder; the embedded one if left out.")]
    public string? Model { get; set; }

    [Option("--context <N>", Description = "Longest window in tokens.")]
    public int Context { get; set; } = 512;

    [Option("-o|--output <FILE>", Description = "Markdown table to write.")]
    public string? Output { get; set; }

    public int OnExecute()
    {
        var proxy = Model is null ? ProxyModel.Embedded() : ProxyModel.Load(Model);
        using var nats = new LossSession(proxy.Decoder(), new SessionSettings());
        var scores = Baselines.WithModel(
            Baselines.Read(Path.Combine(Corpus, "baselines.json")),
            Corpus,
            documents => ModelScore.BitsPerByte(documents, proxy.Tokenizer, Context, nats.Nats)
        );
        var table = Baselines.Table(scores);
        Console.Write(table);
        if (Output is not null)
        {
            File.WriteAllText(Output, table);
        }
        return 0;
    }
}

using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Says what a model would be asked to do.</summary>
[Command(
    "inspect",
    Description = "Show what a model is made of, whether gradients can be taken, of which layers, and what they cost.",
    ExtendedHelpText = """
        Examples:
          prismatic model inspect
          prismatic model inspect my-model/model.onnx
          prismatic model inspect hf://OWNER/NAME/onnx/model_q4.onnx

        One row of 128 tokens is run as a trial. Exit code 3 when the model cannot be used, with every
        operator that stands in the way.
        """
)]
internal sealed class ModelInspectCommand : Command
{
    [Argument(
        0,
        "MODEL",
        "An .onnx file, a folder with model.onnx, or hf://OWNER/NAME of a model hub. Default: the embedded model."
    )]
    public string? Model { get; set; }

    [Option(
        "--offline",
        "Take what is named hf:// from the cache only; nothing is downloaded.",
        CommandOptionType.NoValue
    )]
    public bool Offline { get; set; }

    /// <inheritdoc/>
    public override async Task<ExitCode> ExecuteAsync(Session session)
    {
        var path = await new HubInputs().ModelAsync(Model, Offline, session);
        var fault = path is null ? null : ShowFiles(path, session);
        var source = path is null ? ProxyModel.Embedded().Source() : OnnxModel.Load(ModelFolder.Find(path).File);
        Show(session, ModelSheet.Of(ModelFacts.Of(source)));
        var model = CausalModel.Create(source);
        var layers = LinearLayer.Find(model);
        Show(session, TokenCost.Of(model, layers).Lines);
        Show(session, layers.Select(layer => $"  {layer.InputSize, 6} x {layer.OutputSize, -6} {layer.Name}"));
        session.Cancellation.ThrowIfCancellationRequested();
        using var compiled = GradientSession.Compile(model, new RandomProjection());
        Show(session, [ModelSheet.Trial(compiled), "every operator has a gradient rule, and the gradient graph loads"]);
        return fault is null ? ExitCode.Pass : throw fault;
    }

    // A model whose tokenizer cannot be read is still looked at: what stands in the way is told in the end.
    private static PrismaticException? ShowFiles(string path, Session session)
    {
        try
        {
            var model = ProxyModel.Load(path);
            string?[] lines =
            [
                model.Choice,
                $"tokenizer:        {model.Tokenizer.Description}",
                $"chat template:    {model.Template.Name}",
            ];
            Show(session, lines.OfType<string>());
            return null;
        }
        catch (PrismaticException fault)
        {
            return fault;
        }
    }

    private static void Show(Session session, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            session.Terminal.Out.WriteLine(VisibleText.Of(line));
        }
    }
}

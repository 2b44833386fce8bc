using McMaster.Extensions.CommandLineUtils;
using Prismatic.Gradients;
using Prismatic.Onnx;
using Prismatic.Tool.Measuring;
using Prismatic.Tool.Rendering;

namespace Prismatic.Tool.Commands;

/// <summary>Says what a model would be asked to do.</summary>
[Command(
    "inspect",
    Description = "Show the layers whose gradients are taken, operators without a gradient rule, and the cost of a token.",
    ExtendedHelpText = """
        Examples:
          prismatic model inspect
          prismatic model inspect my-model/model.onnx
          prismatic model inspect hf://OWNER/NAME/onnx/model_q4.onnx

        Exit code 3 when the model cannot be used, with every operator that stands in the way.
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
        var model = path is null ? ProxyModel.Embedded().Decoder() : CausalModel.Create(OnnxModel.Load(FileOf(path)));
        var layers = LinearLayer.Find(model);
        var cost = TokenCost.Of(model, layers);
        foreach (
            var line in cost.Lines.Concat(
                layers.Select(layer => $"  {layer.InputSize, 6} x {layer.OutputSize, -6} {layer.Name}")
            )
        )
        {
            session.Terminal.Out.WriteLine(VisibleText.Of(line));
        }
        session.Cancellation.ThrowIfCancellationRequested();
        using var compiled = GradientSession.Compile(model, new RandomProjection());
        session.Terminal.Out.WriteLine("every operator has a gradient rule, and the gradient graph loads");
        return ExitCode.Pass;
    }

    private static string FileOf(string path) => Directory.Exists(path) ? Path.Combine(path, "model.onnx") : path;
}

using McMaster.Extensions.CommandLineUtils;

namespace Prismatic.Tool.Commands;

/// <summary>Verbs about proxy models.</summary>
[Command(
    "model",
    Description = "Look at proxy models.",
    ExtendedHelpText = """
        Examples:
          prismatic model inspect
          prismatic model inspect my-model/model.onnx
        """
)]
[Subcommand(typeof(ModelInspectCommand))]
[HelpOption("-?|-h|--help", Description = "Show this help.")]
internal sealed class ModelCommand;

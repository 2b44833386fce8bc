using McMaster.Extensions.CommandLineUtils;
using Prismatic.Responses;

namespace Prismatic.Tool.Commands;

/// <summary>Options that name the columns of answers.</summary>
internal sealed partial class OutputsCommand
{
    [Option(
        "--prompt <COLUMN>",
        "Column with prompts. Without column options columns are found by name; \"\" says that there is none.",
        CommandOptionType.SingleValue
    )]
    public string? Prompt { get; set; }

    [Option("--response <COLUMN>", "Column with answers, lists of answers or chats.", CommandOptionType.SingleValue)]
    public string? Response { get; set; }

    [Option(
        "--model-column <COLUMN>",
        "Column with the name of the model that answered. Without one a file is a model.",
        CommandOptionType.SingleValue
    )]
    public string? ModelColumn { get; set; }

    [Option("--sample-column <COLUMN>", "Column with the number of the sample.", CommandOptionType.SingleValue)]
    public string? SampleColumn { get; set; }

    [Option(
        "--weight <COLUMN>",
        "Column with how much an answer counts, such as its probability.",
        CommandOptionType.SingleValue
    )]
    public string? Weight { get; set; }

    [Option(
        "--quality <COLUMN>",
        "Column with how good an answer is, for utility_k; of evaluation results a metric.",
        CommandOptionType.SingleValue
    )]
    public string? Quality { get; set; }

    [Option("--label <COLUMN>", "Column with an answer's equivalence class.", CommandOptionType.SingleValue)]
    public string? Label { get; set; }

    [Option("--reference <COLUMN>", "Column with the answer that is wanted.", CommandOptionType.SingleValue)]
    public string? Reference { get; set; }

    private ResponseFields Fields =>
        new()
        {
            PromptColumn = Prompt,
            ResponseColumn = Response,
            ModelColumn = ModelColumn,
            SampleColumn = SampleColumn,
            WeightColumn = Weight,
            QualityColumn = Quality,
            LabelColumn = Label,
            ReferenceColumn = Reference,
        };
}

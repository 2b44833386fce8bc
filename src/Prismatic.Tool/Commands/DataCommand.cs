using McMaster.Extensions.CommandLineUtils;
using Prismatic.Data;

namespace Prismatic.Tool.Commands;

/// <summary>A verb that reads rows of a data set: which columns.</summary>
internal abstract class DataCommand : MeasuringCommand
{
    [Option(
        "--text <COLUMN>",
        "Column with the text. Without column options columns are found by name.",
        CommandOptionType.SingleValue
    )]
    public string? Text { get; set; }

    [Option("--prompt <COLUMN>", "Column with prompts; together with --response.", CommandOptionType.SingleValue)]
    public string? Prompt { get; set; }

    [Option("--response <COLUMN>", "Column with responses.", CommandOptionType.SingleValue)]
    public string? Response { get; set; }

    [Option("--messages <COLUMN>", "Column with chats: lists of role and content.", CommandOptionType.SingleValue)]
    public string? Messages { get; set; }

    /// <summary>Finds the device, opens the data and says which columns were taken; what is named on the hub is downloaded first.</summary>
    protected async Task<Dataset> OpenAsync(IReadOnlyList<string> paths, Session session)
    {
        await PrepareAsync(session);
        var files = await Hub.DataAsync(paths, Offline, session);
        var choice = new FieldChoice(Text, Prompt, Response, Messages);
        var dataset = await DatasetReader.OpenAsync(files, choice, session.Cancellation);
        session.Say(dataset.Fields.Describe());
        return dataset;
    }
}
